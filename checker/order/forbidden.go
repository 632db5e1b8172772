package order

// pairs holds the forbidden pairs. A pair is active while its guard is true or
// Base.
type pairs struct {
	from, to []int32
	guard    []Lit
	byLit    rows // by literal: the pairs it guards
	byFrom   rows // by node: the pairs that start there
	reach    []uint64
	back     region
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
	s.reach = make([]uint64, p.Nodes)
	s.back, s.ahead = newRegion(p.Nodes), newRegion(p.Nodes)
	return s
}

// active reports whether pair q is forbidden now.
func (s *search) active(q int32) bool {
	return s.pairs.guard[q] == Base || s.value[s.pairs.guard[q]] == isTrue
}

// nearby bounds the nodes looked at on either side of a new edge or in front of
// a new pair. Paths that the bound hides are found by checkPairs.
const nearby = 256

// pairsNear looks for pairs joined by a path over the new edge e, near to it. It
// returns false, with the conflict set, if one is active; pairs whose guard is
// open become inactive for good.
func (s *search) pairsNear(e int32) bool {
	w := &s.pairs
	if len(w.from) == 0 {
		return true
	}
	s.graph.nearest(&w.ahead, &s.graph.out, s.graph.to[e])
	s.graph.nearest(&w.back, &s.graph.in, s.graph.from[e])
	for _, n := range w.back.nodes {
		row := w.byFrom.row(n)
		s.graph.steps += int64(len(row))
		for _, q := range row {
			if w.ahead.has(w.to[q]) && !s.exclude(q) {
				return false
			}
		}
	}
	return true
}

// exclude draws the consequence of a path that joins pair q: its guard must be
// false. It returns false, with the conflict set, if the pair is active.
func (s *search) exclude(q int32) bool {
	c := cause{closing: none, pair: q, before: int32(len(s.graph.present))}
	if s.active(q) {
		s.setConflict(s.pathClause(c))
		return false
	}
	if guard := s.pairs.guard[q]; s.value[guard] == 0 {
		s.force(guard.Not(), c)
	}
	return true
}

// enterPairs looks at the pairs that l makes active. It returns false, with the
// conflict set, if a path that is found within the bound joins one.
func (s *search) enterPairs(l Lit) bool {
	w, g := &s.pairs, s.graph
	for _, q := range w.byLit.row(int32(l)) {
		if g.pos[w.from[q]] > g.pos[w.to[q]] {
			continue
		}
		g.nearest(&w.ahead, &g.out, w.from[q])
		if w.ahead.has(w.to[q]) {
			return s.exclude(q)
		}
	}
	return true
}

// nearest fills r with the first nodes connected to start along a, outside
// edges left aside, breadth first.
func (g *graph) nearest(r *region, a *adjacency, start int32) {
	r.clear()
	r.add(start)
	for i := 0; i < len(r.nodes) && len(r.nodes) < nearby; i++ {
		n := r.nodes[i]
		row := a.base.row(n)
		for _, m := range row {
			r.add(m)
		}
		for e := a.head[n]; e >= 0; e = a.next[e] {
			r.add(a.far[e])
			g.steps++
		}
		g.steps += int64(1 + len(row))
	}
}

// pairsDue reports whether all pairs are to be checked: before the first
// decision, since a path without choices refutes the problem, and when all
// values are set.
func (s *search) pairsDue() bool {
	return len(s.pairs.from) > 0 && (s.complete() || s.stats.Decisions == 0)
}

// checkPairs looks for a path that joins any active pair. It returns false, with
// the conflict set, if there is one.
//
// A pair whose ends are in the reverse order has none. For the others the order
// is swept with one bit for each of 64 starting nodes, so the cost is that of
// walking the graph once for every 64 nodes where such pairs start.
func (s *search) checkPairs() bool {
	b := batch{search: s}
	for place, n := range s.graph.at {
		before := len(b.pairs)
		for _, q := range s.pairs.byFrom.row(n) {
			if s.active(q) && s.graph.pos[s.pairs.to[q]] > int32(place) {
				b.pairs = append(b.pairs, q)
				b.last = max(b.last, s.graph.pos[s.pairs.to[q]])
			}
		}
		if len(b.pairs) == before {
			continue
		}
		if b.starts = append(b.starts, n); len(b.starts) == 64 && !b.sweep() {
			return false
		}
	}
	return len(b.starts) == 0 || b.sweep()
}

// batch is a set of up to 64 nodes whose pairs are checked together.
type batch struct {
	*search
	starts []int32 // in order of place
	pairs  []int32 // in order of their starts
	last   int32   // the last place of interest
}

// sweep checks the batch and empties it. It returns false, with the conflict
// set, if a pair is joined.
func (b *batch) sweep() bool {
	g, reach := b.graph, b.search.pairs.reach
	first := g.pos[b.starts[0]]
	for i, n := range b.starts {
		reach[n] |= 1 << i
	}
	for place := first; place < b.last; place++ {
		if bits := reach[g.at[place]]; bits != 0 {
			b.pass(g.at[place], bits)
		}
	}
	joined := b.joined()
	for place := first; place <= b.last; place++ {
		reach[g.at[place]] = 0
	}
	b.starts, b.pairs, b.last = b.starts[:0], b.pairs[:0], 0
	return joined == none || b.exclude(joined)
}

// pass hands the bits of node n to its successors.
func (b *batch) pass(n int32, bits uint64) {
	g, reach := b.graph, b.search.pairs.reach
	row := g.out.base.row(n)
	for _, m := range row {
		if g.pos[m] <= b.last {
			reach[m] |= bits
		}
	}
	for e := g.out.head[n]; e >= 0; e = g.out.next[e] {
		if m := g.to[e]; g.pos[m] <= b.last {
			reach[m] |= bits
		}
		g.steps++
	}
	g.steps += int64(1 + len(row))
}

// joined returns the first pair of the batch that a path joins, or none.
func (b *batch) joined() int32 {
	w, i := &b.search.pairs, 0
	for _, q := range b.pairs {
		for b.starts[i] != w.from[q] {
			i++
		}
		if w.reach[w.to[q]]&(1<<i) != 0 {
			return q
		}
	}
	return none
}
