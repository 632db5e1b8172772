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
// edges that could be present, so only edges within components matter.
// Components are joined where they share a variable, and variables where they
// share a clause. A path between a forbidden pair may lead through any number of
// components, so with such pairs the problem stays whole.
func split(p *Problem, base, outside rows, order []int32) []part {
	if len(p.Forbidden)+len(p.GuardedForbidden) > 0 {
		return []part{{Problem: *p, nodes: identity(p.Nodes), vars: identity(p.Vars), order: order}}
	}
	guarded := makeRows(p.Nodes, len(p.Guarded),
		func(i int) int32 { return p.Guarded[i].From }, func(i int) int32 { return p.Guarded[i].To })
	component, count := strongComponents(p.Nodes, base, outside, guarded)
	s := splitter{p: p, component: component, sets: newDisjoint(p.Vars + count)}
	s.join()
	s.number()
	s.share(order)
	slices.SortFunc(s.parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.Vars, b.Vars), cmp.Compare(a.vars[0], b.vars[0]))
	})
	return s.parts
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
	bound     []bool  // by variable: it has an edge within a component or is in a clause
	partOf    []int32 // by set: its part, or none
	local     []int32 // by variable: its number within its part
	parts     []part
}

// within reports whether e can lie on a cycle.
func (s *splitter) within(e Edge) bool { return s.component[e.From] == s.component[e.To] }

// join unites what must be decided together.
func (s *splitter) join() {
	s.bound = make([]bool, s.p.Vars)
	for _, e := range s.p.Guarded {
		if s.within(e.Edge) {
			s.bound[e.Lit.Var()] = true
			s.sets.unite(e.Lit.Var(), int32(s.p.Vars)+s.component[e.From])
		}
	}
	for _, c := range s.p.Clauses {
		for _, l := range c {
			s.bound[l.Var()] = true
			s.sets.unite(l.Var(), c[0].Var())
		}
	}
}

// number makes a part for each set with bound variables.
func (s *splitter) number() {
	s.partOf = slices.Repeat([]int32{none}, len(s.sets))
	s.local = make([]int32, s.p.Vars)
	for v := range int32(s.p.Vars) {
		if !s.bound[v] {
			continue
		}
		set := s.sets.find(v)
		if s.partOf[set] == none {
			s.partOf[set] = int32(len(s.parts))
			s.parts = append(s.parts, part{})
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
	renumber := func(e Edge) Edge { return Edge{number[e.From], number[e.To]} }
	for _, e := range s.p.Edges {
		if q := s.part(e.From); q != nil && s.within(e) {
			q.Edges = append(q.Edges, renumber(e))
		}
	}
	for _, e := range s.p.Outside {
		if q := s.part(e.From); q != nil && s.within(e) {
			q.Outside = append(q.Outside, renumber(e))
		}
	}
	for _, e := range s.p.Guarded {
		if s.within(e.Edge) {
			q := s.part(e.From)
			q.Guarded = append(q.Guarded, GuardedEdge{s.lit(e.Lit), renumber(e.Edge)})
		}
	}
	for _, c := range s.p.Clauses {
		q := &s.parts[s.partOf[s.sets.find(c[0].Var())]]
		q.Clauses = append(q.Clauses, s.lits(c))
	}
}

// part returns the part that node n belongs to, or nil.
func (s *splitter) part(n int32) *part {
	if i := s.partOf[s.sets.find(int32(s.p.Vars)+s.component[n])]; i != none {
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
