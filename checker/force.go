package checker

import "visar/axioms"

// apply applies the rules at a port, in the chains that moved there; the first
// time, those of a commit in all chains.
func (s *saturation) apply(f *flow, v int32, chains uint64, first bool) {
	n := s.nodeOf(v)
	if v == s.shape.commit(n) && (first || f == s.outer && chains != 0) {
		for w := s.r.WriteFirst[n]; w < s.r.WriteFirst[n+1]; w++ {
			b := s.groups.index[w]
			switch {
			case b < 0:
			case first:
				s.forceAround(f, b)
			default:
				s.forceBefore(s.r.Writes[w].Key, b, chains)
			}
		}
	}
	if v == s.shape.snapshot(n) && f == s.clock {
		s.forceByReader(n, chains)
	}
}

// forceAround applies the rules to a write, given by its index in groups, when its
// commit is met first: that what is settled to come before it does, and that what
// its readers see does.
func (s *saturation) forceAround(f *flow, b int32) {
	w := s.groups.writes[b]
	k := s.r.Writes[w].Key
	if f == s.outer {
		s.forceEarlier(k, b)
	}
	if readers := s.readersOf(w); f == s.clock && len(readers) > 0 {
		s.forceBySource(k, w, readers)
	}
}

// A writer that is visible to a reader comes before the writer that it read from.
// For each chain the last one that is visible is enough.

// forceBySource applies that to all who read write w of key k. Those that are
// settled to come before it by now need no look.
func (s *saturation) forceBySource(k, w int32, readers []int32) {
	commit := s.shape.commitHeight(0) - s.shape.settleHeight(0)
	cursors := s.cursors.last[s.groups.first[k]:]
	for i, g := range s.groups.of(k) {
		if !s.clock.has(g.chain) {
			continue
		}
		for _, reader := range readers {
			if s.outer != s.clock || s.clock.at(s.shape.snapshot(reader), g.chain)-commit >= cursors[i].height {
				s.forceByRead(w, reader, g)
			}
		}
	}
}

// forceByReader applies it to node n, which sees more in the given chains.
func (s *saturation) forceByReader(n int32, chains uint64) {
	if chains == 0 {
		return
	}
	row := s.clock.row(s.shape.snapshot(n))
	for i := s.r.ReadFirst[n]; i < s.r.ReadFirst[n+1]; i++ {
		rd := &s.r.Reads[i]
		source := s.sourceWrite(*rd)
		if source < 0 || !s.groups.has(rd.Key) {
			continue
		}
		_, to := s.shape.ww(0, rd.Source)
		settled := s.clock.row(to)
		for _, g := range s.groups.moved(rd.Key, &s.clock.clocks, chains) {
			if c := g.chain - s.clock.lo; row[c] > settled[c] {
				s.forceByRead(source, n, g)
			}
		}
	}
}

// forceByRead applies it to one reader of write source and one group.
func (s *saturation) forceByRead(source, reader int32, g group) {
	end := s.lastVisible(reader, g)
	if end == g.lo || s.groups.writes[end-1] == source {
		return
	}
	writer := s.groups.nodes[end-1]
	from, to := s.shape.ww(writer, s.r.Writes[source].Node)
	if !s.clock.reaches(writer, from, to) {
		s.force(arc{from, to}, reader)
	}
}

// forceByInitialReads: the initial value comes before every writer, so that a
// writer visible to a reader of it is a contradiction, which an arc from the
// reader back to the writer puts into the graph.
func (s *saturation) forceByInitialReads() {
	for k, readers := range s.initialReaders() {
		for _, reader := range readers {
			for _, g := range s.groups.of(int32(k)) {
				if !s.clock.has(g.chain) {
					continue
				}
				if end := s.lastVisible(reader, g); end > g.lo {
					writer := s.groups.nodes[end-1]
					s.force(arc{s.shape.snapshot(reader), s.shape.snapshot(writer)}, reader)
				}
			}
		}
	}
}

// forceByUnseen is the same for writers to a log that a reader did not see.
func (s *saturation) forceByUnseen() {
	for _, pair := range s.unseen {
		reader, writer := pair[0], pair[1]
		if s.clock.covers(writer) && s.clock.reaches(writer, s.shape.commit(writer), s.shape.snapshot(reader)) {
			s.force(arc{s.shape.snapshot(reader), s.shape.snapshot(writer)}, reader)
		}
	}
}

// lastVisible returns the end of the writes of the group up to the last one that
// is visible to the reader and not its own.
func (s *saturation) lastVisible(reader int32, g group) int32 {
	scale := s.shape.commits()
	place := (s.clock.at(s.shape.snapshot(reader), g.chain) - scale.less) >> scale.shift
	end := s.groups.upto(g, place)
	if end > g.lo && s.groups.nodes[end-1] == reader {
		end--
	}
	for s.shape == shapeUA && end > g.lo && !s.sees(s.groups.nodes[end-1], reader) {
		end-- // visibility is not transitive: an earlier one may be seen
	}
	return end
}

