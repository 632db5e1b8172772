package format

import (
	"fmt"
	"io"
	"math"

	"visar/history"
)

func lossyChronos(h *history.History) []string {
	return lossesOf(h, []loss{
		{"keys that are no integers (all get numbers)", func(h *history.History) bool { return !keysFrom(h, math.MinInt64) }},
		{"values that are no integers (all get numbers)", func(h *history.History) bool { return !valuesFrom(h, math.MinInt64) }},
		{"initial values that are neither null nor 0", func(h *history.History) bool { return !chronosInitial(h) }},
		{"writes of the initial value", func(h *history.History) bool { return writesInitial(h) }},
		{"statuses: aborted transactions are left out, unknown ones become committed without their reads if they have timestamps, and are left out if not",
			func(h *history.History) bool { return h.Count(history.Committed) < h.Len() }},
		{"starts and ends", hasTimes},
		{"clocks", hasClocks},
		{"faults", hasFaults},
		lossOfCalls,
		{"fields whose names the format uses itself (they get an underscore)", hasFieldNamed(isChronosField)},
		{"strings that are not UTF-8", hasBrokenText},
	})
}

func isChronosField(name string) bool {
	switch name {
	case "tid", "sid", "sts", "cts", "ops":
		return true
	}
	return false
}

// chronosInitial reports whether the initial value reads back as what it is:
// null if something else is 0, or 0 if it is read and nothing else is null.
func chronosInitial(h *history.History) bool {
	zero := false
	for v := range int32(h.Values()) {
		zero = zero || v != history.Initial && h.Value(v) == history.IntValue(0)
	}
	switch h.Value(history.Initial) {
	case history.Value{}:
		return !zero
	case history.IntValue(0):
		return readsInitial(h)
	}
	return false
}

// chronosEncoder writes the JSON, a transaction a line.
type chronosEncoder struct {
	printer
	numbers
	zero bool // the initial value is written as 0
	txns int
}

// encodeChronos writes the JSON, which has timestamps of every transaction.
func encodeChronos(w io.Writer, h *history.History) error {
	e := &chronosEncoder{printer: printer{w: w}, numbers: numbersOf(h, math.MinInt64, math.MinInt64),
		zero: h.Value(history.Initial) == history.IntValue(0)}
	e.text("[")
	for t := range int32(h.Len()) {
		r, ok := h.Recorded(t)
		stamped := ok && r.SnapshotTS != history.NoTime && r.CommitTS != history.NoTime
		switch {
		case h.Status(t) == history.Aborted || h.Status(t) == history.Unknown && !stamped:
			continue
		case !stamped:
			return fmt.Errorf("transaction %s has no snapshot and commit timestamps, which Chronos' JSON wants", h.Name(t))
		}
		e.transaction(t, r)
	}
	e.text("]")
	e.endLine()
	return e.flush()
}

func (e *chronosEncoder) transaction(t int32, r history.Recorded) {
	if e.txns > 0 {
		e.text(",")
		e.endLine()
	}
	e.txns++
	e.text(`{"tid":`)
	e.id(e.h.Name(t))
	if session := e.h.SessionName(e.h.Session(t)); session != "" {
		e.text(`,"sid":`)
		e.id(session)
	}
	e.stamp(`,"sts":{"p":`, r.SnapshotTS)
	e.stamp(`,"cts":{"p":`, r.CommitTS)
	e.text(`,"ops":[`)
	comma := ""
	for i := range keptOps(e.h, t) {
		e.text(comma)
		e.op(e.h.Op(i))
		comma = ","
	}
	e.text("]")
	for _, f := range e.h.Extras(t) {
		e.text(",")
		e.buf = appendJSONString(e.buf, fieldName(f.Name, isChronosField))
		e.text(":", f.Text)
	}
	e.text("}")
}

// id writes a name, an integer if it is one.
func (e *chronosEncoder) id(name string) {
	if _, ok := canonicalInt(name); ok {
		e.text(name)
	} else {
		e.buf = appendJSONString(e.buf, name)
	}
}

func (e *chronosEncoder) stamp(name string, at int64) {
	e.text(name)
	e.int(at)
	e.text(`,"l":0}`)
}

func (e *chronosEncoder) op(op history.Op) {
	e.text([...]string{`{"t":"r","k":`, `{"t":"w","k":`, `{"t":"a","k":`}[op.Kind])
	e.int(e.key(op.Key))
	e.text(`,"v":`)
	switch {
	case op.Kind == history.Read && e.h.IsList(op.Key):
		e.list(op.List)
	case op.Value == history.Initial && !e.zero:
		e.text("null")
	default:
		e.int(e.value(op.Value))
	}
	e.text("}")
}

func (e *chronosEncoder) list(elements []int32) {
	e.text("[")
	for i, v := range elements {
		if i > 0 {
			e.text(",")
		}
		e.int(e.value(v))
	}
	e.text("]")
}
