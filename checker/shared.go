package checker

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// shared is what deciding some models of a history leaves for the others, so that
// none of it is found out twice. What is forced under some axioms is forced under
// more, and an order of versions that some axioms do not admit more do not either.
// A nil one shares nothing.
type shared struct {
	facts []fact // as saturation forced them, older ones first
	// refuted are sets of axioms that the history does not obey, and misguessed those
	// under which no order of the recording served.
	refuted, misguessed []axioms.Set
	// order is the arbitration of the execution that was found last.
	order []int32
	line  *dependency.Timeline // RT over all nodes
}

// fact is an edge that saturation forced under some axioms, between nodes: of two
// writers the order, or a reader before the writer of a later version.
type fact struct {
	set      axioms.Set
	from, to int32
	why      int32 // as in saturation
}

// readerFirst reports whether the fact is an anti-dependency.
func (f fact) readerFirst() bool { return f.why <= -2 }

// keep takes the facts that a saturation without a contradiction has added.
func (x *shared) keep(s *saturation) {
	if x == nil {
		return
	}
	for i := s.given; i < len(s.why); i++ {
		a := s.arcs[s.known+i]
		x.facts = append(x.facts, fact{s.set, s.nodeOf(a.from), s.nodeOf(a.to), s.why[i]})
	}
}

// seed adds what was forced under weaker axioms, with its reasons: saturation begins
// where that of the weaker model ended. A path of the weaker shape is one of the
// stronger shape too, so that each reason stays one.
func (s *saturation) seed() {
	s.known = len(s.arcs)
	if s.shared == nil {
		return
	}
	seen := map[arc]bool{} // two weaker models may have forced the same, each without the other
	for _, f := range s.shared.facts {
		if !s.set.Has(f.set) {
			continue
		}
		a := arc{s.shape.snapshot(f.from), s.shape.commit(f.to)}
		if !f.readerFirst() {
			a.from, a.to = s.shape.ww(f.from, f.to)
		}
		if seen[a] {
			continue
		}
		if s.add(a.from, a.to); s.full {
			break
		}
		seen[a] = true
		s.why = append(s.why, f.why)
	}
	s.given = len(s.why)
}

// refutes reports whether set has in it axioms that the history is known not to obey.
func (x *shared) refutes(set axioms.Set) bool {
	return x != nil && slices.ContainsFunc(x.refuted, set.Has)
}

// misguesses reports whether set has in it axioms under which no order of the
// recording served.
func (x *shared) misguesses(set axioms.Set) bool {
	return x != nil && slices.ContainsFunc(x.misguessed, set.Has)
}

// misguess notes that no order of the recording serves under set.
func (x *shared) misguess(set axioms.Set) {
	if x != nil {
		x.misguessed = append(x.misguessed, set)
	}
}

// learn takes what a verdict tells about other models.
func (x *shared) learn(v *Verdict) {
	switch {
	case x == nil:
	case v.Outcome == Violated:
		x.refuted = append(x.refuted, v.Model.Axioms.Closure())
	case v.Execution != nil:
		x.order = v.Execution.Order
	}
}

// lastOrder ranks ports by the execution that another model was found to have, or
// returns nil: versions in its order often serve this model as well.
func (g *polygraph) lastOrder() []int32 {
	if g.shared == nil || g.shared.order == nil {
		return nil
	}
	place := make([]int32, g.h.Len())
	for i, t := range g.shared.order {
		place[t] = int32(i)
	}
	return g.rankOf(func(n int32) int64 { return int64(place[g.r.Txn[n]]) })
}

// timeline returns RT over all nodes.
func (j *job) timeline() *dependency.Timeline {
	if j.shared != nil && j.shared.line != nil {
		return j.shared.line
	}
	all := make([]int32, j.r.Len())
	for n := range all {
		all[n] = int32(n)
	}
	line := j.r.RealTime(all)
	if j.shared != nil {
		j.shared.line = &line
	}
	return &line
}
