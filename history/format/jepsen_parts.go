package format

import (
	"bytes"
	"slices"
	"sync"

	"visar/history"
)

// jepsenPart is what the lines of a part say, as far as each is one operation.
type jepsenPart struct {
	jepsenReader // whose txn has the operations of all records, one after the other
	text         []byte
	records      []jepsenRecord
	end          int // where the lines end that could be read
	lines        int // how many these are
	ids          partNames
}

// jepsenRecord is an operation of a part. Only transactions that say by themselves
// what they did are read; the others wait for what the parts before say.
type jepsenRecord struct {
	at, lineStart int // indices in the part
	line          int // how many lines of the part are before it
	read, said    bool
	typ           opType
	procAt        int
	process       int64
	index, time   int64
	span
}

// readJepsenPart reads the lines of a part up to the first that is no operation
// by itself.
func readJepsenPart(text []byte, opt Options, spare *sync.Pool) *jepsenPart {
	p, ok := spare.Get().(*jepsenPart)
	if !ok {
		p = &jepsenPart{jepsenReader: newJepsenReader(opt)}
		p.inPart = true
	}
	p.reset(text)
	for p.end < len(text) && (p.plainLine() || p.line()) {
		p.lines++
	}
	return p
}

// reset makes p, whose records have been taken, ready for another text.
func (p *jepsenPart) reset(text []byte) {
	p.text, p.records, p.end, p.lines = text, slices.Grow(p.records[:0], len(text)/usualLine), 0, 0
	p.txn.clear()
	p.txn.ops = slices.Grow(p.txn.ops, len(text)/usualOp)
	p.lists.forget()
	p.b.ForgetNames(history.Value{})
}

func leadingBlanks(text []byte) int {
	for i, c := range text {
		if ednClass[c] != ednBlank {
			return i
		}
	}
	return len(text)
}

// plainLine reads the next line, if there is nothing but an operation in the plain
// layout on it.
func (p *jepsenPart) plainLine() bool {
	begin := p.txn.mark()
	next := nextLine(p.text, p.plain(p.text, p.end))
	if next < 0 {
		p.txn.ops = p.txn.ops[:begin.ops]
		return false
	}
	p.record(p.end, true, true, begin)
	p.end = next
	return true
}

// line reads the next line. It reports whether there is at most one operation on it,
// and nothing else.
func (p *jepsenPart) line() bool {
	next := len(p.text)
	if i := bytes.IndexByte(p.text[p.end:], '\n'); i >= 0 {
		next = p.end + i + 1
	}
	at := p.end + leadingBlanks(p.text[p.end:next])
	if at < next && !p.operation(p.text[at:next], at) {
		return false
	}
	p.end = next
	return true
}

// operation reads the operation that text, the rest of a line, begins with at index
// at. It reports whether there is just one.
func (p *jepsenPart) operation(text []byte, at int) bool {
	p.p.src, p.p.at = text, 0
	begin := p.txn.mark()
	if text[0] != '{' || p.op.parse(&p.p) != nil || p.op.check() != nil {
		return false
	}
	if end := p.p.at; end+leadingBlanks(text[end:]) < len(text) {
		return false
	}
	read, said := p.decode()
	p.record(at, read, said, begin)
	return true
}

// record keeps the operation that was read, which is at index at of the part.
func (p *jepsenPart) record(at int, read, said bool, begin span) {
	p.records = append(p.records, jepsenRecord{at: at, lineStart: p.end, line: p.lines, read: read, said: said, typ: p.op.typ,
		procAt: p.op.procAt, process: p.op.process, index: p.op.index, time: p.op.time, span: p.txn.since(begin)})
}

// decode reads what the operation did, if it says so by itself, and whether it
// says anything.
func (p *jepsenPart) decode() (read, said bool) {
	if !p.op.client || p.op.typ != opInvoke && p.op.typ != opOK || string(p.op.f) != ":txn" {
		return false, false
	}
	said, err := p.decodeValue()
	if err == nil {
		err = p.decodeExtras(false)
	}
	return err == nil, said
}

// takePart takes the operations of a part into the history. Nothing of the part is
// kept.
func (d *jepsenDecoder) takePart(p *jepsenPart) error {
	begin := d.w.position
	p.ids.reset(p.txn.ops, p.b, d.b)
	for i := range p.records {
		r := &p.records[i]
		d.w.moveWithin(begin, r.at, r.line, r.lineStart)
		if err := d.takeRecord(p, r); err != nil {
			return err
		}
	}
	d.w.moveWithin(begin, p.end, p.lines, p.end)
	return nil
}

func (d *jepsenDecoder) takeRecord(p *jepsenPart, r *jepsenRecord) error {
	if !r.read {
		d.p.src, d.p.at = p.text[r.at:], 0
		return d.operation()
	}
	d.op = jepsenOp{client: true, typ: r.typ, process: r.process, procAt: r.procAt, index: r.index, time: r.time, extras: d.op.extras}
	d.txn.clear()
	own := d.txn.ops
	p.ids.rename(&d.txn, &p.txn, r.span)
	err := d.place(d.process(), r.said)
	d.txn.ops = own
	return err
}
