package format

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"visar/history"
)

// jepsenLosses is what Jepsen's format leaves out or changes.
var jepsenLosses = []loss{
	{"ids of transactions", hasNames},
	{"names of sessions that are no integers (they get numbers)", hasUnnumberedSessions},
	{"recorded executions", hasRecorded},
	{"reads of aborted and unknown transactions", hasUncommittedReads},
	{"initial values (nil is the only one)", func(h *history.History) bool { return h.Value(history.Initial).Kind() != history.Nil }},
	{"starts and ends (they become positions)", hasOtherPositions},
	{"clocks of -1 ns (which stands for none)", func(h *history.History) bool {
		return anyTxn(h, func(t int32) bool { return h.Clock(t) == -1 })
	}},
	{"values that EDN cannot write (they become strings)", func(h *history.History) bool {
		return anyValue(h, func(v history.Value) bool { return !isEDN(v) })
	}},
	{"fields whose names the format uses itself (they get an underscore)", hasJepsenField},
	{"strings that are not UTF-8", hasBrokenText},
}

func lossyJepsen(h *history.History) []string { return lossesOf(h, jepsenLosses) }

func isJepsenField(name string) bool {
	switch name {
	case "type", "process", "f", "value", "index", "time":
		return true
	}
	return false
}

func hasUnnumberedSessions(h *history.History) bool {
	for s := range int32(h.Sessions()) {
		if _, ok := canonicalInt(h.SessionName(s)); !ok {
			return true
		}
	}
	return false
}

func hasOtherPositions(h *history.History) bool {
	s, err := newSchedule(h)
	return err == nil && !s.exact
}

// isEDN reports whether v reads back from its text.
func isEDN(v history.Value) bool {
	if v.Kind() != history.Other {
		return true
	}
	p := ednText{cursor: cursor{src: append([]byte(v.Text()), ' ')}}
	s, err := p.scalar("a value")
	return err == nil && s.value() == v && p.at == len(p.src)-1
}

// jepsenEncoder writes Jepsen's format: every transaction as one :txn.
type jepsenEncoder struct {
	printer
	h         *history.History
	processes []string // by session
}

// encodeJepsen writes Jepsen's format. It cannot write a history in which some
// transactions have a start and others lack their start or end: an operation
// without an invocation must not be among those that have one.
func encodeJepsen(w io.Writer, h *history.History) error {
	s, err := newSchedule(h)
	if err != nil {
		return err
	}
	return encodeScheduled(w, h, s)
}

// encodeScheduled writes the operations of h in the order of s.
func encodeScheduled(w io.Writer, h *history.History, s *schedule) error {
	e := &jepsenEncoder{printer: printer{w: w}, h: h, processes: processes(h)}
	if len(s.events) == 0 {
		e.text("[]")
		e.endLine()
	}
	for _, event := range s.events {
		e.event(event)
	}
	return e.flush()
}

// processes returns a process number for each session: its name if that is an
// integer, else one that no other session has.
func processes(h *history.History) []string {
	names, taken := make([]string, h.Sessions()), map[string]bool{}
	for s := range names {
		if name := h.SessionName(int32(s)); name != "" {
			if _, ok := canonicalInt(name); ok {
				names[s], taken[name] = name, true
			}
		}
	}
	next := 0
	for s := range names {
		for names[s] == "" {
			if name := strconv.Itoa(next); !taken[name] {
				names[s] = name
			}
			next++
		}
	}
	return names
}

// event writes an operation.
func (e *jepsenEncoder) event(event jepsenEvent) {
	at := event.at
	if event.info >= 0 {
		e.operation("info", event.info, at-1)
		e.value(event.info, "info")
		e.end()
	}
	switch event.kind {
	case invocation:
		e.operation("invoke", event.id, at)
		e.value(event.id, "invoke")
		if e.h.End(event.id) == history.NoTime {
			e.rest(event.id)
		}
	case completion:
		typ := [...]string{"ok", "fail", "info"}[e.h.Status(event.id)]
		e.operation(typ, event.id, at)
		e.value(event.id, typ)
		e.rest(event.id)
	case faultEvent:
		e.fault(e.h.Faults()[event.id], at)
	}
	e.end()
}

