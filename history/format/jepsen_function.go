package format

import (
	"encoding/json"

	"visar/history"
)

// jepsenFunction returns the :f that was recorded of transaction t, if it can be
// written: where there are micro-operations they say what was done, and a :read
// of which nothing is known has none.
func jepsenFunction(h *history.History, t int32) (f string, ok bool) {
	for _, field := range h.Extras(t) {
		if field.Name == "f" {
			if ok {
				return "", false // twice
			}
			ok = json.Unmarshal([]byte(field.Text), &f) == nil && isKeyword(f) && f != ":txn"
			if !ok {
				return "", false
			}
		}
	}
	if _, other := callFunctions[f]; other {
		return "", false
	}
	return f, ok && (hasMicroOps(h, t) || f == ":read" && h.Status(t) != history.Committed)
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
