package format

import (
	"bytes"

	"visar/history"
)

// isFault reports whether the line remarks a fault: its first field says so.
func isFault(line []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimLeft(line, " \t"), []byte{'{'})
	return ok && bytes.HasPrefix(bytes.TrimLeft(rest, " \t"), []byte(`"fault"`))
}

// fault decodes a line {"fault":NAME,"detail":TEXT,"start":TIME,"clock":NANOSECONDS},
// of which only the first is needed. Its time is in the unit of the transactions'.
func (n *nativeDecoder) fault() error {
	f := history.Fault{Start: history.NoTime, Clock: history.NoTime, Line: lineNumber(n.w.line)}
	err := n.p.object("a fault, {…}", func(name []byte) (err error) {
		switch string(name) {
		case "fault":
			f.Name, err = n.faultText(`a string "fault"`)
		case "detail":
			f.Detail, err = n.faultText(`a string "detail"`)
		case "start":
			f.Start, err = n.p.integer(`an integer "start"`)
		case "clock":
			f.Clock, err = n.p.integer(`an integer "clock"`)
		default:
			err = mistakef(n.p.at, `expected "detail", "start" or "clock" beside "fault", got %q`, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	if n.p.peek() != 0 || n.p.at < len(n.p.src) {
		return n.p.expected("the end of the line after the fault")
	}
	n.b.Fault(f)
	return nil
}

func (n *nativeDecoder) faultText(what string) (string, error) {
	n.p.peek()
	at := n.p.at
	s, err := n.p.scalar(what)
	if err == nil && s.kind != history.String {
		err = mistakef(at, "expected %s, got %s", what, s.value())
	}
	return string(s.text), err
}

// nativeFaults writes the faults, after the transactions: their times place them.
func (p *printer) nativeFaults(h *history.History) {
	for _, f := range h.Faults() {
		p.text(`{"fault":`)
		p.buf = appendJSONString(p.buf, f.Name)
		if f.Detail != "" {
			p.text(`,"detail":`)
			p.buf = appendJSONString(p.buf, f.Detail)
		}
		p.nativeTime("start", f.Start)
		p.nativeTime("clock", f.Clock)
		p.text("}")
		p.endLine()
	}
}
