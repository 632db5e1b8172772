package axioms

import "visar/history"

// walk reads through a transaction and remembers, for each key, what the
// transaction did to it so far.
type walk struct {
	h      *history.History
	turn   int32   // counts the transactions begun
	stamp  []int32 // by key: the turn that the entries below are of
	last   []int32 // by key: last event
	write  []int32 // by key: last write
	count  []int32 // by key: writes
	prev   []int32 // by event: the event on the same key before it, or -1
	lo, hi int32
}

func newWalk(h *history.History) *walk {
	n := h.Keys()
	return &walk{h: h, stamp: make([]int32, n), last: make([]int32, n), write: make([]int32, n), count: make([]int32, n)}
}

// begin turns to transaction t.
func (w *walk) begin(t int32) {
	w.turn++
	w.lo, w.hi = w.h.Ops(t)
	w.prev = w.prev[:0]
}

// step takes the next operation, and returns the event on its key before it, or
// -1, and how often the transaction wrote the key before it. Operations are
// taken in order, each once.
func (w *walk) step(op int32) (prev, writes int32) {
	k := w.h.OpKey(op)
	prev = -1
	if w.stamp[k] == w.turn {
		prev, writes = w.last[k], w.count[k]
	} else {
		w.stamp[k], w.count[k] = w.turn, 0
	}
	w.last[k] = op
	w.prev = append(w.prev, prev)
	if w.h.OpKind(op) != history.Read {
		w.write[k] = op
		w.count[k]++
	}
	return prev, writes
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
