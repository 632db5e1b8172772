package linear

import (
	"context"
	"slices"

	"visar/history"
)

// maxTrials bounds the smaller parts that are tried for a witness.
const maxTrials = 4096

// witness returns a small part of the operations that is not linearizable, by
// index in the history, and the one whose return shows it: the smallest there is of a
// register that is only read and written, else one from which nothing can be left out.
func witness(ctx context.Context, p *part, a answer, opt Options) ([]int32, int32) {
	s := &shrinking{ctx: ctx, part: p, opt: opt}
	if a.engine == "zones" {
		if least := smallest(p); least != nil {
			return s.done(p.global(least))
		}
	}
	switch {
	case a.engine == "zones" || a.engine == "values":
		s.exact = true
		s.kept, s.last = s.done(p.global(a.order))
	default:
		s.cut(a.stuck)
	}
	s.drop()
	if s.exact {
		return s.done(s.kept)
	}
	return s.kept, s.last
}

// shrinking makes a witness smaller as long as it refutes the part.
type shrinking struct {
	ctx context.Context
	*part
	opt    Options
	kept   []int32 // by index in the history
	last   int32
	trials int
	exact  bool // every return of the witness matters
}

// done is a witness all of whose returns matter.
func (s *shrinking) done(kept []int32) ([]int32, int32) {
	last := int32(-1)
	for _, i := range kept {
		if !s.h.Ops[i].Unknown() && (last < 0 || s.h.Ops[i].Return >= s.h.Ops[last].Return) {
			last = i
		}
	}
	return kept, last
}

// cut drops what was invoked after the first return at which no configuration is
// left: that of local operation stuck, if it is known.
func (s *shrinking) cut(stuck int32) {
	if stuck < 0 {
		returns := slices.DeleteFunc(slices.Clone(s.events), func(e int32) bool { return e >= 0 })
		low, high := 0, len(returns)-1
		for low < high {
			mid := (low + high) / 2
			s.prefix(^returns[mid])
			if s.illegal(s.kept, s.last) {
				high = mid
			} else {
				low = mid + 1
			}
		}
		stuck = ^returns[high]
	}
	s.prefix(stuck)
}

func (s *shrinking) prefix(stuck int32) {
	s.last, s.kept = s.ops[stuck], nil
	for i := range s.len() {
		if s.inv[i] < s.ret[stuck] {
			s.kept = append(s.kept, s.ops[i])
		}
	}
}

// upTo is the history of the kept operations, of which those that return after the
// last one may have taken effect or not.
func (s *shrinking) upTo(kept []int32, last int32) *History {
	small := &History{Object: s.h.Object, Keys: s.h.Keys, Values: s.h.Values, user: s.h.user}
	for _, i := range kept {
		op := s.h.Ops[i]
		if op.Return > s.h.Ops[last].Return && !op.Unknown() {
			op.Return = open
		}
		small.Ops = append(small.Ops, op)
	}
	return small
}

// illegal reports whether the kept operations refute the part.
func (s *shrinking) illegal(kept []int32, last int32) bool {
	if s.h.Object == userObject {
		small := s.upTo(kept, last)
		return search(s.ctx, small.part(every(small.Ops)), s.opt).verdict == NotLinearizable
	}
	if s.exact {
		kept, last = s.done(kept)
	}
	if last < 0 {
		return false
	}
	set := make(map[int32]bool, len(kept))
	for _, i := range kept {
		set[i] = true
	}
	small, err := s.reducedPart(kept, last, set)
	if err != nil {
		return false
	}
	all := every(small.Ops)
	if s.exact {
		return decide(s.ctx, small.part(all), s.opt).verdict == NotLinearizable
	}
	return search(s.ctx, small.part(all), s.opt).verdict == NotLinearizable
}

// reducedPart is the history of the kept operations, for a part of many.
func (s *shrinking) reducedPart(kept []int32, last int32, set map[int32]bool) (*History, error) {
	own := &History{Object: s.h.Object, Keys: s.h.Keys, Values: s.h.Values}
	k := &KeyResult{Key: s.key}
	within := map[int32]bool{}
	for _, i := range s.ops {
		if set[i] {
			within[int32(len(own.Ops))] = true
			k.Witness = append(k.Witness, int32(len(own.Ops)))
		}
		if i == last {
			k.Last = int32(len(own.Ops))
		}
		own.Ops = append(own.Ops, s.h.Ops[i])
	}
	return own.reduced(k, within)
}

// drop leaves out runs of units, long ones first, for as long as that can be.
func (s *shrinking) drop() {
	units := s.units()
	for run := len(units); run > 0; run /= 2 {
		for end := len(units); end > 0; end -= run {
			begin := max(0, end-run)
			if s.trials++; s.trials > maxTrials || s.ctx.Err() != nil {
				return
			}
			gone := map[int32]bool{}
			for _, u := range units[begin:end] {
				for _, i := range u {
					gone[i] = true
				}
			}
			kept := slices.DeleteFunc(slices.Clone(s.kept), func(i int32) bool { return gone[i] })
			if s.illegal(kept, s.last) {
				s.kept = kept
				units = slices.Delete(units, begin, end)
			}
		}
	}
}

// units are the operations that can be left out only together: those on one value
// of a queue, a stack or a set. The last one always stays.
func (s *shrinking) units() [][]int32 {
	var units [][]int32
	byValue := map[int32]int{}
	for _, i := range s.kept {
		o := &s.h.Ops[i]
		v, together := s.value(o)
		if i == s.last && !s.exact {
			continue
		}
		if at, ok := byValue[v]; together && ok {
			units[at] = append(units[at], i)
			continue
		}
		if together {
			byValue[v] = len(units)
		}
		units = append(units, []int32{i})
	}
	return units
}

func (s *shrinking) value(o *Op) (int32, bool) {
	switch s.h.Object {
	case Queue, Stack:
		return o.item()
	case Set:
		return o.A, o.Func != history.Get && !o.reads()
	}
	return 0, false
}
