package checker

import (
	"math"

	"visar/axioms"
	"visar/history/dependency"
)

// bare returns an edge between nodes without key and operations.
func (s *horn) bare(from, to int32, kind dependency.Kind) dependency.Edge {
	return dependency.Edge{From: s.r.Txn[from], To: s.r.Txn[to], Kind: kind, Key: -1, FromOp: -1, ToOp: -1, Source: -1}
}

// edges returns the edges between transactions along hops from node from.
// Auxiliary nodes without owner are passed through, a transaction's two places
// are one, and so are steps of session order that follow each other where all of
// it is visible.
func (s *horn) edges(from int32, hops []hop) []dependency.Edge {
	var edges []dependency.Edge
	at := from
	for _, h := range hops {
		owner := s.ownerOf(h.node)
		if owner < 0 || owner == at {
			continue
		}
		last := len(edges) - 1
		if s.has(axioms.SESSION) && last >= 0 && h.kind == dependency.SO && edges[last].Kind == dependency.SO {
			edges[last].To = s.r.Txn[owner]
		} else {
			edges = append(edges, s.edgeOf(at, owner, h.kind))
		}
		at = owner
	}
	return edges
}

// edgeOf returns the edge of the given kind between nodes, with its operations.
func (s *horn) edgeOf(from, to int32, kind dependency.Kind) dependency.Edge {
	e := s.bare(from, to, kind)
	switch kind {
	case dependency.WR:
		return s.readEdge(from, s.firstRead(to, from))
	case dependency.WW:
		found := false
		s.eachVersionPair(func(f, t, key, fromOp, toOp int32) {
			if !found && f == from && t == to {
				found = true
				e.Key, e.FromOp, e.ToOp = key, fromOp, toOp
			}
		})
	}
	return e
}

// firstRead returns the first read of reader from source, external if there is
// one.
func (s *horn) firstRead(reader, source int32) dependency.Read {
	var found dependency.Read
	none := true
	for _, rd := range s.r.NodeReads(reader) {
		if s.readsFrom(rd, source) && (none || rd.External && !found.External) {
			found, none = rd, false
		}
	}
	return found
}

func (s *horn) readEdge(source int32, rd dependency.Read) dependency.Edge {
	e := s.bare(source, rd.Node, dependency.WR)
	e.Key, e.FromOp, e.ToOp = rd.Key, s.r.WriteOf(source, rd.Key), rd.Op
	return e
}

// cause is why a writer is before the source of a read: its reader sees it.
type cause struct {
	read    dependency.Read
	visible []dependency.Edge
}

// forced returns the edge that some read of a version of to forces: its reader
// sees a write of the same key by from.
func (s *horn) forced(from, to int32) dependency.Edge {
	why := s.cause(from, to)
	e := s.bare(from, to, dependency.CO)
	e.Key, e.FromOp, e.ToOp = why.read.Key, s.r.WriteOf(from, why.read.Key), s.r.WriteOf(to, why.read.Key)
	e.Via = &dependency.Forced{Reader: s.r.Txn[why.read.Node], Visible: why.visible}
	return e
}

// staleCycle returns the contradiction of a reader that sees a writer and read the
// initial value, or a log without what it appended: the path by which it sees
// it, and the anti-dependency back.
func (s *horn) staleCycle(writer int32) dependency.Cycle {
	why := s.cause(writer, dependency.Init)
	back := s.bare(why.read.Node, writer, dependency.RW)
	back.Source = s.r.TxnOf(why.read.Source)
	back.Key, back.FromOp, back.ToOp = why.read.Key, why.read.Op, s.r.WriteOf(writer, why.read.Key)
	return append(dependency.Cycle(why.visible), back)
}

// cause returns the read of a version of to, or of the initial value, whose
// reader sees from on the shortest path; the first such. It takes time linear
// in the history.
func (s *horn) cause(from, to int32) cause {
	var best cause
	var reads []dependency.Read
	for _, rd := range s.r.Reads {
		if rd.Node != from && (rd.Source == to || s.logs != nil) && s.writeIndex(from, rd.Key) >= 0 && s.isOf(rd, from, to) {
			reads = append(reads, rd)
		}
	}
	see := s.witness(from, reads)
	for _, rd := range reads {
		if path := see(rd); path != nil && (best.visible == nil || len(path) < len(best.visible)) {
			best = cause{rd, path}
		}
	}
	return best
}

