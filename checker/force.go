package checker

import "visar/axioms"

// forceByReads: a writer that is visible to a reader comes before the writer
// that it read from. For each write and each chain the last writer that is
// visible to one of its readers is enough.
func (s *saturation) forceByReads() {
	for k := range s.groups.keys() {
		if !s.groups.has(k) {
			continue
		}
		for _, source := range s.r.WritersOf(k) {
			readers := s.readersOf(source)
			var moved uint64
			for _, reader := range readers {
				moved |= s.clock.chainsMoved(s.shape.snapshot(reader))
			}
			if moved == 0 {
				continue
			}
			for _, g := range s.groups.of(k) {
				if s.clock.has(g.chain) && moved>>(uint32(g.chain-s.clock.lo)%64)&1 == 1 {
					s.forceByRead(source, readers, g)
				}
			}
		}
	}
	if s.shape.forbids() {
		s.forceByInitialReads()
	}
}

func (s *saturation) forceByRead(source int32, readers []int32, g group) {
	last, by := g.lo, int32(-1)
	for _, reader := range readers {
		if s.clock.grew(s.shape.snapshot(reader), g.chain) {
			if end := s.lastVisible(reader, g); end > last {
				last, by = end, reader
			}
		}
	}
	if by < 0 || s.groups.writes[last-1] == source {
		return
	}
	writer, writerOfSource := s.r.Writes[s.groups.writes[last-1]].Node, s.r.Writes[source].Node
	from, to := s.shape.ww(writer, writerOfSource)
	if !s.clock.reaches(writer, from, to) {
		s.force(arc{from, to}, by)
	}
}

// forceByInitialReads: the initial value comes before every writer, so that a
// writer visible to a reader of it is a contradiction, which an arc from the
// reader back to the writer puts into the graph.
func (s *saturation) forceByInitialReads() {
	for k, readers := range s.initialReaders() {
		if !s.groups.has(int32(k)) {
			continue
		}
		for _, reader := range readers {
			for _, g := range s.groups.of(int32(k)) {
				if !s.clock.has(g.chain) || !s.clock.grew(s.shape.snapshot(reader), g.chain) {
					continue
				}
				if end := s.lastVisible(reader, g); end > g.lo {
					writer := s.r.Writes[s.groups.writes[end-1]].Node
					s.force(arc{s.shape.snapshot(reader), s.shape.snapshot(writer)}, reader)
				}
			}
		}
	}
}

// lastVisible returns the end of the writes of the group up to the last one that
// is visible to the reader and not its own.
func (s *saturation) lastVisible(reader int32, g group) int32 {
	end := s.groups.upto(g, s.clock.committed(s.shape.snapshot(reader), g.chain))
	if end > g.lo && s.r.Writes[s.groups.writes[end-1]].Node == reader {
		end--
	}
	for s.shape == shapeUA && end > g.lo && !s.sees(s.r.Writes[s.groups.writes[end-1]].Node, reader) {
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

// forceByWriters: two writers of a key that are ordered already get the edges of
// that order.
func (s *saturation) forceByWriters() {
	for k := range s.groups.keys() {
		if !s.groups.has(k) {
			continue
		}
		for _, b := range s.groups.all(k) {
			commit := s.shape.commit(s.r.Writes[b].Node)
			moved := s.outer.chainsMoved(commit)
			if moved == 0 {
				continue
			}
			for _, g := range s.groups.of(k) {
				if s.outer.has(g.chain) && moved>>(uint32(g.chain-s.outer.lo)%64)&1 == 1 {
					s.forceBefore(g, b, commit)
				}
			}
		}
	}
}

// forceBefore adds the edges of "the last write of the group that is settled to
// come before b comes before b".
func (s *saturation) forceBefore(g group, b, commit int32) {
	end := s.groups.upto(g, s.outer.settled(commit, g.chain))
	if end > g.lo && s.groups.writes[end-1] == b {
		end--
	}
	if end == g.lo {
		return
	}
	a := s.groups.writes[end-1]
	na, nb := s.r.Writes[a].Node, s.r.Writes[b].Node
	from, to := s.shape.ww(na, nb)
	if !s.clock.reaches(na, from, to) {
		s.force(arc{from, to}, -1)
	}
	if s.shape.forbids() || s.r.Versions[s.r.Writes[b].Key] != nil {
		return
	}
	for _, reader := range s.readersOf(a) {
		from := s.shape.snapshot(reader)
		if reader != nb && !(s.clock.covers(reader) && s.clock.reaches(reader, from, commit)) {
			s.force(arc{from, commit}, -2-na)
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
}
