package linear

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"visar/history"
)

// ErrLarge says that a witness is too large to be decided again.
var ErrLarge = errors.New("the witness is too large to be decided again")

// maxRefuted bounds the configurations that Refute looks at.
const maxRefuted = 1 << 18

// maxDepthFirst bounds the steps of porcupine.
const maxDepthFirst = 1 << 26

// Refute returns what is wrong with the witness of k, or nil if it shows that the
// key is not linearizable. It knows the sequential object and nothing of any
// engine: it tries every order of the operations of the witness.
//
// That none is possible says something of all operations on the key only if the
// others can be left out, which [History.dispensable] has to grant.
func (h *History) Refute(k *KeyResult) error {
	kept := map[int32]bool{}
	for _, i := range k.Witness {
		if i < 0 || int(i) >= len(h.Ops) || h.Ops[i].Key != k.Key || kept[i] {
			return fmt.Errorf("operation %d is not one of the key, or comes twice", i)
		}
		kept[i] = true
	}
	if !kept[k.Last] || h.Ops[k.Last].Return >= open {
		return errors.New("the last operation is not one of the witness that returned")
	}
	small, err := h.reduced(k, kept)
	if err != nil {
		return err
	}
	err = small.impossible()
	if errors.Is(err, ErrLarge) {
		return small.impossibleDepthFirst()
	}
	return err
}

// reduced is the history of the witness alone: what returns after its last
// operation may not have taken effect, and what cannot be told of the others is left out.
func (h *History) reduced(k *KeyResult, kept map[int32]bool) (*History, error) {
	end := h.Ops[k.Last].Return
	small := &History{Object: h.Object, Keys: h.Keys, Values: h.Values}
	for _, i := range k.Witness {
		op := h.Ops[i]
		if op.Return > end && !op.Unknown() {
			op.Return = open
		}
		small.Ops = append(small.Ops, op)
	}
	small.forgetOrigins(h, k, kept)
	dropped := map[int32]bool{} // elements of a set of which not all is known
	for i := range h.Ops {
		d := &h.Ops[i]
		if d.Key != k.Key || kept[int32(i)] || d.reads() || d.Invoke > end {
			continue
		}
		if h.Object == Set {
			dropped[d.A] = true
		} else if !small.dispensable(d) {
			return nil, fmt.Errorf("operation %d cannot be left out", i)
		}
	}
	return small, small.project(dropped)
}

// forgetOrigins takes a compare-and-set for a plain write where those that write
// what it saw are all left out: that asks less of a linearization.
func (h *History) forgetOrigins(all *History, k *KeyResult, kept map[int32]bool) {
	if h.Object != Register {
		return
	}
	left := map[int32]bool{} // values that are written by what is left out
	for i := range all.Ops {
		if d := &all.Ops[i]; d.Key == k.Key && !kept[int32(i)] && !d.reads() && d.Invoke <= all.Ops[k.Last].Return {
			left[d.A] = left[d.A] || d.Func == history.Put
			left[d.B] = left[d.B] || d.Func == history.CAS
		}
	}
	for i := range h.Ops {
		o := &h.Ops[i]
		if o.Func == history.CAS && !o.reads() && o.A != history.Initial && left[o.A] &&
			!slices.ContainsFunc(h.Ops, func(w Op) bool { return w.writes(o.A) }) {
			o.Func, o.A = history.Put, o.B
		}
	}
}

// dispensable reports whether d, which changes its object, can be left out: with
// every linearization that has it, the history without it, which is h, has the
// same one without it.
func (h *History) dispensable(d *Op) bool {
	for i := range h.Ops {
		if h.dependsOn(&h.Ops[i], d) {
			return false
		}
	}
	return h.Object != Counter && h.Object != Lock
}

// dependsOn reports whether the answer of o may be another one without d.
func (h *History) dependsOn(o, d *Op) bool {
	switch h.Object {
	case Register:
		if o.Answer == history.Refused && !o.Unknown() {
			return true
		}
		return o.Func == history.Get && !o.Unknown() && d.writes(o.Result[0]) || o.Func == history.CAS && d.writes(o.A)
	case Text:
		part := h.content(d.A)
		return o.Func == history.CAS || o.Func == history.Get && !o.Unknown() && strings.Contains(h.content(o.Result[0]), part)
	case Queue, Stack:
		// All operations on a value can be left out together, and what is left is a
		// queue or a stack still. Nobody knows what an unknown one takes.
		v, known := d.item()
		w, other := o.item()
		return !known || other && v == w
	}
	return true
}

