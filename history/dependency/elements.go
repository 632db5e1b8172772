package dependency

import "visar/history"

// elements is a set of elements of lists, emptied in constant time.
type elements struct {
	turn int32
	in   []int32 // by value: the turn in which it was added
}

// clear empties the set, for elements of h.
func (e *elements) clear(h *history.History) {
	if e.in == nil {
		e.in = make([]int32, h.Values())
	}
	e.turn++
}

// add reports whether v was in the set already.
func (e *elements) add(v int32) bool {
	was := e.in[v] == e.turn
	e.in[v] = e.turn
	return was
}