// isOf reports whether rd returned the version of to of a key that from writes
// too; for Init, the initial value or a log without what from appended.
func (s *horn) isOf(rd dependency.Read, from, to int32) bool {
	if l := s.logs.log(rd); l != nil {
		return to == dependency.Init && !s.shows(l, from)
	}
	return rd.Source == to
}

// witness returns a function that says how the reader of one of reads sees from: a
// path of edges, or nil if it does not.
func (s *horn) witness(from int32, reads []dependency.Read) func(dependency.Read) []dependency.Edge {
	external := func(dependency.Read) []dependency.Edge { return nil }
	switch {
	case !s.has(axioms.EXT):
	case s.composed:
		external = s.composedWitness(from, reads)
	default:
		external = s.stepWitness(from)
	}
	return func(rd dependency.Read) []dependency.Edge {
		if rd.External {
			if path := external(rd); path != nil {
				return path
			}
		}
		if s.has(axioms.MONOTONICVIEW) {
			return s.earlierRead(from, rd)
		}
		return nil
	}
}

// earlierRead is the witness of MONOTONICVIEW: a read from the transaction from,
// before rd.
func (s *horn) earlierRead(from int32, rd dependency.Read) []dependency.Edge {
	for _, earlier := range s.r.NodeReads(rd.Node) {
		if earlier.Op < rd.Op && s.readsFrom(earlier, from) {
			return []dependency.Edge{s.readEdge(from, earlier)}
		}
	}
	return nil
}

// stepWitness is for visibility of one step: [horn.readAtomic].
func (s *horn) stepWitness(from int32) func(dependency.Read) []dependency.Edge {
	readBy := s.readBySession(from)
	return func(rd dependency.Read) []dependency.Edge {
		n := rd.Node
		for _, own := range s.r.NodeReads(n) {
			if own.External && s.readsFrom(own, from) {
				return []dependency.Edge{s.readEdge(from, own)}
			}
		}
		earlier, ok := readBy[s.h.Session(s.r.Txn[n])]
		switch {
		case s.has(axioms.RYW) && s.r.SessionBefore(from, n):
			return []dependency.Edge{s.bare(from, n, dependency.SO)}
		case s.has(axioms.REALTIME) && s.r.RealTimeBefore(from, n):
			return []dependency.Edge{s.bare(from, n, dependency.RT)}
		case s.has(axioms.MR) && ok && earlier.Node < n:
			return []dependency.Edge{s.readEdge(from, earlier), s.bare(earlier.Node, n, dependency.SO)}
		}
		return nil
	}
}

// readBySession returns, by session, its first external read from a node.
func (s *horn) readBySession(source int32) map[int32]dependency.Read {
	first := map[int32]dependency.Read{}
	if !s.has(axioms.MR) {
		return first
	}
	for _, rd := range s.r.Reads {
		if rd.External && s.readsFrom(rd, source) {
			session := s.h.Session(s.r.Txn[rd.Node])
			if _, ok := first[session]; !ok {
				first[session] = rd
			}
		}
	}
	return first
}

// composedWitness is for visibility along paths: [horn.causal]. A path is
// returned only if it is shorter than those before. It searches no further than to the
// last reader.
func (s *horn) composedWitness(from int32, reads []dependency.Read) func(dependency.Read) []dependency.Edge {
	search := s.sightSearch()
	s.aim(reads, true)
	search.from(from, math.MaxInt32)
	s.aim(reads, false)
	nearest := int32(math.MaxInt32)
	return func(rd dependency.Read) []dependency.Edge {
		at := s.at(rd.Node)
		if at < 0 || !search.reached(at) || search.dist[at] >= nearest {
			return nil
		}
		nearest = search.dist[at]
		return s.edges(from, search.path(from, at))
	}
}

// aim makes the readers goals of the search in what is visible, or no longer.
func (s *horn) aim(reads []dependency.Read, goal bool) {
	for _, rd := range reads {
		if at := s.at(rd.Node); rd.External && at >= 0 {
			s.looking.aim(at, goal)
		}
	}
}

// sightSearch returns the search in what is visible, by transactions.
func (s *horn) sightSearch() *levelSearch {
	if s.looking == nil {
		s.looking = newLevelSearch(s.sightGraph(), func(v, to int32) int32 {
			if owner := s.ownerOf(to); owner >= 0 && owner != s.ownerOf(v) {
				return 1
			}
			return 0
		})
		s.looking.goal = make([]bool, s.looking.graph.Len())
	}
	return s.looking
}
