package format

import (
	"bytes"

	"visar/history"
)

// chronosOp is an operation whose fields are being read. The value may come
// before the type and the key, so that it is kept as its place in the text.
type chronosOp struct {
	kind    history.OpKind
	typed   bool
	key     int32
	valueAt int // -1 if there is none
}

// op parses {"t":"w","k":7,"v":2}.
func (d *chronosDecoder) op() error {
	p := &d.p
	p.peek()
	from, op := p.at, chronosOp{key: -1, valueAt: -1}
	err := p.object(`an operation, {"t":…,"k":…,"v":…}`, func(name []byte) error { return d.opField(&op, name) })
	if err != nil {
		return err
	}
	if !op.typed || op.key < 0 {
		return mistakef(from, `expected an operation with "t" and "k"`)
	}
	end := p.at
	err = d.take(op, from)
	p.at = end
	return err
}

func (d *chronosDecoder) opField(op *chronosOp, name []byte) (err error) {
	p := &d.p
	p.peek()
	at := p.at
	switch string(name) {
	case "t":
		op.kind, err = d.kind()
		op.typed = true
	case "k":
		var n int64
		n, err = p.integer("a key that is an integer")
		op.key = d.b.Key(history.IntValue(n))
	case "v":
		op.valueAt = at
		err = p.skip()
	default:
		err = p.skip()
	}
	return err
}

func (d *chronosDecoder) kind() (history.OpKind, error) {
	at := d.p.at
	text, err := d.p.text()
	if err != nil {
		return 0, err
	}
	switch string(bytes.ToLower(text)) {
	case "r", "read":
		return history.Read, nil
	case "w", "write":
		return history.Write, nil
	case "a", "append":
		return history.Append, nil
	}
	return 0, mistakef(at, "expected the type of an operation, r, w or a, got %q", text)
}

// take adds the operation that begins at from.
func (d *chronosDecoder) take(op chronosOp, from int) error {
	p := &d.p
	if op.valueAt >= 0 {
		if p.at = op.valueAt; p.peek() == '[' && op.kind == history.Read {
			return d.list(op.key)
		}
		if !p.word("null") {
			n, err := p.integer("a value that is an integer or null")
			if err == nil {
				d.zero(op.kind, n)
				d.d.add(op.kind, op.key, d.b.Value(history.IntValue(n)))
			}
			return err
		}
	}
	if op.kind == history.Append {
		return mistakef(from, `expected a "v" to append`)
	}
	d.readNull = true
	d.d.add(op.kind, op.key, history.Initial)
	return nil
}

// zero notes what a value says of the initial value.
func (d *chronosDecoder) zero(kind history.OpKind, n int64) {
	if n == 0 && kind == history.Read {
		d.readZero = true
	} else if n == 0 {
		d.wroteZero = true
	}
}

func (d *chronosDecoder) list(key int32) error {
	from := len(d.d.elements)
	err := d.p.array("the elements of a list", func() error {
		n, err := d.p.integer("an element that is an integer")
		d.zero(history.Append, n)
		d.d.elements = append(d.d.elements, d.b.Value(history.IntValue(n)))
		return err
	})
	d.d.addList(key, from)
	return err
}

// withInitial returns h with another initial value, which was an ordinary one.
func withInitial(h *history.History, initial history.Value) (*history.History, error) {
	b := history.NewBuilder(initial)
	var d draft
	for t := range int32(h.Len()) {
		d.clear()
		d.TxnInfo = history.TxnInfo{Session: h.SessionName(h.Session(t)), Status: h.Status(t),
			Start: h.Start(t), End: h.End(t), Clock: h.Clock(t), Line: h.Line(t)}
		if d.Alone = d.Session == ""; h.Named(t) {
			d.Name = h.Name(t)
		}
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			d.copyOp(h, i, b)
		}
		d.fields = append(d.fields, h.Extras(t)...)
		d.build(b)
		if r, ok := h.Recorded(t); ok {
			b.Record(t, r)
		}
	}
	return b.History()
}

// copyOp adds operation i of h, in the ids of b.
func (d *draft) copyOp(h *history.History, i int32, b *history.Builder) {
	op := h.Op(i)
	key := b.Key(h.Key(op.Key))
	if op.Kind != history.Read || !h.IsList(op.Key) {
		d.add(op.Kind, key, b.Value(h.Value(op.Value)))
		return
	}
	from := len(d.elements)
	for _, v := range op.List {
		d.elements = append(d.elements, b.Value(h.Value(v)))
	}
	d.addList(key, from)
}
