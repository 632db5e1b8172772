package order

// unknown marks variables of which no literal is known to agree with the order.
const unknown Lit = -1

// decide gives an open variable a value.
//
// A literal whose edges all lead forward can be made true at no cost, so most
// variables never need thought. Those that do come first: variables that were
// part of a conflict, and those of which both literals have an edge that leads
// backward. The rest are set when no such variable is left. Setting them earlier
// would be as right, but each conflict would take thousands of them back.
func (s *search) decide() {
	v, ok := s.urgent()
	if !ok {
		for s.value[2*s.idle] != 0 {
			s.idle++
		}
		v = int32(s.idle)
	}
	s.stats.Decisions++
	s.marks = append(s.marks, int32(len(s.trail)))
	s.assign(s.phase(v), none)
}

// urgent takes an open variable that should be decided early from the queue.
func (s *search) urgent() (v int32, ok bool) {
	for {
		v, ok := s.queue.take()
		if !ok {
			return 0, false
		}
		if s.value[2*v] == 0 && (s.queue.activity[v] > 0 || !s.agrees(v)) {
			return v, true
		}
	}
}

// release takes note that v is open again.
func (s *search) release(v int32) {
	s.idle = min(s.idle, int(v))
	if s.agreed[v] == unknown || s.queue.activity[v] > 0 {
		s.queue.insert(v)
	}
}

// disturb takes note of the nodes just moved in the order: whether anything
// still agrees with it is no longer known of the variables around them.
func (s *search) disturb() {
	if len(s.graph.before.nodes) == 0 {
		return
	}
	for _, r := range []*region{&s.graph.before, &s.graph.after} {
		for _, n := range r.nodes {
			s.disturbGuards(s.leaving.row(n), s.graph.guard)
			s.disturbGuards(s.arriving.row(n), s.graph.guard)
			s.disturbGuards(s.pairs.byFrom.row(n), s.pairs.guard)
			s.disturbGuards(s.pairs.byTo.row(n), s.pairs.guard)
		}
	}
}

// disturbGuards does so for the variables that guard items.
func (s *search) disturbGuards(items []int32, guard []Lit) {
	s.graph.steps += int64(len(items))
	for _, i := range items {
		if guard[i] == Base {
			continue
		}
		v := guard[i].Var()
		if s.agreed[v] != unknown {
			s.agreed[v] = unknown
			if s.value[2*v] == 0 {
				s.queue.insert(v)
			}
		}
	}
}

// phase returns the literal of v to try first: one that agrees with the order,
// or else the one with fewer edges and pairs against it.
func (s *search) phase(v int32) Lit {
	if s.agrees(v) {
		return s.agreed[v]
	}
	if l := Lit(2 * v); s.against(l, 16) <= s.against(l.Not(), 16) {
		return l
	}
	return Lit(2*v + 1)
}

// agrees reports whether a literal of v agrees with the order, and leaves it in
// agreed.
func (s *search) agrees(v int32) bool {
	if s.agreed[v] != unknown {
		return true
	}
	for _, l := range []Lit{Lit(2 * v), Lit(2*v + 1)} {
		if s.against(l, 1) == 0 {
			s.agreed[v] = l
			return true
		}
	}
	return false
}

// against counts, up to a bound, the edges and pairs of l that the order
// disagrees with.
func (s *search) against(l Lit, bound int) int {
	g, n := s.graph, 0
	for e := g.first[l]; e < g.first[l+1] && n < bound; e++ {
		if g.pos[g.from[e]] > g.pos[g.to[e]] {
			n++
		}
	}
	for _, q := range s.pairs.byLit.row(int32(l)) {
		if n >= bound {
			break
		}
		if g.pos[s.pairs.from[q]] < g.pos[s.pairs.to[q]] {
			n++
		}
	}
	return n
}
