package order

import (
	"cmp"
	"slices"
)

// forget drops about half of the learnt clauses: those that spanned many
// decision levels when learnt, and of equals those seldom used. Clauses over at
// most two levels and clauses that force a value now are kept.
func (s *search) forget() {
	var weak []int32
	for id := range s.clauses {
		c := &s.clauses[id]
		if c.learnt && c.levels > 2 && !s.forces(int32(id)) {
			weak = append(weak, int32(id))
		}
	}
	slices.SortFunc(weak, func(a, b int32) int {
		x, y := &s.clauses[a], &s.clauses[b]
		return cmp.Or(cmp.Compare(y.levels, x.levels), cmp.Compare(x.activity, y.activity), cmp.Compare(a, b))
	})
	weak = weak[:min(len(weak), s.learnt/2)]
	drop := make([]bool, len(s.clauses))
	for _, id := range weak {
		drop[id] = true
	}
	s.stats.Deleted += int64(len(weak))
	s.compact(drop)
}

// forces reports whether clause c is the reason of a value.
func (s *search) forces(c int32) bool {
	l := s.literals(c)[0]
	return s.value[l] == isTrue && s.reason[l.Var()] == c
}

// compact removes the clauses marked in drop and renumbers the rest. Both lists
// shrink in place: what is written never overtakes what is read.
func (s *search) compact(drop []bool) {
	old := s.clauses
	s.clauses, s.learnt = s.clauses[:0], 0
	lits := s.lits
	s.lits = s.lits[:0]
	for l := range s.watches {
		s.watches[l] = s.watches[l][:0]
	}
	for id, gone := range drop {
		if gone {
			continue
		}
		c := old[id]
		own := lits[c.start : c.start+c.size]
		forces := s.value[own[0]] == isTrue && s.reason[own[0].Var()] == int32(id)
		now := s.store(c, own)
		if forces {
			s.reason[s.literals(now)[0].Var()] = now
		}
	}
}
