package format

import "visar/history"

// call writes the value of an operation that is a call, and its object if the
// function alone does not name it.
func (e *jepsenEncoder) call(c history.Call, typ string) {
	switch answered := typ == "ok" && answers(c.Func); {
	case c.Func == history.CAS:
		e.list(c.Args)
	case answered && c.Func == history.Contains:
		e.text(map[bool]string{true: "false", false: "true"}[c.Answer == history.Refused])
	case answered && c.Answer == history.Many:
		e.list(c.Result)
	case answered && len(c.Result) == 1:
		e.edn(e.h.Value(c.Result[0]))
	case !answered && len(c.Args) == 1:
		e.edn(e.h.Value(c.Args[0]))
	default:
		e.text("nil")
	}
	if namesObject(e.h, c) {
		e.text(", :key ")
		e.edn(e.h.Key(c.Key))
	}
}

// namesObject reports whether a call is on another object than its function alone
// would say.
func namesObject(h *history.History, c history.Call) bool {
	return h.Key(c.Key) != history.StringValue(objectOf(c.Func))
}

// hasNamedObjects reports whether there are such calls.
func hasNamedObjects(h *history.History) bool {
	return h.Calls() > 0 && anyTxn(h, func(t int32) bool {
		c, ok := h.Call(t)
		return ok && namesObject(h, c)
	})
}
