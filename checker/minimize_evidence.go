package checker

import (
	"slices"

	"visar/history"
	"visar/history/dependency"
)

// There may be more wrong with the transactions of a refutation than what it is
// about, and a check of them would report that instead. So less of them is tried:
// what they did to its keys, and then the operations that it names.

// keepKeys keeps the operations on the keys of the refutation.
func (z *minimizer) keepKeys(r *Refutation) {
	keys := map[int32]bool{}
	forEdges(r, func(e dependency.Edge) { keys[e.Key] = true })
	if r.Read != nil {
		keys[z.h.OpKey(r.Read.Op)] = true
	}
	z.ops = slices.DeleteFunc(z.ops, func(op int32) bool { return !keys[z.h.OpKey(op)] })
}

// keepEvidence keeps the operations that the refutation names, the versions that
// were read in it, and for each of its lists one read of the whole.
func (z *minimizer) keepEvidence(r *Refutation) {
	named := map[int32]bool{}
	orders := map[int32]bool{} // lists whose order is in question
	forEdges(r, func(e dependency.Edge) {
		named[e.FromOp], named[e.ToOp] = true, true
		orders[e.Key] = e.Key >= 0 && z.h.IsList(e.Key)
		if e.Kind == dependency.RW && e.Source >= 0 {
			z.nameWrites(named, e.Source, e.Key)
		}
		if e.Via != nil && e.Via.Reader >= 0 {
			z.nameReads(named, e.Via.Reader, e.Key)
		}
	})
	if b := r.Read; b != nil {
		named[b.Op], named[b.WriterOp], named[b.Other] = true, true, true
		z.nameWrites(named, b.Txn, z.h.OpKey(b.Op))
		z.nameElements(named, b.Op)
	}
	for _, op := range z.ops {
		k := z.h.OpKey(op)
		if orders[k] && z.readsWhole(op) {
			named[op] = true
			delete(orders, k)
		}
	}
	z.ops = slices.DeleteFunc(z.ops, func(op int32) bool { return !named[op] })
}

func (z *minimizer) nameWrites(named map[int32]bool, t, k int32) {
	lo, hi := z.h.Ops(t)
	for i := lo; i < hi; i++ {
		if z.h.OpKey(i) == k && z.h.OpKind(i) != history.Read {
			named[i] = true
		}
	}
}

// nameElements names the kept appends of the list that a read returned.
func (z *minimizer) nameElements(named map[int32]bool, read int32) {
	in := map[int32]bool{}
	for _, v := range z.h.Op(read).List {
		in[v] = true
	}
	for _, op := range z.ops {
		if z.h.OpKind(op) == history.Append && z.h.OpKey(op) == z.h.OpKey(read) && in[z.h.OpValue(op)] {
			named[op] = true
		}
	}
}

func (z *minimizer) nameReads(named map[int32]bool, t, k int32) {
	lo, hi := z.h.Ops(t)
	for i := lo; i < hi; i++ {
		if z.h.OpKey(i) == k && z.h.OpKind(i) == history.Read {
			named[i] = true
		}
	}
}

// readsWhole reports whether op, on a list, is a committed read of the longest one.
func (z *minimizer) readsWhole(op int32) bool {
	if z.h.OpKind(op) != history.Read {
		return false
	}
	list, prefix := z.h.ListRead(op)
	return prefix && len(list) == len(z.h.Longest(z.h.OpKey(op))) && z.h.Status(z.h.TxnOf(op)) == history.Committed
}

// forEdges calls f with every edge of a refutation, and with those that make a
// transaction visible to another.
func forEdges(r *Refutation, f func(dependency.Edge)) {
	cycles := []dependency.Cycle{r.Cycle}
	if r.Proof != nil {
		for _, s := range r.Proof.Steps {
			cycles = append(cycles, s.Cycle)
		}
	}
	for _, c := range cycles {
		for _, e := range c {
			f(e)
			if e.Via != nil {
				for _, v := range e.Via.Visible {
					f(v)
				}
			}
		}
	}
}
