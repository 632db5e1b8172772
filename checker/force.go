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
		s.forceByUnseen()
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
	writer := s.groups.nodes[last-1]
	from, to := s.shape.ww(writer, s.r.Writes[source].Node)
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

// forceByWriters: two writers of a key that are ordered already get the edges of
// that order.
func (s *saturation) forceByWriters() {
	for k := range s.groups.keys() {
		gs := s.groups.of(k)
		for _, own := range gs {
			for b := own.lo; b < own.hi; b++ {
				if moved := s.outer.chainsMoved(s.shape.commit(s.groups.nodes[b])); moved != 0 {
					s.forceBefore(gs, own, b, moved)
				}
			}
		}
	}
}

// forceBefore adds the edges of "the last write of each group that is settled to
// come before b comes before b". Where it is the same as for the write before b
// in b's own group, what that one got is enough. Writes are named by their index
// in groups.
func (s *saturation) forceBefore(gs []group, own group, b int32, moved uint64) {
	row := s.outer.row(s.shape.commit(s.groups.nodes[b]))
	var before []int32
	if b > own.lo {
		before = s.outer.row(s.shape.commit(s.groups.nodes[b-1]))
	}
	scale := s.shape.settlers()
	for _, g := range gs {
		c := g.chain - s.outer.lo
		if uint32(c) >= uint32(len(row)) || moved>>(uint32(c)%64)&1 == 0 || before != nil && before[c] == row[c] {
			continue
		}
		place := (row[c] - scale.less) >> scale.shift
		if place < s.groups.places[g.lo] {
			continue
		}
		end := s.groups.upto(g, place)
		if before != nil && g.chain != own.chain && end == s.groups.upto(g, (before[c]-scale.less)>>scale.shift) {
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
}
