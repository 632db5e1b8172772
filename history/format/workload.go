package format

import "visar/history"

// workload says what the transactions of h do; see [File].
func workload(h *history.History) string {
	lists, registers := uses(h)
	switch {
	case otherObjects(h) && singleObject(h):
		return "objects"
	case h.NumOps() == 0:
		return ""
	case lists && registers:
		return "mixed"
	case lists:
		return "list-append"
	case singleObject(h):
		return "register"
	}
	return "rw-register"
}

// uses reports whether there are lists and whether there are registers. A key
// that never had a value may be either, and counts as none.
func uses(h *history.History) (lists, registers bool) {
	others := false
	for k := range int32(h.Keys()) {
		lists = lists || h.IsList(k)
		others = others || !h.IsList(k)
	}
	for i := int32(0); others && i < int32(h.NumOps()) && !registers; i++ {
		registers = !h.IsList(h.OpKey(i)) && (h.OpKind(i) == history.Write || h.OpValue(i) != history.Initial)
	}
	return lists, registers
}

// singleObject reports whether every transaction is one read, one write, or a
// read and then a write of the same key.
func singleObject(h *history.History) bool {
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		switch hi - lo {
		case 0, 1:
		case 2:
			if h.OpKey(lo) != h.OpKey(lo+1) || h.OpKind(lo) != history.Read || h.OpKind(lo+1) != history.Write {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// otherObjects reports whether something is done that no register has.
func otherObjects(h *history.History) bool {
	return h.Calls() > 0 && anyTxn(h, func(t int32) bool {
		c, ok := h.Call(t)
		return ok && c.Func != history.CAS
	})
}
