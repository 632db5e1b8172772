package format

import (
	"strconv"
	"unicode/utf8"

	"visar/history"
)

// loss is something of a history that a format may be unable to hold.
type loss struct {
	what  string // a plural noun phrase
	found func(h *history.History) bool
}

// lossesOf returns what of h is found of all.
func lossesOf(h *history.History, all []loss) []string {
	var what []string
	for _, l := range all {
		if l.found(h) {
			what = append(what, l.what)
		}
	}
	return what
}

// anyTxn reports whether some transaction is as f says.
func anyTxn(h *history.History, f func(t int32) bool) bool {
	for t := range int32(h.Len()) {
		if f(t) {
			return true
		}
	}
	return false
}

// anyValue reports whether some key or value is as f says.
func anyValue(h *history.History, f func(v history.Value) bool) bool {
	for k := range int32(h.Keys()) {
		if f(h.Key(k)) {
			return true
		}
	}
	for v := range int32(h.Values()) {
		if f(h.Value(v)) {
			return true
		}
	}
	return false
}

func hasNames(h *history.History) bool { return anyTxn(h, h.Named) }

func hasTimes(h *history.History) bool {
	return anyTxn(h, func(t int32) bool { return h.Start(t) != history.NoTime || h.End(t) != history.NoTime })
}

func hasClocks(h *history.History) bool {
	return anyTxn(h, func(t int32) bool { return h.Clock(t) != history.NoTime })
}

func hasFields(h *history.History) bool {
	return anyTxn(h, func(t int32) bool { return len(h.Extras(t)) > 0 })
}

func hasRecorded(h *history.History) bool {
	return anyTxn(h, func(t int32) bool { _, ok := h.Recorded(t); return ok })
}

// lossOfCalls is for formats that have reads, writes and appends only. A
// compare-and-set that succeeded is a read and a write.
var lossOfCalls = loss{"operations on single objects that are no reads and writes (what they read and wrote is kept)", hasCalls}

func hasCalls(h *history.History) bool {
	return h.Calls() > 0 && anyTxn(h, func(t int32) bool {
		c, ok := h.Call(t)
		return ok && (c.Func != history.CAS || h.Status(t) != history.Committed)
	})
}

func hasFaults(h *history.History) bool { return len(h.Faults()) > 0 }

// hasFieldNamed returns a test for fields whose name is one of the format's
// own.
func hasFieldNamed(own func(name string) bool) func(h *history.History) bool {
	return func(h *history.History) bool {
		return anyTxn(h, func(t int32) bool {
			for _, f := range h.Extras(t) {
				if own(f.Name) {
					return true
				}
			}
			return false
		})
	}
}

// fieldName returns a name for a field that is not one of the format's own.
func fieldName(name string, own func(name string) bool) string {
	for own(name) {
		name = "_" + name
	}
	return name
}

// hasUncommittedReads reports whether a transaction that did not commit has
// reads.
func hasUncommittedReads(h *history.History) bool {
	return anyTxn(h, func(t int32) bool {
		lo, hi := h.Ops(t)
		for i := lo; i < hi && h.Status(t) != history.Committed; i++ {
			if h.OpKind(i) == history.Read {
				return true
			}
		}
		return false
	})
}

// hasBrokenText reports whether there is text that is not UTF-8, as only the
// notation and other programs can make it.
func hasBrokenText(h *history.History) bool {
	return anyValue(h, func(v history.Value) bool { return !utf8.ValidString(v.Text()) }) ||
		anyTxn(h, func(t int32) bool {
			return !utf8.ValidString(h.Name(t)) || !utf8.ValidString(h.SessionName(h.Session(t)))
		})
}

// canonicalInt returns the integer whose decimal text is s.
func canonicalInt(s string) (int64, bool) {
	n, length, ok := leadingInt([]byte(s))
	if !ok || length != len(s) || strconv.FormatInt(n, 10) != s {
		return 0, false
	}
	return n, true
}
