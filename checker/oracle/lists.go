package oracle

import (
	"slices"

	"visar/history"
)

// place is where an append stands in the order that a list reveals.
type place struct {
	txn   int   // who appended
	value int32 // what
	at    int   // its position in the list, or the list's length if it is after it
}

// orderLists takes from the lists that committed transactions have read the
// order of appends, and the models that the lists break by themselves.
//
// An element that is in a list twice, or a transaction whose own appends stand
// against its program order, contradicts that there is an order of versions and
// breaks every model. Versioned: the elements of the longest list come first
// and the appends that are not in it after them, in an open order; lists that
// are no prefix of it, or have elements that no transaction of the execution
// appended, break every model but read uncommitted. Log: each list orders its
// own elements.
func (e *execution) orderLists(h *history.History, lists Lists) {
	e.known = make([]txnSet, len(e.txns))
	longest := make([][]int32, h.Keys())
	reads := committedLists(h)
	for _, r := range reads {
		if hasDuplicate(r.List) {
			e.broken = All
		}
		if len(r.List) > len(longest[r.Key]) {
			longest[r.Key] = r.List
		}
		if lists == Log {
			e.follow(e.places(r.Key, r.List, false))
		}
	}
	if lists == Log {
		return
	}
	for k := range int32(h.Keys()) {
		places := e.places(k, longest[k], true)
		e.follow(places)
		for _, r := range reads {
			if r.Key == k && !(isPrefix(r.List, longest[k]) && allAppended(r.List, places)) {
				e.broken |= demanding(oneVersion)
			}
		}
	}
}

// places returns the appends to list k that are in list, and all others after
// it if rest is set. Appends of one transaction are in program order.
func (e *execution) places(k int32, list []int32, rest bool) []place {
	var places []place
	for t := range e.txns {
		for _, v := range e.txns[t].appends[k] {
			at := slices.Index(list, v)
			if at < 0 && rest {
				at = len(list)
			}
			if at >= 0 {
				places = append(places, place{t, v, at})
			}
		}
	}
	return places
}

// follow adds the order of the places to the known order of transactions.
func (e *execution) follow(places []place) {
	for i, a := range places {
		for j, b := range places {
			switch {
			case a.at >= b.at:
			case a.txn != b.txn:
				e.known[b.txn] |= 1 << a.txn
			case j < i:
				e.broken = All
			}
		}
	}
}

func allAppended(list []int32, places []place) bool {
	for _, v := range list {
		if !slices.ContainsFunc(places, func(p place) bool { return p.value == v }) {
			return false
		}
	}
	return true
}

func isPrefix(list, of []int32) bool {
	return len(list) <= len(of) && slices.Equal(list, of[:len(list)])
}

func hasDuplicate(list []int32) bool {
	for i, v := range list {
		if slices.Contains(list[:i], v) {
			return true
		}
	}
	return false
}
