package checker

import (
	"cmp"
	"slices"
	"sort"

	"visar/axioms"
	"visar/history/dependency"
)

// guess chooses the sources to begin with, unless a choice is known to have served
// or to have been refuted last. Each ambiguous read gets the latest candidate that
// its reader sees in a guessed arbitration: the recorded order, or that of an
// execution that disregards these reads. Under axioms that make visibility a
// moment it is the one that explains more readers by a moment at which all that
// they read was current.
func (s *sourceSearch) guess(e *axioms.Execution) {
	s.orderAs(e)
	failed := 0
	if s.set&(axioms.PREFIX|axioms.TOTALVIS) != 0 {
		failed = s.findSnapshots()
	}
	if failed > 0 {
		executed := *s
		s.orderRecorded()
		if s.findSnapshots() >= failed {
			*s = executed
		}
	}
	s.chosen = slices.Clone(s.known.last)
	if s.chosen == nil {
		s.chosen = make([]int32, len(s.same))
		for i := range s.chosen {
			s.chosen[i] = s.likeliest(int32(i))
		}
	}
	s.known.last = s.chosen
}

// orderAs takes the arbitration of an execution, and what each node sees in it.
func (s *sourceSearch) orderAs(e *axioms.Execution) {
	s.place, s.before = make([]int32, s.r.Len()), make([]int32, s.r.Len())
	s.byRank = map[*int32][]int32{}
	for i, t := range e.Order {
		n := s.r.Node[t]
		s.place[n], s.before[n] = int32(i), int32(i)
		if e.VIS.Prefix != nil {
			s.before[n] = e.VIS.Prefix[i]
		}
	}
}

// orderRecorded takes the order that was recorded, or that of the history.
func (s *sourceSearch) orderRecorded() {
	j := *s.job
	j.r = s.r.Assign(slices.Repeat([]int32{dependency.Open}, len(s.r.Ambiguous)))
	g := newPolygraph(&j)
	rank := g.completionRank()
	s.place, s.byRank = make([]int32, s.r.Len()), map[*int32][]int32{}
	for n := range s.place {
		s.place[n] = rank[g.shape.commit(int32(n))] - 1
	}
	s.before = slices.Clone(s.place)
}

// ranked returns the candidates of ambiguous read i, the reader itself included if
// it is one, as nodes in the guessed arbitration, and how many of them the reader
// sees there.
func (s *sourceSearch) ranked(i int32) (all []int32, seen int) {
	a := &s.r.Ambiguous[i]
	at := func(n int32) int32 {
		if n == dependency.Init {
			return -1
		}
		return s.place[n]
	}
	all, ok := s.byRank[&a.Candidates[0]]
	if !ok {
		for _, c := range a.Candidates {
			all = append(all, s.nodeOf(c))
		}
		slices.SortFunc(all, func(x, y int32) int { return cmp.Compare(at(x), at(y)) })
		s.byRank[&a.Candidates[0]] = all
	}
	before := s.before[s.r.Node[a.Txn]]
	return all, sort.Search(len(all), func(k int) bool { return at(all[k]) >= before })
}

// likeliest returns the candidate that the guess is for.
func (s *sourceSearch) likeliest(i int32) int32 {
	all, seen := s.ranked(i)
	self := s.r.Node[s.r.Ambiguous[s.same[i]].Txn]
	for k := seen - 1; k >= 0; k-- {
		if all[k] != self {
			return all[k]
		}
	}
	if all[seen] == self {
		seen++
	}
	return all[seen]
}

// preferred returns the candidates of ambiguous read i, the likeliest first: those
// that are seen from the latest on, then the others from the earliest on.
func (s *sourceSearch) preferred(i int32) []int32 {
	all, seen := s.ranked(i)
	self := s.r.Node[s.r.Ambiguous[i].Txn]
	list := slices.Clone(all[:seen])
	slices.Reverse(list)
	list = append(list, all[seen:]...)
	return slices.DeleteFunc(list, func(n int32) bool { return n == self })
}
