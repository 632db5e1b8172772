package oracle

import (
	"slices"

	"visar/history"
)

// txnSet is a set of transactions of an execution, by index.
type txnSet uint32

func (s txnSet) has(t int) bool { return s>>t&1 != 0 }

// execution is a choice of transactions and, while it grows, the first part of
// an abstract execution of them.
type execution struct {
	txns  []transaction
	so    []txnSet // by transaction: its SO-predecessors
	rt    []txnSet // its RT-predecessors
	known []txnSet // its predecessors in the order that lists reveal
	near  []txnSet // the transactions that touch a key that it touches
	rival []txnSet // the others that write a key that it writes

	readers txnSet // the transactions with an external read
	writers txnSet // the transactions that write

	broken Set // the models that no execution of these transactions satisfies
	found  Set // the models that some execution satisfied

	order  []int  // AR so far
	placed txnSet // what is in order
	before []txnSet
	vis    []txnSet // by placed transaction: what it sees
}

func newExecution(h *history.History, lists Lists, included []int32) *execution {
	n := len(included)
	e := &execution{before: make([]txnSet, n), vis: make([]txnSet, n)}
	for i, id := range included {
		t := newTransaction(h, lists, id)
		if len(t.external) > 0 {
			e.readers |= 1 << i
		}
		if t.writes {
			e.writers |= 1 << i
		}
		if !t.ownWrites {
			e.broken |= demanding(ownWrites)
		}
		if !t.internal {
			e.broken |= demanding(internal)
		}
		e.txns = append(e.txns, t)
	}
	e.so = e.relation(func(a, b *transaction) bool { return sessionOrder(h, a.id, b.id) })
	e.rt = e.relation(func(a, b *transaction) bool { return realTime(h, a.id, b.id) })
	e.near = e.relation(shareTouched)
	e.rival = e.relation(shareWritten)
	e.orderLists(h, lists)
	return e
}

// relation returns, by transaction, the others that are related to it.
func (e *execution) relation(holds func(a, b *transaction) bool) []txnSet {
	rel := make([]txnSet, len(e.txns))
	for b := range e.txns {
		for a := range e.txns {
			if a != b && holds(&e.txns[a], &e.txns[b]) {
				rel[b] |= 1 << a
			}
		}
	}
	return rel
}

func sessionOrder(h *history.History, a, b int32) bool {
	if h.Session(a) != h.Session(b) || h.Status(a) == history.Unknown {
		return false
	}
	for _, t := range h.SessionTxns(h.Session(a)) {
		if t == a || t == b {
			return t == a
		}
	}
	return false
}

func realTime(h *history.History, a, b int32) bool {
	end, start := h.End(a), h.Start(b)
	return h.Status(a) != history.Unknown && end != history.NoTime && start != history.NoTime && end < start
}

func shareTouched(a, b *transaction) bool {
	for k := range a.touches {
		if a.touches[k] && b.touches[k] {
			return true
		}
	}
	return false
}

func shareWritten(a, b *transaction) bool {
	for k := range a.final {
		if a.final[k] != unwritten && b.final[k] != unwritten {
			return true
		}
	}
	return false
}

// executions finds the models among alive that some continuation of the
// execution satisfies. Every transaction may come next in AR and see any part
// of what is before it.
func (e *execution) executions(alive Set) {
	if alive &^= e.found; alive == 0 {
		return
	}
	if len(e.order) == len(e.txns) {
		e.found |= alive
		return
	}
	for t := range e.txns {
		if !e.mayFollow(t) {
			continue
		}
		for sees := e.placed; ; sees = (sees - 1) & e.placed {
			e.place(t, sees)
			e.executions(e.keeping(t, alive&^e.found))
			e.remove(t)
			if sees == 0 {
				break
			}
		}
	}
}

// mayFollow reports whether t may come next: AR extends the order that lists
// reveal, whatever the model.
func (e *execution) mayFollow(t int) bool {
	return !e.placed.has(t) && e.known[t]&^e.placed == 0
}

func (e *execution) place(t int, sees txnSet) {
	e.before[t], e.vis[t] = e.placed, sees
	e.order = append(e.order, t)
	e.placed |= 1 << t
}

func (e *execution) remove(t int) {
	e.order = e.order[:len(e.order)-1]
	e.placed &^= 1 << t
}

// explains reports whether r returned what a transaction reads that sees seen.
func (e *execution) explains(seen txnSet, r read) bool {
	if r.log {
		return e.explainsLog(seen, r)
	}
	for i := len(e.order) - 1; i >= 0; i-- {
		t := e.order[i]
		if v := e.txns[t].final[r.key]; seen.has(t) && v != unwritten {
			return v == r.value
		}
	}
	return r.value == r.initially
}

func (e *execution) explainsLog(seen txnSet, r read) bool {
	var log []int32
	for _, t := range e.order {
		if seen.has(t) {
			log = append(log, e.txns[t].appends[r.key]...)
		}
	}
	return slices.Equal(log, r.elements)
}
