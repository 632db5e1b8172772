package linear

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ReplaySequential returns what is wrong with an order of the operations on all keys,
// or nil: every one of known outcome is there once, those of a process in its order,
// and each has its answer in the state that those before it leave.
func (h *History) ReplaySequential(order []int32) error {
	states := map[int32]state{}
	place := make([]int, len(h.Ops))
	for at, i := range order {
		if i < 0 || int(i) >= len(h.Ops) || place[i] != 0 {
			return fmt.Errorf("operation %d is none, or comes twice", i)
		}
		place[i] = at + 1
		op := &h.Ops[i]
		s, ok := states[op.Key]
		if !ok {
			s = h.start()
		}
		if s, ok = h.apply(s, op); !ok {
			return fmt.Errorf("operation %d cannot have its answer where it stands", i)
		}
		states[op.Key] = s
	}
	last := map[int32]int{} // by process: the place of the last one of known outcome
	for i := range h.Ops {
		op := &h.Ops[i]
		switch {
		case place[i] == 0 && op.Unknown():
		case place[i] == 0:
			return fmt.Errorf("operation %d is missing", i)
		case place[i] < last[op.Process]:
			return fmt.Errorf("operation %d comes before one that its process made earlier", i)
		}
		if !op.Unknown() {
			last[op.Process] = place[i]
		}
	}
	return nil
}

// RefuteSequential returns what is wrong with a witness, or nil if it shows that the
// history is not sequentially consistent. It knows the sequential objects and nothing
// of the search: it tries every order of the operations of the witness, and looks at
// each one that is left out.
func (h *History) RefuteSequential(witness []int32) error {
	small, err := h.reducedSequential(witness)
	if err != nil {
		return err
	}
	type place struct{ took, states string }
	first := place{took: string(make([]byte, len(small.Ops)))}
	seen := map[place]bool{first: true}
	values := map[string]map[int32]state{"": {}}
	for work := []place{first}; len(work) > 0; {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		if small.complete(p.took) {
			return errors.New("the operations of the witness have an order")
		}
		for i := range small.Ops {
			if p.took[i] != 0 || !small.mayRun(p.took, i) {
				continue
			}
			now := values[p.states]
			s, ok := now[small.Ops[i].Key]
			if !ok {
				s = small.start()
			}
			if s, ok = small.apply(s, &small.Ops[i]); !ok {
				continue
			}
			next := map[int32]state{small.Ops[i].Key: s}
			for k, t := range now {
				if k != small.Ops[i].Key {
					next[k] = t
				}
			}
			q := place{p.took[:i] + "\x01" + p.took[i+1:], small.print(next)}
			if values[q.states] = next; !seen[q] {
				seen[q] = true
				work = append(work, q)
			}
		}
		if len(seen) > maxRefuted {
			return ErrLarge
		}
	}
	return nil
}

// print writes states so that different ones differ.
func (h *History) print(states map[int32]state) string {
	text := ""
	for k := range h.Keys {
		if s, ok := states[int32(k)]; ok {
			text += fmt.Sprintf("%d:%q ", k, s)
		}
	}
	return text
}

func (h *History) complete(took string) bool {
	for i := range h.Ops {
		if took[i] == 0 && !h.Ops[i].Unknown() {
			return false
		}
	}
	return true
}

// mayRun reports whether all that the process of operation i made before it has run.
func (h *History) mayRun(took string, i int) bool {
	for j := range h.Ops[:i] {
		if o := &h.Ops[j]; took[j] == 0 && !o.Unknown() && o.Process == h.Ops[i].Process {
			return false
		}
	}
	return true
}

// reducedSequential is the history of the witness alone, or says which operation
// cannot be left out: one on a key of the witness, on which an answer depends.
func (h *History) reducedSequential(witness []int32) (*History, error) {
	small := &History{Object: h.Object, Keys: h.Keys, Values: h.Values}
	kept := map[int32]bool{}
	keys := map[int32]*History{}
	for _, i := range slices.Sorted(slices.Values(witness)) {
		if i < 0 || int(i) >= len(h.Ops) || kept[i] {
			return nil, fmt.Errorf("operation %d is none, or comes twice", i)
		}
		kept[i] = true
		op := h.Ops[i]
		small.Ops = append(small.Ops, op)
		if keys[op.Key] == nil {
			keys[op.Key] = &History{Object: h.Object, Values: h.Values}
		}
		keys[op.Key].Ops = append(keys[op.Key].Ops, op)
	}
	for i := range h.Ops {
		d := &h.Ops[i]
		if on := keys[d.Key]; !kept[int32(i)] && on != nil && !d.reads() && (h.Object == Set || !on.dispensable(d)) {
			return nil, fmt.Errorf("operation %d cannot be left out", i)
		}
	}
	return small, nil
}

// shrinkSequential leaves keys and then operations out for as long as no order is
// left of the others.
func (h *History) shrinkSequential(ctx context.Context, ops []int32, opt Options) []int32 {
	illegal := func(kept []int32) bool {
		small, err := h.reducedSequential(kept)
		if err != nil {
			return false
		}
		s := newInterleaving(ctx, small, every(small.Ops), opt)
		_, found := s.run()
		return !found && s.reason == ""
	}
	trials := 0
	drop := func(gone func(o *Op) bool) {
		if trials++; trials > maxTrials || ctx.Err() != nil {
			return
		}
		kept := slices.DeleteFunc(slices.Clone(ops), func(i int32) bool { return gone(&h.Ops[i]) })
		if len(kept) < len(ops) && illegal(kept) {
			ops = kept
		}
	}
	for k := range h.Keys {
		drop(func(o *Op) bool { return o.Key == int32(k) })
	}
	for _, i := range slices.Backward(slices.Clone(ops)) {
		if h.Object != Queue && h.Object != Stack {
			drop(func(o *Op) bool { return o == &h.Ops[i] })
		} else if v, ok := h.Ops[i].item(); ok {
			drop(func(o *Op) bool { u, ok := o.item(); return ok && u == v && o.Key == h.Ops[i].Key })
		} else {
			drop(func(o *Op) bool { return o == &h.Ops[i] })
		}
	}
	return ops
}
