package axioms

import "visar/history"

// passWrites are the versions of each key so far in a pass in the order of AR. Nearly
// always the newest one is asked for: it is at hand, and the others are apart.
type passWrites struct {
	h    *history.History
	last []passed // by key: its newest version, at place -1 if there is none
	past []passed // those that were the newest
	// steps is how many may still be taken back from newest versions.
	steps   int
	seen    keyMap
	fetched int32 // keeps the compiler from leaving out what only brings versions near
}

// passed is a version, and in before where in past the one of its key before it in AR is,
// plus one.
type passed struct{ place, value, before int32 }

// passSteps bounds the steps back from newest versions to visible ones, for each
// operation.
const passSteps = 64

func newPassWrites(v *view) passWrites {
	w := passWrites{h: v.h, last: make([]passed, v.h.Keys()), steps: 1000 + passSteps*v.h.NumOps(), seen: newKeyMap(v.h.Keys())}
	for k := range w.last {
		w.last[k].place = -1
	}
	return w
}

// newest returns the last version of key k, or nil.
func (w *passWrites) newest(k int32) *passed {
	if x := &w.last[k]; x.place >= 0 {
		return x
	}
	return nil
}

// older returns the version before x, or nil.
func (w *passWrites) older(x *passed) *passed {
	if w.steps--; x.before == 0 {
		return nil
	}
	return &w.past[x.before-1]
}

func (w *passWrites) add(k, place, value int32) {
	x, before := &w.last[k], int32(0)
	if x.place >= 0 {
		w.past = append(w.past, *x)
		before = int32(len(w.past))
	}
	*x = passed{place, value, before}
}

// fetch brings near, once in so many places, the newest versions of the keys that the
// transactions from place i on use.
func (w *passWrites) fetch(order []int32, i int) {
	if i%fetchTxns != 0 {
		return
	}
	sum := int32(0)
	for _, t := range order[i:min(i+fetchTxns, len(order))] {
		lo, hi := w.h.Ops(t)
		for op := lo; op < hi; op++ {
			sum += w.last[w.h.OpKey(op)].place
		}
	}
	w.fetched += sum
}

// each calls f with the final writes of transaction t.
func (w *passWrites) each(t int32, f func(op int32)) {
	w.seen.clear()
	lo, hi := w.h.Ops(t)
	for op := hi - 1; op >= lo; op-- {
		if k := w.h.OpKey(op); w.h.OpKind(op) != history.Read && w.seen.find(k) < 0 {
			w.seen.add(k, op)
			f(op)
		}
	}
}
