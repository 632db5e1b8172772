package format

import (
	"bytes"
	"errors"
	"io"

	"visar/history"
)

func lossyJepsenText(h *history.History) []string {
	return append(lossyJepsen(h), lossesOf(h, []loss{
		{"starts and ends (the order of the lines stands for them)", func(h *history.History) bool { return !hasCountedTimes(h) }},
		{"clocks", hasClocks},
		{"details of faults", hasFaults},
		{"fields that are only kept, but for the text of errors", hasFields},
	})...)
}

// hasCountedTimes reports whether the starts and ends are all the numbers from 0
// on, or there are none.
func hasCountedTimes(h *history.History) bool {
	s, err := newSchedule(h)
	if err != nil {
		return false
	}
	bare := !hasStarts(h)
	next := int64(0)
	for _, e := range s.events {
		if e.info >= 0 {
			next++
		}
		if bare && e.at != history.NoTime || !bare && e.at != next {
			return false
		}
		next++
	}
	return s.exact
}

func encodeJepsenText(w io.Writer, h *history.History) error {
	if hasNamedObjects(h) {
		return errors.New("calls name their objects, which history.txt has no place for")
	}
	s, err := newSchedule(h)
	if err != nil {
		return err
	}
	if !hasStarts(h) {
		s.dropEnds() // nothing says where a fault is among completions without an index
	}
	p := &printer{w: w}
	err = encodeScheduled(&operationWriter{write: p.jepsenLine}, h, s)
	if err != nil {
		return err
	}
	if len(p.buf) == 0 && h.Len() == 0 {
		return errNoOps
	}
	return p.flush()
}

// jepsenLine writes an operation as a line of history.txt.
func (p *printer) jepsenLine(op ednForm) error {
	for i, name := range []string{":process", ":type", ":f", ":value"} {
		if i > 0 {
			p.text("\t")
		}
		part, ok := op.field(name)
		if !ok {
			part = ednForm{kind: 'a'}
		}
		p.buf = part.append(p.buf)
	}
	if e, ok := op.field(":error"); ok {
		if text := bytes.TrimSpace(plainLine(e)); len(text) > 0 {
			p.text("\t")
			p.buf = append(p.buf, text...)
		}
	}
	p.endLine()
	return p.err
}

// plainLine returns a form as text for people: a string without its quotes, and
// no control characters.
func plainLine(f ednForm) []byte {
	text := f.atom.text
	if f.kind != 'a' || f.atom.kind != history.String {
		text = f.append(nil)
	}
	return bytes.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
}
