package checker

import (
	"cmp"
	"slices"

	"visar/axioms"
	"visar/history"
)

// rank orders nodes as an order of arbitration should if it can: by recorded
// end where there is one, else by appearance. Auxiliary nodes come first, since
// they hold up others.
func (s *horn) rank() []int32 {
	rank := make([]int32, s.size())
	for i := range rank[s.nodes:] {
		rank[s.nodes+int32(i)] = -1
	}
	for i, n := range s.byMoment() {
		rank[n] = int32(i)
	}
	return rank
}

// byMoment returns the transaction nodes in the order in which they took effect, as
// far as it was recorded.
func (s *horn) byMoment() []int32 {
	nodes := s.everyNode()
	if s.timed() {
		slices.SortStableFunc(nodes, func(a, b int32) int { return cmp.Compare(s.moment(a), s.moment(b)) })
	}
	return nodes
}

// moment returns when n took effect: at its end, or any time from its start on if
// its outcome is unknown.
func (s *horn) moment(n int32) int64 {
	if s.r.Known(n) {
		return s.h.End(s.r.Txn[n])
	}
	return s.h.Start(s.r.Txn[n])
}

// timed reports whether the end of every committed transaction is recorded.
func (s *horn) timed() bool {
	for n := range s.nodes {
		if s.r.Known(n) && s.h.End(s.r.Txn[n]) == history.NoTime {
			return false
		}
	}
	return true
}

// execution returns the execution with the least visibility whose arbitration is
// order, which has auxiliary nodes too.
func (s *horn) execution(order []int32) *axioms.Execution {
	e := &axioms.Execution{History: s.h, Lists: s.opt.Lists, Order: make([]int32, 0, s.nodes)}
	for _, v := range order {
		if v < s.nodes {
			e.Order = append(e.Order, s.r.Txn[v])
		}
	}
	if !s.has(axioms.EXT) {
		e.VIS.Prefix = make([]int32, len(e.Order))
		for i := range e.VIS.Prefix {
			e.VIS.Prefix[i] = int32(i)
		}
		return e
	}
	e.VIS.Edges = &axioms.VisibleEdges{
		Sessions:   s.has(axioms.SESSION),
		RealTime:   s.has(axioms.REALTIME),
		Guarantees: extraGuarantees(s.set),
		Closed:     s.has(axioms.TRANSVIS),
	}
	s.seen(e.VIS.Edges)
	return e
}

// seen makes each transaction see those that it reads from.
func (s *horn) seen(e *axioms.VisibleEdges) {
	e.First = make([]int32, s.h.Len()+1)
	mark := make([]int32, s.nodes)
	for t := range int32(s.h.Len()) {
		if n := s.r.Node[t]; n >= 0 {
			s.sources(n, true, mark, func(source int32) { e.Seen = append(e.Seen, s.r.Txn[source]) })
		}
		e.First[t+1] = int32(len(e.Seen))
	}
}
