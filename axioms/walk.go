package axioms

import "visar/history"

// walk reads through a transaction and remembers, for each key, what the
// transaction did to it so far.
type walk struct {
	h      *history.History
	last   keyMap  // the last event on a key
	prev   []int32 // by event: the event on the same key before it, or -1
	count  []int32 // by event: how often the transaction wrote its key up to it
	lo, hi int32
}

func newWalk(h *history.History) *walk { return &walk{h: h, last: newKeyMap(h.Keys())} }

// begin turns to transaction t.
func (w *walk) begin(t int32) {
	w.lo, w.hi = w.h.Ops(t)
	w.last.clear()
	w.prev, w.count = w.prev[:0], w.count[:0]
}

// step takes the next operation, and returns the event on its key before it, or
// -1, and how often the transaction wrote the key before it. Operations are
// taken in order, each once.
func (w *walk) step(op int32) (prev, writes int32) {
	prev = w.last.swap(w.h.OpKey(op), op, -1)
	if prev >= 0 {
		writes = w.count[prev-w.lo]
	}
	count := writes
	if w.h.OpKind(op) != history.Read {
		count++
	}
	w.prev, w.count = append(w.prev, prev), append(w.count, count)
	return prev, writes
}

// lastWrite returns the write of the same key before operation op; there is one.
func (w *walk) lastWrite(op int32) int32 {
	op = w.before(op)
	for w.h.OpKind(op) == history.Read {
		op = w.before(op)
	}
	return op
}

// before returns the event on the same key before operation op, or -1.
func (w *walk) before(op int32) int32 { return w.prev[op-w.lo] }

// endsWithOwn reports whether list ends with the last n own appends, the last of
// which, at or before event op, is its last element.
func (w *walk) endsWithOwn(list []int32, op int32, n int32) bool {
	if int(n) > len(list) {
		return false
	}
	for j := len(list) - 1; n > 0; op = w.before(op) {
		if w.h.OpKind(op) == history.Read {
			continue
		}
		if list[j] != w.h.OpValue(op) {
			return false
		}
		j--
		n--
	}
	return true
}
