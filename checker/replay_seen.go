package checker

// replays looks for an arbitration by a replay, with further edges that hold in every
// one. Lists are left to what is known of their versions.
func (s *saturation) replays(more func() []arc) bool {
	return s.mayReplay() && !s.hasLists() && s.replay(more(), &s.outer.clocks, s.pastRank())
}

// mayReplay reports whether there are replays of the model, and memory for one.
func (s *saturation) mayReplay() bool {
	return !s.without && !s.shape.forbids() && (s.opt.MaxMemory == 0 || s.memory()+s.replayMemory() <= s.opt.MaxMemory)
}

// replay looks for an arbitration by one replay; the clocks are nil where none were
// filled.
func (s *saturation) replay(more []arc, clock *clocks, rank []int32) bool {
	s.st.Guesses++
	s.replayed, _ = newReplay(s.polygraph, more, clock, rank).run()
	return s.replayed != nil
}

// replayMemory is what a replay holds at the most, in bytes.
func (s *saturation) replayMemory() int64 {
	return 64*int64(s.total) + 32*int64(len(s.arcs)+len(s.outside))
}

// seen returns what the clocks show to be forced at once: of those who write a key,
// the ones that a reader sees come before the one that it read from. Of each chain the
// last one is enough.
func (s *saturation) seen() []arc {
	var arcs []arc
	for k := range s.groups.keys() {
		if !s.groups.has(k) {
			continue
		}
		for _, source := range s.r.WritersOf(k) {
			for _, g := range s.groups.of(k) {
				last := g.lo
				for _, reader := range s.readersOf(source) {
					last = max(last, s.lastVisible(reader, g))
				}
				if last == g.lo || s.groups.writes[last-1] == source {
					continue
				}
				writer := s.groups.nodes[last-1]
				if from, to := s.shape.ww(writer, s.r.Writes[source].Node); !s.clock.reaches(writer, from, to) {
					arcs = append(arcs, arc{from, to})
				}
			}
		}
	}
	return arcs
}
