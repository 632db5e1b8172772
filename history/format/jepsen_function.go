package format

import (
	"encoding/json"
	"slices"

	"visar/history"
)

// jepsenFunction returns the :f to write of transaction t, and whether that is the
// one which was recorded: it is where there are micro-operations, which say what was
// done, and for a :read of which nothing is known.
func jepsenFunction(h *history.History, t int32) (f string, recorded bool) {
	f, recorded = recordedFunction(h, t)
	if c, ok := h.Call(t); ok {
		if recorded && f == ":read" && c.Func == history.Get && c.Answer == history.Many {
			return f, true
		}
		name := callName(c.Func)
		return name, recorded && f == name
	}
	if recorded && callFunctions[f] == 0 && (hasMicroOps(h, t) || f == ":read" && h.Status(t) != history.Committed && !hasKeyField(h, t)) {
		return f, true
	}
	return ":txn", false
}

// recordedFunction returns the :f that is kept as the first field of t.
func recordedFunction(h *history.History, t int32) (f string, ok bool) {
	fields := h.Extras(t)
	if len(fields) == 0 || fields[0].Name != "f" ||
		slices.ContainsFunc(fields[1:], func(f history.Field) bool { return f.Name == "f" }) {
		return "", false
	}
	ok = json.Unmarshal([]byte(fields[0].Text), &f) == nil && isKeyword(f) && f != ":txn"
	return f, ok
}

func hasKeyField(h *history.History, t int32) bool {
	return slices.ContainsFunc(h.Extras(t), func(f history.Field) bool { return f.Name == "key" })
}

// hasMicroOps reports whether anything is written of what t did.
func hasMicroOps(h *history.History, t int32) bool {
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		if h.Status(t) == history.Committed || h.OpKind(i) != history.Read {
			return true
		}
	}
	return false
}

// hasJepsenField reports whether a field has a name that is one of the format's
// own, and is not written as such.
func hasJepsenField(h *history.History) bool {
	return anyTxn(h, func(t int32) bool {
		_, named := jepsenFunction(h, t)
		for _, f := range h.Extras(t) {
			if isJepsenField(f.Name) && !(named && f.Name == "f") {
				return true
			}
		}
		return false
	})
}

// callName is the :f by which Jepsen's tests call a function.
func callName(f history.Func) string {
	if f == history.Extend {
		return ":append"
	}
	return ":" + f.String()
}
