package format

import "sync"

// storeStream is the operations of a block. Those in a plain layout are written as
// lines of history.edn, and many such lines are read at once, as a part of that is.
type storeStream struct {
	storeBlock
	fressian
	total       int // how many forms and bytes of strings were read
	independent bool
	lines       []storeLine // that are yet to be taken
	text        []byte
	part        *jepsenPart
	spare       sync.Pool
}

// storeLine is an operation that a line says: where it begins in the block, and its
// size.
type storeLine struct{ at, size int }

// fewLines is the length of lines for which a part is not worth the while.
const fewLines = 4 << 10

// stream reads the operations of a block.
func (d *storeDecoder) stream(b storeBlock, independent bool) error {
	s := &d.s
	s.storeBlock, s.fressian, s.total, s.independent = b, fressian{src: b.data}, 0, independent
	for s.at < len(b.data) {
		err := error(nil)
		if !s.plainLine(d.opt.oneByOne) {
			if err = d.takeLines(); err == nil {
				err = d.takeForm()
			}
		} else if len(s.text) >= chunk {
			err = d.takeLines()
		}
		if err != nil {
			return err
		}
	}
	return d.takeLines()
}

// plainLine adds the next operation to the lines, if it is plain.
func (s *storeStream) plainLine(oneByOne bool) bool {
	if oneByOne || s.independent {
		return false
	}
	from := s.at
	text, ok := s.plainOp(s.text)
	if !ok || s.size > maxGrowth*(len(s.src)+64) || s.total+s.size > s.most() {
		s.at = from
		return false
	}
	s.lines, s.text = append(s.lines, storeLine{from, s.size}), text
	s.total += s.size
	return true
}

// most returns how many forms and bytes of strings the block may stand for.
func (s *storeStream) most() int { return maxTotal * (len(s.src) + 64) }

// takeLines takes the operations of the lines into the history.
func (d *storeDecoder) takeLines() error {
	s := &d.s
	d.opt.Independent = s.independent
	read, end := 0, s.at
	if len(s.text) >= fewLines {
		read = d.readLines()
	}
	for i, line := range s.lines {
		d.w.offset = s.offset + int64(line.at)
		if i < read && d.takeRecord(s.part, &s.part.records[i]) == nil {
			continue
		}
		s.at, s.total = line.at, s.total-line.size // one of few, or wrong: value knows what to say
		if err := d.takeForm(); err != nil {
			return err
		}
	}
	if read > 0 {
		s.spare.Put(s.part)
	}
	s.at, s.lines, s.text = end, s.lines[:0], s.text[:0]
	return nil
}

// readLines reads the lines as a part and returns how many of them could be read.
func (d *storeDecoder) readLines() int {
	s := &d.s
	s.part = readJepsenPart(s.text, d.opt, &s.spare)
	s.part.ids.reset(s.part.txn.ops, s.part.b, d.b)
	return len(s.part.records)
}
