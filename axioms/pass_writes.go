package axioms

import "visar/history"

// passWrites are the versions of each key so far in a pass in the order of AR.
type passWrites struct {
	h    *history.History
	last []int32 // by key: its last version, plus one
	all  []passed
	// steps is how many may still be taken back from newest versions.
	steps int
	seen  keyMap
}

// passed is a version with the one of its key before it in AR, plus one.
type passed struct{ place, value, before int32 }

// passSteps bounds the steps back from newest versions to visible ones, for each
// operation.
const passSteps = 64

func newPassWrites(v *view) passWrites {
	return passWrites{h: v.h, last: make([]int32, v.h.Keys()), steps: 1000 + passSteps*v.h.NumOps(), seen: newKeyMap(v.h.Keys())}
}

// newest returns the last version of key k, or nil.
func (w *passWrites) newest(k int32) *passed { return w.at(w.last[k]) }

// older returns the version before x, or nil.
func (w *passWrites) older(x *passed) *passed {
	w.steps--
	return w.at(x.before)
}

func (w *passWrites) at(n int32) *passed {
	if n == 0 {
		return nil
	}
	return &w.all[n-1]
}

func (w *passWrites) add(k, place, value int32) {
	w.all = append(w.all, passed{place, value, w.last[k]})
	w.last[k] = int32(len(w.all))
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
