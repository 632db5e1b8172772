package order

import (
	"cmp"
	"slices"
)

// part is a problem of its own within a problem, with nodes and variables
// renumbered. order is a topological order of its unguarded edges.
type part struct {
	Problem
	nodes []int32 // by node of the part: the node of the whole
	vars  []int32 // by variable of the part: the variable of the whole
	order []int32
}

// split divides p into parts that can be decided apart, those with fewer
// variables first. Variables in no part may have any value. order is a
// topological order of p's unguarded edges.
//
// A cycle lies within one strongly connected component of the graph with all
// edges that could be present, so only edges within components matter. A path
// between a forbidden pair closes a cycle with an edge from its end to its start,
// so such edges are in that graph too, and only pairs within components matter.
// Components are joined where they share a variable, and variables where they
// share a clause.
func split(p *Problem, base, outside rows, order []int32) []part {
	component, count := strongComponents(p.Nodes, base, outside, couldBe(p))
	s := splitter{p: p, component: component, sets: newDisjoint(p.Vars + count)}
	s.join()
	s.number()
	s.share(order)
	slices.SortFunc(s.parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.Vars, b.Vars), slices.Compare(a.vars, b.vars), slices.Compare(a.nodes, b.nodes))
	})
	return s.parts
}

// couldBe returns the successors of each node over the guarded edges, and from the
// end of a forbidden pair to its start.
func couldBe(p *Problem) rows {
	edges := make([]Edge, 0, len(p.Guarded)+len(p.Forbidden)+len(p.GuardedForbidden))
	for _, e := range p.Guarded {
		edges = append(edges, e.Edge)
	}
	for _, e := range p.Forbidden {
		edges = append(edges, Edge{e.To, e.From})
	}
	for _, e := range p.GuardedForbidden {
		edges = append(edges, Edge{e.To, e.From})
	}
	return successors(p.Nodes, edges)
}

