package order

// pairs holds the forbidden pairs. A pair is active while its guard is true or
// Base.
type pairs struct {
	from, to []int32
	guard    []Lit
	byLit    rows // by literal: the pairs it guards
	byFrom   rows // by node: the pairs that start there
	ahead    region
}

func newPairs(p *Problem) pairs {
	var s pairs
	add := func(e Edge, guard Lit) {
		if e.From != e.To {
			s.from, s.to, s.guard = append(s.from, e.From), append(s.to, e.To), append(s.guard, guard)
		}
	}
	for _, e := range p.Forbidden {
		add(e, Base)
	}
	base := len(s.from)
	for _, e := range p.GuardedForbidden {
		add(e.Edge, e.Lit)
	}
	if len(s.from) == 0 {
		return s
	}
	s.byLit = makeRows(2*p.Vars, len(s.from)-base,
		func(i int) int32 { return int32(s.guard[base+i]) }, func(i int) int32 { return int32(base + i) })
	s.byFrom = makeRows(p.Nodes, len(s.from), func(i int) int32 { return s.from[i] }, index)
	s.ahead = newRegion(p.Nodes)
	return s
}

// active reports whether pair q is forbidden now.
func (s *search) active(q int32) bool {
	return s.pairs.guard[q] == Base || s.holds(s.pairs.guard[q])
}

// enterPairs looks at the pairs that l makes active. It returns false, with the
// conflict set, if a path joins one. Otherwise it moves the end of each ahead of
// its start: most later edges then cannot make such a path, and the check of the
// pair is a comparison.
func (s *search) enterPairs(l Lit) bool {
	w, g := &s.pairs, s.graph
	for _, q := range w.byLit.row(int32(l)) {
		if g.arrange(w.to[q], w.from[q]) {
			s.disturb()
		} else if g.joins(&w.ahead, w.from[q], w.to[q]) {
			s.setConflict(s.pathClause(q, false))
			return false
		}
	}
	return true
}

// joins reports whether a path leads from one node to another without outside
// edges.
func (g *graph) joins(r *region, from, to int32) bool {
	r.clear()
	r.add(from)
	for i := 0; i < len(r.nodes) && !r.has(to); i++ {
		n := r.nodes[i]
		row := g.out.base.row(n)
		for _, m := range row {
			if g.pos[m] <= g.pos[to] {
				r.add(m)
			}
		}
		for e := g.out.head[n]; e >= 0; e = g.out.next[e] {
			if m := g.to[e]; g.pos[m] <= g.pos[to] {
				r.add(m)
			}
			g.steps++
		}
		g.steps += int64(1 + len(row))
	}
	return r.has(to)
}
