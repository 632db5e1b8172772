package format

import (
	"io"

	"visar/history"
)

// nativeLosses is what the native format leaves out or changes.
var nativeLosses = []loss{
	{"faults", hasFaults},
	lossOfCalls,
	{"values that are no integers, strings or booleans (they become strings)", hasOtherValues},
	{"fields whose names the format uses itself (they get an underscore)", hasFieldNamed(isNativeField)},
	{"strings that are not UTF-8", hasBrokenText},
}

func isNativeField(name string) bool { return nativeFieldOf(name) != 0 || name == "visar" }

func hasOtherValues(h *history.History) bool {
	for k := range int32(h.Keys()) {
		if kind := h.Key(k).Kind(); kind != history.Int && kind != history.String {
			return true
		}
	}
	for v := range int32(h.Values()) {
		if h.Value(v).Kind() == history.Other {
			return true
		}
	}
	return false
}

func lossyNative(h *history.History) []string { return lossesOf(h, nativeLosses) }

// encodeNative writes the native format.
func encodeNative(w io.Writer, h *history.History) error {
	p := &printer{w: w}
	if initial := h.Value(history.Initial); initial.Kind() != history.Nil || h.Len() == 0 {
		p.text(`{"visar":1,"initial":`)
		p.buf = appendJSON(p.buf, initial)
		p.text("}")
		p.endLine()
	}
	for t := range int32(h.Len()) {
		p.nativeTxn(h, t)
	}
	return p.flush()
}

func (p *printer) nativeTxn(h *history.History, t int32) {
	p.text(`{"id":`)
	p.buf = appendJSONString(p.buf, h.Name(t))
	if session := h.SessionName(h.Session(t)); session != "" {
		p.text(`,"session":`)
		if _, ok := canonicalInt(session); ok {
			p.text(session)
		} else {
			p.buf = appendJSONString(p.buf, session)
		}
	}
	if status := h.Status(t); status != history.Committed {
		p.text(`,"status":"`, status.String(), `"`)
	}
	p.nativeTime("start", h.Start(t))
	p.nativeTime("end", h.End(t))
	p.nativeTime("clock", h.Clock(t))
	p.text(`,"ops":[`)
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		if i > lo {
			p.text(",")
		}
		p.nativeOp(h, i)
	}
	p.text("]")
	p.nativeRecorded(h, t)
	for _, f := range h.Extras(t) {
		p.text(",")
		p.buf = appendJSONString(p.buf, fieldName(f.Name, isNativeField))
		p.text(":", f.Text)
	}
	p.text("}")
	p.endLine()
}

func (p *printer) nativeTime(name string, at int64) {
	if at != history.NoTime {
		p.text(`,"`, name, `":`)
		p.int(at)
	}
}

func (p *printer) nativeOp(h *history.History, i int32) {
	op := h.Op(i)
	p.text(`["`, [...]string{"r", "w", "append"}[op.Kind], `",`)
	if key := h.Key(op.Key); key.Kind() == history.Int {
		p.int(key.Int())
	} else {
		p.buf = appendJSONString(p.buf, nativeKey(key))
	}
	p.text(",")
	switch {
	case op.Kind == history.Read && h.IsList(op.Key):
		p.nativeList(h, op.List)
	case op.Kind != history.Append && op.Value == history.Initial:
		p.text("null")
	default:
		p.buf = appendJSON(p.buf, h.Value(op.Value))
	}
	p.text("]")
}

// nativeKey is a key that is no integer.
func nativeKey(key history.Value) string {
	if key.Kind() == history.Bool || key.Kind() == history.Nil {
		return key.String()
	}
	return key.Text()
}

func (p *printer) nativeList(h *history.History, elements []int32) {
	p.text("[")
	for i, v := range elements {
		if i > 0 {
			p.text(",")
		}
		p.buf = appendJSON(p.buf, h.Value(v))
	}
	p.text("]")
}

func (p *printer) nativeRecorded(h *history.History, t int32) {
	r, ok := h.Recorded(t)
	if !ok {
		return
	}
	p.nativeTime("arbitration", r.Arbitration)
	if len(r.Visible) > 0 {
		p.text(`,"visible":[`)
		for i, v := range r.Visible {
			if i > 0 {
				p.text(",")
			}
			p.buf = appendJSONString(p.buf, h.Name(v))
		}
		p.text("]")
	}
	p.nativeTime("snapshot_ts", r.SnapshotTS)
	p.nativeTime("commit_ts", r.CommitTS)
}
