package checker

import (
	"maps"
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// cycle returns the refutation by a cycle through the given nodes in their order,
// with edges of the class alone, or nil if that does not stand. Between two
// transactions there may be edges of several kinds; those that are most severe and
// bind least come first.
func (w *witness) cycle(nodes []int32) *Refutation {
	involved := w.withSources(nodes)
	s := newSub(w.polygraph, involved)
	var c dependency.Cycle
	for i, n := range nodes {
		e, ok := s.between(w.r.Txn[n], w.r.Txn[nodes[(i+1)%len(nodes)]], w.class)
		if !ok {
			return nil
		}
		c = append(c, e)
	}
	v := &Verdict{History: w.h, Model: &axioms.Model{Axioms: w.set}, Outcome: Violated, Refutation: &Refutation{Cycle: c}}
	if certify(v, w.h, w.opt.Lists) != nil {
		return nil
	}
	return v.Refutation
}

// between returns the known edge from one transaction to another that suits the
// class best.
func (s *sub) between(from, to int32, c class) (best dependency.Edge, ok bool) {
	for _, kind := range c.kinds() {
		for _, e := range s.known {
			if e.From == from && e.To == to && e.Kind == kind {
				return e, true
			}
		}
	}
	return best, false
}

// kinds lists the kinds of edges of the class, anti-dependencies last: a cycle that
// does with fewer of them is the more severe.
func (c class) kinds() []dependency.Kind {
	kinds := []dependency.Kind{dependency.WW}
	if c.wr {
		kinds = append(kinds, dependency.WR)
	}
	if c.session {
		kinds = append(kinds, dependency.SO)
	}
	if c.real {
		kinds = append(kinds, dependency.RT)
	}
	if c.rw {
		kinds = append(kinds, dependency.RW)
	}
	return kinds
}

// withSources returns the nodes of a cycle and of what they read where the next
// one wrote, in order.
func (w *witness) withSources(nodes []int32) []int32 {
	in := map[int32]bool{}
	for i, n := range nodes {
		in[n] = true
		for _, rd := range w.r.NodeReads(n) {
			if rd.External && rd.Source >= 0 && w.writeOf(nodes[(i+1)%len(nodes)], rd.Key) >= 0 {
				in[rd.Source] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(in))
}