func (e *jepsenEncoder) operation(typ string, t int32, at int64) {
	e.text("{")
	e.position(at)
	f, _ := jepsenFunction(e.h, t)
	e.text(":type :", typ, ", :process ", e.processes[e.h.Session(t)], ", :f ", f, ", :value ")
}

// position writes the index of an operation that has one.
func (e *jepsenEncoder) position(at int64) {
	if at != history.NoTime {
		e.text(":index ")
		e.int(at)
		e.text(", ")
	}
}

func (e *jepsenEncoder) end() {
	e.text("}")
	e.endLine()
}

// value writes the micro-operations of t: what a transaction that has not
// committed has read is no evidence, and is left out.
func (e *jepsenEncoder) value(t int32, typ string) {
	if c, ok := e.h.Call(t); ok {
		e.call(c, typ)
		return
	}
	if f, _ := jepsenFunction(e.h, t); f == ":read" && !hasMicroOps(e.h, t) {
		e.text("nil")
		return
	}
	e.text("[")
	lo, hi := e.h.Ops(t)
	first := true
	for i := lo; i < hi; i++ {
		op := e.h.Op(i)
		if op.Kind == history.Read && e.h.Status(t) != history.Committed {
			continue
		}
		if !first {
			e.text(" ")
		}
		first = false
		e.microOp(op, typ)
	}
	e.text("]")
}

func (e *jepsenEncoder) microOp(op history.Op, typ string) {
	e.text([...]string{"[:r ", "[:w ", "[:append "}[op.Kind])
	e.edn(e.h.Key(op.Key))
	e.text(" ")
	switch {
	case op.Kind == history.Read && typ != "ok":
		e.text("nil")
	case op.Kind == history.Read && e.h.IsList(op.Key):
		e.list(op.List)
	case op.Kind != history.Append && op.Value == history.Initial:
		e.text("nil")
	default:
		e.edn(e.h.Value(op.Value))
	}
	e.text("]")
}

func (e *jepsenEncoder) list(elements []int32) {
	e.text("[")
	for i, v := range elements {
		if i > 0 {
			e.text(" ")
		}
		e.edn(e.h.Value(v))
	}
	e.text("]")
}

func (e *jepsenEncoder) edn(v history.Value) {
	if !isEDN(v) {
		v = history.StringValue(v.Text())
	}
	e.buf = appendEDN(e.buf, v)
}

// rest writes the clock and the fields of t.
func (e *jepsenEncoder) rest(t int32) {
	e.clock(e.h.Clock(t))
	_, named := jepsenFunction(e.h, t)
	for _, f := range e.h.Extras(t) {
		if named && f.Name == "f" {
			continue
		}
		e.text(", ")
		name := fieldName(f.Name, isJepsenField)
		if isKeyword(":" + name) {
			e.text(":", name)
		} else {
			e.buf = appendJSONString(e.buf, name)
		}
		e.text(" ")
		e.field(f)
	}
}

func (e *jepsenEncoder) field(f history.Field) {
	text, err := ednOfJSON([]byte(f.Text))
	if err != nil || len(text) == 0 {
		text = appendJSONString(nil, f.Text)
	}
	e.buf = append(e.buf, text...)
}

func (e *jepsenEncoder) clock(ns int64) {
	if ns != history.NoTime && ns != -1 {
		e.text(", :time ")
		e.int(ns)
	}
}

// fault writes an operation of the nemesis.
func (e *jepsenEncoder) fault(f history.Fault, at int64) {
	e.text("{")
	e.position(at)
	e.text(":type :info, :process :nemesis")
	e.form(", :f ", f.Name)
	e.form(", :value ", f.Detail)
	e.clock(f.Clock)
}

// form writes text, which is EDN if it comes from such a file, after a key. It
// writes nothing if the text is empty.
func (e *jepsenEncoder) form(key, text string) {
	if text == "" {
		return
	}
	e.text(key)
	canonical, err := canonicalEDN([]byte(text), 0)
	if err != nil || !bytes.Equal(canonical, []byte(text)) {
		e.buf = appendJSONString(e.buf, text)
		return
	}
	e.text(text)
}

// errPartialTimes says why a history has no form in Jepsen's format.
func errPartialTimes(h *history.History, t int32, lacks string) error {
	return fmt.Errorf("transaction %s has no %s, but others have: Jepsen's format wants both of every transaction, or no start of any", h.Name(t), lacks)
}
