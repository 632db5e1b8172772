package order

// unknown marks variables of which no literal is known to agree with the order.
const unknown Lit = -1

// decide gives an open variable a value, if there is one that needs a decision.
//
// A literal whose edges all lead forward can be made true at no cost, so most
// variables never need thought: the order implies their values. Those that do
// are variables that were part of a conflict, and those of which both literals
// have an edge that leads backward.
func (s *search) decide() bool {
	s.review()
	v, ok := s.urgent()
	if !ok {
		return false
	}
	s.stats.Decisions++
	s.marks = append(s.marks, int32(len(s.trail)))
	s.assign(s.phase(v), none)
	return true
}

// urgent takes an open variable that needs a decision.
func (s *search) urgent() (v int32, ok bool) {
	for {
		v, ok := s.queue.take()
		if !ok {
			break
		}
		if s.value[2*v] == 0 {
			return v, true
		}
	}
	for n := len(s.unsure); n > 0; n = len(s.unsure) {
		v := s.unsure[n-1]
		s.unsure, s.isUnsure[v] = s.unsure[:n-1], false
		if s.value[2*v] == 0 && !s.agrees(v) {
			return v, true
		}
	}
	return 0, false
}

// doubt puts v among the variables to be looked at again.
func (s *search) doubt(v int32) {
	if !s.isUnsure[v] {
		s.unsure, s.isUnsure[v] = append(s.unsure, v), true
	}
}

// release takes note that v is open again.
func (s *search) release(v int32) {
	switch {
	case s.queue.active(v):
		s.queue.insert(v)
	case s.agreed[v] == unknown:
		s.doubt(v)
	}
}

// bump notes that v was involved in the conflict at hand.
func (s *search) bump(v int32) {
	s.queue.bump(v)
	if s.value[2*v] == 0 {
		s.queue.insert(v)
	}
}

// disturb takes note of the nodes just moved in the order.
func (s *search) disturb() {
	if len(s.graph.before.nodes) == 0 {
		return
	}
	for _, r := range []*region{&s.graph.before, &s.graph.after} {
		for _, n := range r.nodes {
			s.moved.add(n)
		}
	}
}

// review forgets what agreed with the order of the variables around the nodes
// moved since the last review.
func (s *search) review() {
	for _, n := range s.moved.nodes {
		s.reviewGuards(s.leaving.row(n))
		s.reviewGuards(s.arriving.row(n))
	}
	s.moved.clear()
}

// reviewGuards does so for the variables that guard edges.
func (s *search) reviewGuards(edges []int32) {
	s.graph.steps += int64(len(edges))
	for _, e := range edges {
		v := s.graph.guard[e].Var()
		if s.agreed[v] == unknown {
			continue
		}
		s.agreed[v] = unknown
		if s.value[2*v] == 0 && !s.queue.active(v) {
			s.doubt(v)
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
		if s.forward(l) {
			s.agreed[v] = l
			return true
		}
	}
	return false
}

// forward reports whether all edges of l lead forward in the order.
func (s *search) forward(l Lit) bool {
	g := s.graph
	for e := g.first[l]; e < g.first[l+1]; e++ {
		if g.pos[g.from[e]] >= g.pos[g.to[e]] {
			return false
		}
	}
	return true
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