func identity(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// splitter works over sets of variables, numbered as they are, and of
// components, numbered after them.
type splitter struct {
	p         *Problem
	component []int32 // by node
	sets      disjoint
	bound     []bool  // by member: it has an edge or a pair within a component, or is in a clause
	partOf    []int32 // by set: its part, or none
	local     []int32 // by variable: its number within its part
	parts     []part
}

// within reports whether e can lie on a cycle.
func (s *splitter) within(e Edge) bool { return s.component[e.From] == s.component[e.To] }

// join unites what must be decided together.
func (s *splitter) join() {
	s.bound = make([]bool, len(s.sets))
	s.joinGuarded(s.p.Guarded)
	s.joinGuarded(s.p.GuardedForbidden)
	for _, e := range s.p.Forbidden {
		if s.within(e) {
			s.bound[s.member(e.From)] = true
		}
	}
	for _, c := range s.p.Clauses {
		for _, l := range c {
			s.bound[l.Var()] = true
			s.sets.unite(l.Var(), c[0].Var())
		}
	}
}

func (s *splitter) joinGuarded(edges []GuardedEdge) {
	for _, e := range edges {
		if s.within(e.Edge) {
			s.bound[e.Lit.Var()] = true
			s.sets.unite(e.Lit.Var(), s.member(e.From))
		}
	}
}

// member is what stands for the component of node n in the sets.
func (s *splitter) member(n int32) int32 { return int32(s.p.Vars) + s.component[n] }

// number makes a part for each set with bound members.
func (s *splitter) number() {
	s.partOf = slices.Repeat([]int32{none}, len(s.sets))
	s.local = make([]int32, s.p.Vars)
	for v := range int32(len(s.sets)) {
		if !s.bound[v] {
			continue
		}
		set := s.sets.find(v)
		if s.partOf[set] == none {
			s.partOf[set] = int32(len(s.parts))
			s.parts = append(s.parts, part{})
		}
		if int(v) >= s.p.Vars {
			continue
		}
		q := &s.parts[s.partOf[set]]
		s.local[v] = int32(q.Vars)
		q.Vars++
		q.vars = append(q.vars, v)
	}
}

// share hands nodes, edges and clauses to the parts.
func (s *splitter) share(order []int32) {
	number := make([]int32, s.p.Nodes)
	for _, n := range order {
		if q := s.part(n); q != nil {
			number[n] = int32(q.Nodes)
			q.Nodes++
			q.nodes = append(q.nodes, n)
		}
	}
	for i := range s.parts {
		s.parts[i].order = identity(s.parts[i].Nodes)
	}
	s.hand(s.p.Edges, number, func(q *part, e Edge) { q.Edges = append(q.Edges, e) })
	s.hand(s.p.Outside, number, func(q *part, e Edge) { q.Outside = append(q.Outside, e) })
	s.hand(s.p.Forbidden, number, func(q *part, e Edge) { q.Forbidden = append(q.Forbidden, e) })
	s.handGuarded(s.p.Guarded, number, func(q *part, e GuardedEdge) { q.Guarded = append(q.Guarded, e) })
	s.handGuarded(s.p.GuardedForbidden, number, func(q *part, e GuardedEdge) { q.GuardedForbidden = append(q.GuardedForbidden, e) })
	for _, c := range s.p.Clauses {
		q := &s.parts[s.partOf[s.sets.find(c[0].Var())]]
		q.Clauses = append(q.Clauses, s.lits(c))
	}
}

// hand gives each edge within a component to the part of that, if there is one.
func (s *splitter) hand(edges []Edge, number []int32, give func(*part, Edge)) {
	for _, e := range edges {
		if q := s.part(e.From); q != nil && s.within(e) {
			give(q, Edge{number[e.From], number[e.To]})
		}
	}
}

func (s *splitter) handGuarded(edges []GuardedEdge, number []int32, give func(*part, GuardedEdge)) {
	for _, e := range edges {
		if s.within(e.Edge) {
			give(s.part(e.From), GuardedEdge{s.lit(e.Lit), Edge{number[e.From], number[e.To]}})
		}
	}
}

// part returns the part that node n belongs to, or nil.
func (s *splitter) part(n int32) *part {
	if i := s.partOf[s.sets.find(s.member(n))]; i != none {
		return &s.parts[i]
	}
	return nil
}

func (s *splitter) lit(l Lit) Lit { return Lit(2*s.local[l.Var()]) | l&1 }

func (s *splitter) lits(c []Lit) []Lit {
	out := make([]Lit, len(c))
	for i, l := range c {
		out[i] = s.lit(l)
	}
	return out
}

// whole returns what l, a literal of the part or one of the guards that are
// none, is in the whole problem.
func (q *part) whole(l Lit) Lit {
	if l < 0 {
		return l
	}
	return Lit(2*q.vars[l.Var()]) | l&1
}

func (q *part) wholeEdge(e Edge) Edge { return Edge{q.nodes[e.From], q.nodes[e.To]} }

// wholeProof renumbers, in place, the lemmas of a proof about the part.
func (q *part) wholeProof(proof []Lemma) []Lemma {
	for i := range proof {
		for j, l := range proof[i].Clause {
			proof[i].Clause[j] = q.whole(l)
		}
		for _, steps := range [][]Step{proof[i].Cycle, proof[i].Path} {
			for j, s := range steps {
				steps[j] = Step{q.whole(s.Guard), q.wholeEdge(s.Edge)}
			}
		}
		if f := proof[i].Forbidden; f != nil {
			*f = GuardedEdge{q.whole(f.Lit), q.wholeEdge(f.Edge)}
		}
	}
	return proof
}

// disjoint is a partition of numbers into sets, each known by one member: the
// parent of that is itself.
type disjoint []int32

func newDisjoint(n int) disjoint { return identity(n) }

// find returns the member that stands for the set of x, and halves the way there.
func (d disjoint) find(x int32) int32 {
	for d[x] != x {
		d[x] = d[d[x]]
		x = d[x]
	}
	return x
}

func (d disjoint) unite(a, b int32) {
	a, b = d.find(a), d.find(b)
	d[max(a, b)] = min(a, b)
}
