package checker

import (
	"slices"

	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// choice is an ambiguous read, by its number, with one of its sources, a node or
// Init.
type choice struct{ read, source int32 }

// nogood is a set of choices that cannot be made together under some axioms, and
// why.
type nogood struct {
	choices []choice
	set     axioms.Set
	ref     *Refutation
}

// nogoods is what was learnt of the ambiguous reads of a history. Sets of axioms
// with INT and EXT share it; without these a repeated read may have another
// source than the first.
type nogoods struct {
	list []nogood
	last []int32 // the sources chosen last
}

// of returns those that hold under a set of axioms.
func (k *nogoods) of(set axioms.Set) []nogood {
	var list []nogood
	for _, n := range k.list {
		if set.Has(n.set) {
			list = append(list, n)
		}
	}
	return list
}

// nogood returns what a refutation of the chosen sources rests on.
func (s *sourceSearch) nogood(r *Refutation) nogood {
	n := nogood{set: s.set, ref: r}
	r.eachEdge(func(e *dependency.Edge) {
		if e.Key < 0 {
			return
		}
		reader := dependency.Init
		if e.Via != nil {
			reader = e.Via.Reader
		}
		for _, t := range []int32{e.From, e.To, reader} {
			for i := s.readsOf(t); int(i) < len(s.same) && s.r.Ambiguous[i].Txn == t; i++ {
				w := s.r.TxnOf(s.chosen[i])
				if s.h.OpKey(s.r.Ambiguous[i].Op) == e.Key && (w == e.From || w == e.To || w == e.Source) {
					n.choices = append(n.choices, choice{s.same[i], s.chosen[i]})
				}
			}
		}
	})
	slices.SortFunc(n.choices, func(a, b choice) int { return int(a.read - b.read) })
	n.choices = slices.Compact(n.choices)
	return n
}

// readsOf returns the number of the first ambiguous read of transaction t or a
// later one.
func (s *sourceSearch) readsOf(t int32) int32 {
	i, _ := slices.BinarySearchFunc(s.r.Ambiguous, t, func(a dependency.Ambiguous, t int32) int { return int(a.Txn - t) })
	return int32(i)
}

// sourceProblem asks for sources that no nogood excludes. It has a variable for
// each choice that is in a nogood, and a clause for each read all of whose
// candidates are; the others can have one that was never excluded.
type sourceProblem struct {
	order.Problem
	lits    map[choice]order.Lit // of "the read has this source"
	choices []choice             // by variable
	reads   []int32              // in a nogood, in order
}

// problem makes the problem of the nogoods. Variables are true where they are as
// the sources chosen now, which the solver tries first.
func (s *sourceSearch) problem(list []nogood) *sourceProblem {
	p := &sourceProblem{lits: map[choice]order.Lit{}}
	for _, n := range list {
		clause := make([]order.Lit, len(n.choices))
		for i, c := range n.choices {
			clause[i] = p.lit(s, c).Not()
		}
		p.Clauses = append(p.Clauses, clause)
	}
	slices.Sort(p.reads)
	named := map[int32]int{}
	for _, i := range p.reads {
		named[i]++
	}
	p.reads = slices.Compact(p.reads)
	for _, i := range p.reads {
		// The reader itself may be among the candidates.
		if named[i] < len(s.r.Ambiguous[i].Candidates)-1 {
			continue
		}
		if clause, all := p.someSource(s.preferred(i), i); all {
			p.Clauses = append(p.Clauses, clause)
		}
	}
	p.Vars = len(p.choices)
	return p
}

func (p *sourceProblem) lit(s *sourceSearch, c choice) order.Lit {
	l, ok := p.lits[c]
	if !ok {
		l = order.Lit(2 * len(p.choices))
		if s.chosen[c.read] != c.source {
			l = l.Not()
		}
		p.lits[c] = l
		p.choices = append(p.choices, c)
		p.reads = append(p.reads, c.read)
	}
	return l
}

// someSource returns the clause that ambiguous read i has one of its candidates, or
// false if one of these is in no nogood.
func (p *sourceProblem) someSource(candidates []int32, i int32) ([]order.Lit, bool) {
	var clause []order.Lit
	for _, n := range candidates {
		l, ok := p.lits[choice{i, n}]
		if !ok {
			return nil, false
		}
		clause = append(clause, l)
	}
	return clause, true
}
