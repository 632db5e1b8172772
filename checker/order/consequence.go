package order

// enterGraph adds the edges of the next literal of the trail and looks for what
// follows. It returns false, with the conflict set, on a contradiction.
func (s *search) enterGraph() bool {
	l := s.trail[s.graphHead]
	s.entered = append(s.entered, int32(len(s.graph.present)))
	s.graphHead++
	for e := s.graph.first[l]; e < s.graph.first[l+1]; e++ {
		if !s.graph.add(e) {
			s.setConflict(s.cycleClause(cause{closing: e, before: int32(len(s.graph.present))}))
			return false
		}
		s.disturb()
		s.forceAgainstCycles()
	}
	return s.enterPairs(l)
}

// forceAgainstCycles makes false what would close a cycle with the edge just
// added: guards of edges that lead from a node behind it to a node before it.
// It knows only the nodes that the edge moved in the order, so it misses some;
// those show up as conflicts.
func (s *search) forceAgainstCycles() {
	g := s.graph
	if len(g.before.nodes) == 0 {
		return
	}
	for _, n := range g.after.nodes {
		row := s.leaving.row(n)
		g.steps += int64(len(row))
		for _, e := range row {
			if g.before.has(g.to[e]) && s.value[g.guard[e]] == 0 {
				s.force(g.guard[e].Not(), e)
			}
		}
	}
}

// force makes l true because edge closing would close a cycle.
func (s *search) force(l Lit, closing int32) {
	s.cause[l.Var()] = cause{closing: closing, before: int32(len(s.graph.present))}
	s.stats.TheoryPropagations++
	s.assign(l, byGraph)
	if s.proof.on && len(s.marks) == 0 {
		s.reasonOf(l.Var()) // values of level 0 outlive the search for their reasons
	}
}

// reasonOf returns the clause that forced v, whose first literal it is, or none
// if v was decided.
func (s *search) reasonOf(v int32) int32 {
	if s.reason[v] == byGraph {
		lits, lemma := s.cycleClause(s.cause[v])
		s.secondLatest(lits)
		s.reason[v] = s.store(clause{lemma: lemma, learnt: true, levels: s.countLevels(lits)}, lits)
	}
	return s.reason[v]
}

// secondLatest moves a literal of the highest decision level among lits[1:] to
// its front, where the clause watches it.
func (s *search) secondLatest(lits []Lit) {
	for i := 2; i < len(lits); i++ {
		if s.level[lits[i].Var()] > s.level[lits[1].Var()] {
			lits[1], lits[i] = lits[i], lits[1]
		}
	}
}

// cycleClause returns the clause against the cycle that edge c.closing closes
// with the edges present before, and its record in the proof. The guard of the
// closing edge comes first.
func (s *search) cycleClause(c cause) ([]Lit, int32) {
	g := s.graph
	closing := g.guard[c.closing]
	path := s.finder.find(g, pathQuery{
		from: g.to[c.closing], to: g.from[c.closing], outside: true, before: c.before,
		free: func(l Lit) bool { return l == closing || s.level[l.Var()] == 0 },
	})
	lits := s.learning.negations(closing, path, g.guard)
	return lits, s.proof.addCycle(lits, c.closing, path)
}

// pathClause returns the clause against a path that joins pair q, and its record
// in the proof. The guard of the pair, if it has one, comes first. With implied
// set, edges that are not present but implied count too.
func (s *search) pathClause(q int32, implied bool) ([]Lit, int32) {
	g := s.graph
	query := pathQuery{
		from: s.pairs.from[q], to: s.pairs.to[q], before: int32(len(g.present)),
		free: func(l Lit) bool { return l == s.pairs.guard[q] || s.value[l] != 0 && s.level[l.Var()] == 0 },
	}
	if implied {
		query.leaving, query.implied = &s.leaving, s.implies
	}
	path := s.finder.find(g, query)
	lits := s.learning.negations(s.pairs.guard[q], path, g.guard)
	return lits, s.proof.addPath(lits, q, path)
}
