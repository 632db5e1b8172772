package linear

import (
	"cmp"
	"slices"
)

// maxNested bounds the steps of lifo: those of a stack grow with its depth.
const maxNested = 1 << 30

// lifo decides a stack on which no value is pushed twice, in n log n steps and a
// step for each value and each level of the stack that it is below, as long as
// those are not too many. It does not apply to one that is not linearizable unless
// a pop of unknown outcome took a value.
//
// Where nothing has to be on the stack at some moment, some linearization leaves it
// empty there, and what comes before and after is decided by itself. Where
// something has to be at every moment, the value at the bottom is pushed first and
// popped last, and any that can be may be it.
func lifo(p *part) (answer, bool) { return byValue(p, (*elements).stack) }

// nest is what is left to order: an operation, or values in order of the returns of
// their pushes.
type nest struct {
	op     int32
	values []int32
}

// stack returns a linearization, or operations that have none, unless it takes too
// many steps.
func (e *elements) stack() (order, bad []int32, ok bool) {
	moments, full := e.cuts()
	if full >= 0 {
		return nil, e.cover(full), true
	}
	s := &nesting{elements: e}
	s.left = e.betweenEmpties(moments)
	slices.Reverse(s.left)
	for len(s.left) > 0 {
		n := s.left[len(s.left)-1]
		s.left = s.left[:len(s.left)-1]
		if n.values == nil {
			s.order = append(s.order, n.op)
		} else if bad := s.split(n.values); bad != nil {
			return nil, bad, true
		}
		if s.steps > maxNested {
			return nil, nil, false
		}
	}
	return s.order, nil, true
}

// betweenEmpties are the values in groups, and the operations that find nothing
// between them.
func (e *elements) betweenEmpties(moments []int32) []nest {
	empties := make([]int, len(e.empties))
	for i := range empties {
		empties[i] = i
	}
	slices.SortStableFunc(empties, func(a, b int) int { return cmp.Compare(moments[a], moments[b]) })
	line := e.sorted(func(v *element) int32 { return v.putRet })
	var all []nest
	for _, d := range empties {
		n := 0
		for n < len(line) && e.values[line[n]].putRet < moments[d] {
			n++
		}
		if n > 0 {
			all = append(all, nest{values: line[:n]})
		}
		all = append(all, nest{op: e.empties[d]})
		line = line[n:]
	}
	if len(line) > 0 {
		all = append(all, nest{values: line})
	}
	return all
}

type nesting struct {
	*elements
	left  []nest // the next one last
	order []int32
	steps int
}

// split orders values that come together: in groups with nothing on the stack
// between, or around the one at the bottom. It returns operations that have no
// order, if there is neither.
func (s *nesting) split(values []int32) []int32 {
	s.steps += len(values)
	reach, last := int32(-1), int32(-1) // the end of what is covered, the last beginning of a pop
	var groups []nest
	from := 0
	for i, n := range values {
		v := &s.values[n]
		if i > from && reach < v.putRet {
			groups = append(groups, nest{values: values[from:i]})
			from = i
		}
		if v.putRet < v.takeInv {
			reach = max(reach, v.takeInv)
		}
		last = max(last, v.takeInv)
	}
	if from > 0 {
		groups = append(groups, nest{values: values[from:]})
		slices.Reverse(groups)
		s.left = append(s.left, groups...)
		return nil
	}
	first := s.values[values[0]].putRet
	for i, n := range values {
		if v := &s.values[n]; v.putInv <= first && v.takeRet >= last {
			s.around(v, slices.Concat(values[:i], values[i+1:]))
			return nil
		}
	}
	var bad []int32
	for _, n := range values {
		bad = append(bad, s.values[n].ops()...)
	}
	return bad
}

// around puts the value at the bottom before and after the others.
func (s *nesting) around(v *element, others []int32) {
	s.order = append(s.order, v.put)
	if v.take >= 0 {
		s.left = append(s.left, nest{op: v.take})
	}
	if len(others) > 0 {
		s.left = append(s.left, nest{values: others})
	}
}
