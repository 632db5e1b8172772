package checker

import (
	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// arbitrate adds what AR contains under every model, the known order of list
// versions, and what the laws on arbitration alone ask for. covered are laws
// whose relation the net has already.
func (s *horn) arbitrate(covered axioms.Set) {
	s.versionOrder()
	laws := s.set &^ covered
	if laws.Has(axioms.ARSESSION) {
		s.r.SessionOrder(func(from, to int32) { s.add(from, to, dependency.SO) })
	}
	switch {
	case covered.Has(axioms.ARREALTIME):
	case laws.Has(axioms.ARREALTIME):
		s.timeline(s.r, s.everyNode(), func(n int32) int32 { return n })
	default:
		if laws.Has(axioms.ARREALTIMEUPDATE) {
			s.timeline(s.r, s.everyNode(), s.writerOnly)
		}
		if laws.Has(axioms.ARREALTIMEKEY) {
			s.keyTimelines()
		}
	}
}

func (s *horn) versionOrder() {
	s.eachVersionPair(func(from, to, _, _, _ int32) { s.add(from, to, dependency.WW) })
}

func (s *horn) writerOnly(n int32) int32 {
	if s.writes(n) {
		return n
	}
	return -1
}

// keyTimelines adds RT between transactions that touch a common key. It sorts
// the transactions of each key.
func (s *horn) keyTimelines() {
	first, touching := s.touching()
	for k := range s.h.Keys() {
		s.timeline(s.r, touching[first[k]:first[k+1]], func(n int32) int32 { return n })
	}
}

// touching returns, by key, the nodes that write it or, being committed, read it:
// those of key k are touching[first[k]:first[k+1]].
func (s *horn) touching() (first, touching []int32) {
	first = make([]int32, s.h.Keys()+1)
	s.eachTouch(func(_, k int32) { first[k+1]++ })
	for k := range s.h.Keys() {
		first[k+1] += first[k]
	}
	touching = make([]int32, first[s.h.Keys()])
	next := make([]int32, s.h.Keys())
	copy(next, first)
	s.eachTouch(func(n, k int32) {
		touching[next[k]] = n
		next[k]++
	})
	return first, touching
}

// eachTouch yields each node with each key that it touches, once.
func (s *horn) eachTouch(yield func(n, k int32)) {
	by := make([]int32, s.h.Keys())
	for n := range s.nodes {
		lo, hi := s.h.Ops(s.r.Txn[n])
		for i := lo; i < hi; i++ {
			k := s.h.OpKey(i)
			judged := s.h.OpKind(i) != history.Read || s.r.Known(n)
			if judged && by[k] != n+1 {
				by[k] = n + 1
				yield(n, k)
			}
		}
	}
}