// sees reports whether the reader sees writer w, which reaches it, by one step:
// by a read, a session, real time, or because both write a key.
func (s *saturation) sees(w, reader int32) bool {
	if s.has(axioms.SESSION) && s.r.SessionBefore(w, reader) || s.has(axioms.REALTIME) && s.r.RealTimeBefore(w, reader) {
		return true
	}
	for _, rd := range s.r.NodeReads(reader) {
		if rd.External && rd.Source == w {
			return true
		}
	}
	for _, x := range s.r.NodeWrites(w) {
		if s.writeOf(reader, x.Key) >= 0 {
			return true
		}
	}
	return false
}

// Two writers of a key that are ordered already get the edges of that order.

// forceEarlier adds, the first time that write b of key k is met, the edges of
// "the last write of each group that is settled to come before b comes before b".
// What is settled to come before a write that comes before b itself got them
// already: only what is behind the cursors is looked at.
func (s *saturation) forceEarlier(k, b int32) {
	writer := s.groups.nodes[b]
	row := s.outer.row(s.shape.commit(writer))
	cursors := s.cursorsBefore(k, writer)
	scale := s.shape.settlers()
	for i, g := range s.groups.of(k) {
		c, from := g.chain-s.outer.lo, cursors[i].at
		if uint32(c) >= uint32(len(row)) || row[c] < cursors[i].height {
			continue
		}
		end := s.groups.upto(group{g.chain, from, g.hi}, (row[c]-scale.less)>>scale.shift)
		at := end
		if g.chain == s.cover.chain[writer] {
			at, end = b, b // b must itself come before the next one
		}
		cursors[i] = s.cursorAt(at, g)
		if end > from {
			s.forceOrder(end-1, b)
		}
	}
}

// settled reports whether the clocks show that node a, or -1, is settled to come
// before node b.
func (s *saturation) settled(a, b int32) bool {
	return a >= 0 && s.outer.covers(a) && s.outer.reaches(a, s.shape.settles(a), s.shape.commit(b))
}

// forceBefore does so again for the chains that moved since. Where it is the same
// as for the write before b in b's own group, what that one got is enough.
func (s *saturation) forceBefore(k, b int32, chains uint64) {
	row := s.outer.row(s.shape.commit(s.groups.nodes[b]))
	own := s.cover.chain[s.groups.nodes[b]]
	gs := s.groups.of(k)
	var before []int32
	if b > gs[0].lo && s.cover.chain[s.groups.nodes[b-1]] == own {
		before = s.outer.row(s.shape.commit(s.groups.nodes[b-1]))
	}
	scale := s.shape.settlers()
	for _, g := range s.groups.moved(k, &s.outer.clocks, chains) {
		c := g.chain - s.outer.lo
		if before != nil && before[c] == row[c] {
			continue
		}
		place := (row[c] - scale.less) >> scale.shift
		if place < s.groups.places[g.lo] {
			continue
		}
		end := s.groups.upto(g, place)
		if before != nil && g.chain != own && end == s.groups.upto(g, (before[c]-scale.less)>>scale.shift) {
			continue
		}
		if end-1 == b {
			end--
		}
		if end > g.lo {
			s.forceOrder(end-1, b)
		}
	}
}

// forceOrder adds the edges of "a comes before b", which is settled.
func (s *saturation) forceOrder(a, b int32) {
	na, nb := s.groups.nodes[a], s.groups.nodes[b]
	if s.shape == shapeSI || len(s.outside) > 0 {
		// A path that settles the order need not make it visible.
		if from, to := s.shape.ww(na, nb); !s.clock.reaches(na, from, to) {
			s.force(arc{from, to}, -1)
		}
	}
	w := s.groups.writes[a]
	if s.shape.forbids() || s.r.Versions[s.r.Writes[w].Key] != nil {
		return
	}
	commit := s.shape.commit(nb)
	row := s.clock.row(commit)
	for i := s.readFirst[w]; i < s.readFirst[w+1]; i++ {
		c := s.readerChain[i] - s.clock.lo
		if uint32(c) < uint32(len(row)) && row[c] >= s.shape.snapshotHeight(s.readerPlace[i]) {
			continue
		}
		if reader := s.readers[i]; reader != nb {
			s.force(arc{s.shape.snapshot(reader), commit}, -2-na)
		}
	}
}

// force adds an arc with its reason.
func (s *saturation) force(a arc, why int32) {
	if s.added != nil {
		if s.added[a] {
			return
		}
		s.added[a] = true
	}
	s.arcs = append(s.arcs, a)
	s.why = append(s.why, why)
	if s.outer != s.clock && !s.outer.add(a) || !s.clock.add(a) {
		s.cyclic = true
	}
}
