package format

import (
	"slices"
	"sync"

	"visar/history"
)

// nativePart is what the lines of a part say.
type nativePart struct {
	nativeReader // whose draft has the operations of all records, one after the other
	text         []byte
	records      []nativeRecord
	names        []byte // the ids of the records, one after the other
	lines        int
	others       bool // the present line names other transactions
	ids          partNames
}

// nativeRecord is a line of a part that is not empty. One that is not read is
// wrong, is a call, or names other transactions.
type nativeRecord struct {
	at, end  int // indices of the line in the part
	line     int // how many lines of the part are before it
	read     bool
	info     history.TxnInfo
	name, to int // range in the names
	rec      history.Recorded
	span
}

// parts takes the lines after the first transaction, several parts of the input
// at a time.
func (n *nativeDecoder) parts() error {
	var spare sync.Pool
	read := func(text []byte) *nativePart { return readNativePart(text, n.initial, &spare) }
	return inParts(n.w, read, n.b.Expect, func(p *nativePart) error {
		defer spare.Put(p)
		return n.takePart(p)
	})
}

func readNativePart(text []byte, initial history.Value, spare *sync.Pool) *nativePart {
	p, ok := spare.Get().(*nativePart)
	if !ok {
		p = &nativePart{nativeReader: newNativeReader(history.NewBuilder(initial))}
		p.visible = p.skipVisible
	}
	p.reset(text, initial)
	for at := 0; at < len(text); p.lines++ {
		if next := p.plainLine(at); next >= 0 {
			at = next
			continue
		}
		end, next := lineEnd(text, at)
		p.line(at, end)
		at = next
	}
	return p
}

// reset makes p, whose records have been taken, ready for another text.
func (p *nativePart) reset(text []byte, initial history.Value) {
	p.text, p.records, p.names, p.lines = text, slices.Grow(p.records[:0], len(text)/usualLine), p.names[:0], 0
	p.d.clear()
	p.d.ops = slices.Grow(p.d.ops, len(text)/usualOp)
	p.lists.forget()
	p.b.ForgetNames(initial)
}

// plainLine reads the line at index at, if there is nothing but a transaction in the
// plain layout on it. It returns where the next line begins, or -1.
func (p *nativePart) plainLine(at int) int {
	begin := p.d.mark()
	end := p.plain(p.text, at)
	next := nextLine(p.text, end)
	if next < 0 {
		p.d.ops = p.d.ops[:begin.ops]
		return -1
	}
	p.record(at, end, true, begin)
	return next
}

// line reads the line text[at:end].
func (p *nativePart) line(at, end int) {
	line := p.text[at:end]
	p.p.reset(line)
	if p.p.peek() == 0 && p.p.at >= len(line) {
		return
	}
	begin := p.d.mark()
	if isFault(line) {
		p.name = p.name[:0]
		p.record(at, end, false, begin)
		return
	}
	p.others = false
	p.p.at = 0
	read := p.transaction() == nil && !p.others && !p.d.called
	p.record(at, end, read, begin)
}

// record keeps what was read of the line text[at:end].
func (p *nativePart) record(at, end int, read bool, begin span) {
	from := len(p.names)
	p.names = append(p.names, p.name...)
	p.records = append(p.records, nativeRecord{at: at, end: end, line: p.lines, read: read, info: p.d.TxnInfo,
		name: from, to: len(p.names), rec: p.rec, span: p.d.since(begin)})
}

// skipVisible passes over the name of another transaction.
func (p *nativePart) skipVisible() error {
	p.others = true
	return p.p.skip()
}

// takePart takes the transactions of a part into the history. Nothing of the part
// is kept.
func (n *nativeDecoder) takePart(p *nativePart) error {
	begin := n.w.position
	p.ids.reset(p.d.ops, p.b, n.b)
	for i := range p.records {
		r := &p.records[i]
		n.w.moveWithin(begin, r.at, r.line, r.at)
		if err := n.takeRecord(p, r); err != nil {
			return err
		}
	}
	n.w.moveWithin(begin, len(p.text), p.lines, len(p.text))
	return nil
}

func (n *nativeDecoder) takeRecord(p *nativePart, r *nativeRecord) error {
	if !r.read {
		n.p.reset(p.text[r.at:r.end])
		return n.line()
	}
	n.d.clear()
	n.d.TxnInfo, n.rec, n.name = r.info, r.rec, append(n.name[:0], p.names[r.name:r.to]...)
	n.d.Line = lineNumber(n.w.line)
	own := n.d.ops
	p.ids.rename(&n.d, &p.d, r.span)
	n.place()
	n.d.ops = own
	return nil
}
