package checker

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// cycle returns the refutation by a cycle through the given nodes in their order,
// with edges of the class alone, or nil if that does not stand. Between two
// transactions there may be edges of several kinds; those that are most severe and
// bind least come first.
func (w *witness) cycle(nodes []int32) *Refutation {
	var c dependency.Cycle
	for i, n := range nodes {
		e, ok := w.between(n, nodes[(i+1)%len(nodes)])
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

// between returns the known edge from one node to another that suits the class
// best.
func (w *witness) between(n, next int32) (best dependency.Edge, ok bool) {
	from, to := w.r.Txn[n], w.r.Txn[next]
	known := newSub(w.polygraph, w.withSources(n, next)).known
	for _, kind := range w.class.kinds() {
		for _, e := range known {
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

// withSources returns two nodes and those from which the first one read what the
// second wrote, in order.
func (w *witness) withSources(n, next int32) []int32 {
	nodes := []int32{n, next}
	for _, rd := range w.r.NodeReads(n) {
		if rd.External && rd.Source >= 0 && w.writeOf(next, rd.Key) >= 0 {
			nodes = append(nodes, rd.Source)
		}
	}
	slices.Sort(nodes)
	return slices.Compact(nodes)
}
