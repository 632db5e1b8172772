package anomalies

import (
	"slices"

	"visar/checker/linear"
	"visar/history"
)

// kindOf names what is wrong with the operations of a witness, by themselves and by
// all operations on the key.
func kindOf(h *linear.History, k *linear.KeyResult) *Anomaly {
	w := &witnessOf{h: h, k: k}
	switch {
	case h.Object == linear.Counter:
		return Miscount
	case h.Object == linear.Lock && w.heldTwice():
		return DoubleHold
	case h.Object == linear.Queue || h.Object == linear.Stack:
		return w.container()
	case h.Object == linear.Set:
		return w.set()
	}
	return NoLinearization
}

// witnessOf is the evidence about a key.
type witnessOf struct {
	h *linear.History
	k *linear.KeyResult
}

// count returns how many operations on the key are as f says.
func (w *witnessOf) count(f func(o *linear.Op) bool) int {
	n := 0
	for i := range w.h.Ops {
		if o := &w.h.Ops[i]; o.Key == w.k.Key && f(o) {
			n++
		}
	}
	return n
}

// heldTwice reports whether the lock was given out more often than it can have been
// taken back.
func (w *witnessOf) heldTwice() bool {
	given, back := 0, 0
	for _, i := range w.k.Witness {
		switch o := &w.h.Ops[i]; {
		case o.Answer == history.Refused:
		case o.Func == history.Release:
			back++
		default:
			given++
		}
	}
	return given > 1 && given > back
}

// container tells what is wrong with a queue or a stack.
func (w *witnessOf) container() *Anomaly {
	empty := false
	for _, i := range w.k.Witness {
		o := &w.h.Ops[i]
		v, ok := taken(o)
		if !ok {
			empty = empty || o.Answer == history.One
			continue
		}
		puts := func(p *linear.Op) bool { return putsIn(p) && p.A == v }
		in := w.count(puts)
		before := w.count(func(p *linear.Op) bool { return puts(p) && p.Invoke <= o.Return })
		out := w.count(func(p *linear.Op) bool { u, ok := taken(p); return ok && u == v })
		switch {
		case before == 0:
			return PhantomElement
		case out > in:
			return DuplicateDelivery
		}
	}
	if empty {
		return LostElement
	}
	return ReorderedElements
}

func putsIn(o *linear.Op) bool { return o.Func == history.Enqueue || o.Func == history.Push }

// taken returns the value that o took out, if it took one.
func taken(o *linear.Op) (int32, bool) {
	if putsIn(o) || o.Unknown() || o.Result[0] == history.Initial {
		return 0, false
	}
	return o.Result[0], true
}

// set tells what is wrong with a set.
func (w *witnessOf) set() *Anomaly {
	for _, i := range w.k.Witness {
		o := &w.h.Ops[i]
		if o.Unknown() {
			continue
		}
		for _, v := range seen(o) {
			if w.count(func(p *linear.Op) bool { return p.Func == history.Add && p.A == v && p.Invoke <= o.Return }) == 0 {
				return PhantomElement
			}
		}
		if w.misses(o) {
			return LostElement
		}
	}
	return NoLinearization
}

// seen returns the elements that o found in the set.
func seen(o *linear.Op) []int32 {
	switch {
	case o.Func == history.Get:
		return o.Result
	case o.Func == history.Contains && o.Answer != history.Refused, o.Func == history.Add && o.Answer == history.Refused:
		return []int32{o.A}
	}
	return nil
}

// misses reports whether o did not find an element that had been added before, and
// that nobody ever removed.
func (w *witnessOf) misses(o *linear.Op) bool {
	for _, i := range w.k.Witness {
		a := &w.h.Ops[i]
		if a.Func != history.Add || a.Answer == history.Refused || a.Return >= o.Invoke {
			continue
		}
		lacks := o.Func == history.Get && !slices.Contains(o.Result, a.A) ||
			(o.Func == history.Contains || o.Func == history.Remove) && o.A == a.A && o.Answer == history.Refused
		if lacks && w.count(func(p *linear.Op) bool { return p != o && p.Func == history.Remove && p.A == a.A }) == 0 {
			return true
		}
	}
	return false
}
