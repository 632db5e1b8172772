package format

import (
	"bytes"
	"io"

	"visar/history"
)

// encodeOperations calls write for every operation of h, as encodeJepsen writes
// it: a map of EDN.
func encodeOperations(h *history.History, write func(op ednForm) error) error {
	s, err := newSchedule(h)
	if err != nil {
		return err
	}
	return encodeScheduled(&operationWriter{write: write}, h, s)
}

// operationWriter takes text of an operation a line.
type operationWriter struct {
	rest  []byte // of a line that is not whole
	write func(op ednForm) error
}

func (w *operationWriter) Write(text []byte) (int, error) {
	w.rest = append(w.rest, text...)
	for {
		line, rest, whole := bytes.Cut(w.rest, []byte{'\n'})
		if !whole {
			return len(text), nil
		}
		op, err := parseEDN(line, 0)
		if err != nil {
			return 0, err
		}
		if op.kind == '{' {
			if err := w.write(op); err != nil {
				return 0, err
			}
		}
		w.rest = append(w.rest[:0], rest...)
	}
}

var _ io.Writer = (*operationWriter)(nil)

// field returns the value of a keyword in a map, and whether it is there.
func (f ednForm) field(name string) (ednForm, bool) {
	for i := 0; i < len(f.parts); i += 2 {
		if string(f.parts[i].atom.text) == name {
			return f.parts[i+1], true
		}
	}
	return ednForm{}, false
}
