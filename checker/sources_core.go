package checker

import (
	"slices"

	"visar/axioms"
	"visar/checker/order"
)

// solve asks the order solver. A solution is what to choose; without one the
// search goes on with the reads that exclude each other.
//
// Axioms of which the solver does not know are replaced by stronger ones that it
// knows: what these allow is allowed.
func (s *sourceSearch) solve() {
	s.solved = true
	set := s.set
	exact := set&(axioms.TOTALVIS|axioms.PREFIX) != 0 || set.Has(axioms.TRANSVIS|axioms.NOCONFLICT) || layered(set)
	if !exact {
		set = (set | axioms.PREFIX | axioms.NOCONFLICT).Closure()
	}
	sources, outcome := s.solveSources(set, s.active)
	switch {
	case outcome == order.Satisfied:
		copy(s.chosen, sources)
	case outcome == order.Unsatisfiable && exact:
		s.active = s.core(set)
	}
}

// core drops reads while the others still have no sources, as far as the time
// allows.
func (s *sourceSearch) core(set axioms.Set) []bool {
	var reads []int32
	for i, f := range s.same {
		if f == int32(i) {
			reads = append(reads, f)
		}
	}
	for run := max(1, len(reads)/2); ; run /= 2 {
		for end := len(reads); end > 0 && s.ctx.Err() == nil; end -= run {
			rest := slices.Concat(reads[:max(0, end-run)], reads[end:])
			if _, outcome := s.solveSources(set, s.only(rest)); outcome == order.Unsatisfiable {
				reads = rest
			}
		}
		if run <= 1 {
			return s.only(reads)
		}
	}
}

// only returns the given reads as active, with those that repeat them.
func (s *sourceSearch) only(reads []int32) []bool {
	active := make([]bool, len(s.same))
	for _, i := range reads {
		active[i] = true
	}
	for i, f := range s.same {
		active[i] = active[f]
	}
	return active
}
