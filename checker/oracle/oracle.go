// Package oracle decides small histories by trying everything.
//
// A history obeys a model if some abstract execution of it satisfies the
// model's axioms: a total order AR over its transactions and a relation VIS
// contained in AR. This package builds every AR and every VIS and looks. It
// knows no dependency graph, no saturation and no solver, so the engines can be
// compared with it: it can be wrong only where a definition was copied wrongly.
// The price is of the order of n!·2^(n(n-1)/2) for n transactions. Six are
// comfortable, seven are not, and more than 32 are not represented.
//
// # Axioms
//
// They are those of Cerone, Bernardi and Gotsman (A Framework for Transactional
// Consistency Models with Atomic Visibility, CONCUR 2015). A read is external
// if it is its transaction's first event on the key.
//
//	INT         a read after an own event on x returns what that event left
//	EXT         an external read of x returns what the AR-latest visible writer
//	            of x wrote last, or the initial value if no writer is visible
//	TRANSVIS    VIS;VIS ⊆ VIS
//	PREFIX      AR;VIS ⊆ VIS
//	TOTALVIS    VIS = AR
//	NOCONFLICT  if T and S both write x, then T VIS S or S VIS T
//
// Session order SO and real-time order RT (T RT S if T ended before S started)
// are forced into VIS or into AR, as the model says. Models weaker than read
// atomic speak of a total commit order alone, and are defined at
// [execution.commitOrders].
//
// Reads are compared by value: where several transactions wrote what was read,
// any of them may be its source.
//
// # Outcomes
//
// Aborted transactions are in no execution, so nothing explains a read of what
// they wrote. A transaction of unknown outcome may be in it or not, and both are
// tried. What it read is ignored, to the point that it does not count as having
// touched the key, and it has no outgoing SO or RT.
package oracle

import "visar/history"

// Lists says what a read of a list means.
type Lists int

const (
	// Versioned takes a list read for a read of the version that its last
	// element names, and for evidence of the order of versions.
	Versioned Lists = iota
	// Log takes a list read for a read of every visible append, in AR order.
	Log
)

// Admitted returns every model that some execution of h satisfies. No element
// may be appended to one list by two transactions, which is also not what
// [Random] does. A model that is not [Defined] on h is never in the result.
func Admitted(h *history.History, lists Lists) Set {
	var found Set
	for _, included := range inclusions(h) {
		e := newExecution(h, lists, included)
		e.commitOrders(^demanding(external) & All &^ e.broken &^ found)
		e.executions(demanding(external) &^ e.broken &^ found)
		found |= e.found
	}
	return found & Defined(h)
}

// inclusions returns every choice of transactions for an execution: all that
// committed, and any of those of unknown outcome whose appends no committed
// transaction has read. Where appends were read, they took effect.
func inclusions(h *history.History) [][]int32 {
	observed := listElements(h)
	choices := [][]int32{nil}
	for t := range int32(h.Len()) {
		switch {
		case h.Status(t) == history.Aborted:
		case h.Status(t) == history.Committed || appendsAny(h, t, observed):
			for i, c := range choices {
				choices[i] = append(c, t)
			}
		default:
			for _, c := range choices {
				choices = append(choices, append(c[:len(c):len(c)], t))
			}
		}
	}
	return choices
}

// element is a value in the list of a key.
type element struct{ key, value int32 }

// listElements returns what committed transactions have read in lists.
func listElements(h *history.History) map[element]bool {
	observed := map[element]bool{}
	for _, r := range committedLists(h) {
		for _, v := range r.List {
			observed[element{r.Key, v}] = true
		}
	}
	return observed
}

func appendsAny(h *history.History, t int32, observed map[element]bool) bool {
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		if op := h.Op(i); op.Kind == history.Append && observed[element{op.Key, op.Value}] {
			return true
		}
	}
	return false
}

// committedLists returns the list reads of committed transactions.
func committedLists(h *history.History) []history.Op {
	var reads []history.Op
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi && h.Status(t) == history.Committed; i++ {
			if op := h.Op(i); op.Kind == history.Read && h.IsList(op.Key) {
				reads = append(reads, op)
			}
		}
	}
	return reads
}