// item is the value that an operation puts into a queue or a stack, or takes out of
// it; an operation of unknown outcome that takes one has none.
func (o *Op) item() (int32, bool) {
	if o.Func == history.Enqueue || o.Func == history.Push {
		return o.A, true
	}
	if o.Unknown() || o.empty() {
		return 0, false
	}
	return o.Result[0], true
}

// project leaves the given elements out of what reads of a whole set returned:
// each element is by itself in the set or not.
func (h *History) project(dropped map[int32]bool) error {
	for i := range h.Ops {
		o := &h.Ops[i]
		if o.Func != history.Get {
			if dropped[o.A] {
				return errors.New("an operation on an element cannot be left out where another one on it is kept")
			}
			continue
		}
		if len(dropped) > 0 {
			o.Result = slices.DeleteFunc(slices.Clone(o.Result), func(v int32) bool { return dropped[v] })
		}
	}
	return nil
}

// impossible returns nil if no order of the operations is a linearization. It
// visits each set of operations that took effect, with each state, once.
func (h *History) impossible() error {
	type place struct {
		took  string // a byte for each operation
		state state
		lost  bool // the state is a text with which nothing begins that is read
	}
	first := place{strings.Repeat("0", len(h.Ops)), h.start(), false}
	seen := map[place]bool{first: true}
	for work := []place{first}; len(work) > 0; {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		end, left := open, 0 // the first return of what is left
		for i := range h.Ops {
			if p.took[i] == '0' && h.Ops[i].Return < open {
				end = min(end, h.Ops[i].Return)
				left++
			}
		}
		if left == 0 {
			return errors.New("the operations of the witness have a linearization")
		}
		for i := range h.Ops {
			op := &h.Ops[i]
			if p.took[i] == '1' || op.Invoke > end {
				continue
			}
			if s, lost, ok := h.applySeen(p.state, p.lost, op); ok {
				q := place{p.took[:i] + "1" + p.took[i+1:], s, lost}
				if !seen[q] {
					seen[q] = true
					work = append(work, q)
				}
			}
		}
		if len(seen) > maxRefuted {
			return ErrLarge
		}
	}
	return nil
}

// applySeen is apply, but for texts with which nothing begins that is read: they
// are one state, since appending to them makes others of their kind.
func (h *History) applySeen(s state, lost bool, op *Op) (state, bool, bool) {
	if h.Object != Text {
		s, ok := h.apply(s, op)
		return s, false, ok
	}
	if lost && op.Func != history.Put && op.Func != history.Delete {
		return "", true, op.Func == history.Extend || op.Func == history.CAS && op.Answer == history.Refused
	}
	s, ok := h.apply(s, op)
	for i := range h.Ops {
		o := &h.Ops[i]
		if o.Func == history.CAS && strings.HasPrefix(h.content(o.A), s) ||
			o.Func == history.Get && !o.Unknown() && strings.HasPrefix(h.content(o.Result[0]), s) {
			return s, false, ok
		}
	}
	return "", true, ok
}

// impossibleDepthFirst is impossible by porcupine.
func (h *History) impossibleDepthFirst() error {
	d := newDepthFirst(context.Background(), h.part(every(h.Ops)), Options{}.memory())
	d.g = &gate{ctx: context.Background(), left: maxDepthFirst, more: func() (int64, bool) { return 0, false }}
	go d.run(maxDepthFirst)
	<-d.idle
	switch {
	case d.gaveUp:
		return ErrLarge
	case d.legal:
		return errors.New("the operations of the witness have a linearization")
	}
	return nil
}

// impossibleByConfigurations is impossible by the other engine.
func (h *History) impossibleByConfigurations(ctx context.Context, opt Options) error {
	g := &gate{ctx: ctx, left: maxDepthFirst, more: func() (int64, bool) { return 0, false }}
	_, stuck, decided := newConfigs(newMachine(h.part(every(h.Ops))), g, opt.memory()).run()
	switch {
	case !decided:
		return ErrLarge
	case stuck < 0:
		return errors.New("the operations of the witness have a linearization")
	}
	return nil
}

// every returns the indices of ops.
func every(ops []Op) []int32 {
	all := make([]int32, len(ops))
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
