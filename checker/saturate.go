package checker

import (
	"cmp"
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// saturation adds to a polygraph every edge that one of two orders of a pair of
// writers forces because the other closes a cycle with what is there already. It
// looks at reads and chains, never at pairs: of a chain only the last writer
// before, and the first after, can force anything new.
type saturation struct {
	*polygraph
	cover  *cover
	groups [][]group         // by key; nil for keys with nothing to order
	known  int               // arcs before saturation
	starts []int             // number of arcs at the start of each round
	why    []reason          // of arcs[known:]
	added  map[arc]bool      // of arcs[known:]
	graph  *dependency.Graph // arcs (and outside ones) at the start of the round
	order  []int32           // its topological order
	rank   []int32           // preferred place of ports and hubs, or nil
	clock  clocks
}

// group are the writers of one key in one chain, as indices of writes in order of
// the chain.
type group struct {
	chain  int32
	writes []int32
}

// reason says why an arc was forced: a path from port from to port to, over
// arcs older than the round.
type reason struct {
	from, to int32
	round    int32
	a, b     int32 // nodes: a's version comes before b's
	reader   int32 // the node whose read forces it, or that must come before b; -1
}

// saturate runs to a fixpoint. It returns false if the edges have a cycle then.
func (s *saturation) saturate() bool {
	s.known = len(s.arcs)
	s.added = map[arc]bool{}
	for {
		s.starts = append(s.starts, len(s.arcs))
		s.buildGraph()
		order, ok := s.graph.Topological(s.rank)
		s.order = order
		if !ok {
			return false
		}
		if s.cover == nil {
			s.cover = newCover(s.polygraph, order)
			s.groupWriters()
		}
		if s.ctx.Err() != nil || !s.worthwhile() || !s.round() {
			return true
		}
	}
}

// open reports whether there is anything to order.
func (s *saturation) open() bool {
	for _, g := range s.groups {
		if g != nil {
			return true
		}
	}
	return false
}

// worthwhile reports whether saturation can force anything that matters: not
// where all that is open are list versions that nobody read.
func (s *saturation) worthwhile() bool {
	for k, g := range s.groups {
		if g != nil && (s.r.Versions[k] == nil || s.shape.forbids()) {
			return true
		}
	}
	return false
}

// buildGraph makes the graph of all arcs.
func (s *saturation) buildGraph() {
	arcs := make([]dependency.Arc, 0, len(s.arcs)+len(s.outside))
	for _, a := range s.arcs {
		arcs = append(arcs, dependency.Arc{From: a.from, To: a.to})
	}
	for _, a := range s.outside {
		arcs = append(arcs, dependency.Arc{From: a.from, To: a.to})
	}
	s.graph = dependency.NewGraph(int(s.total), arcs)
}

// groupWriters groups the writers of each key whose order matters and is not
// known by their chains.
func (s *saturation) groupWriters() {
	s.groups = make([][]group, s.h.Keys())
	for k := range int32(s.h.Keys()) {
		writes := s.unordered(k)
		if len(writes) == 0 {
			continue
		}
		slices.SortFunc(writes, func(a, b int32) int {
			x, y := s.r.Writes[a].Node, s.r.Writes[b].Node
			return cmp.Or(cmp.Compare(s.cover.chain[x], s.cover.chain[y]), cmp.Compare(s.cover.place[x], s.cover.place[y]))
		})
		for i := 0; i < len(writes); {
			chain := s.cover.chain[s.r.Writes[writes[i]].Node]
			end := i
			for end < len(writes) && s.cover.chain[s.r.Writes[writes[end]].Node] == chain {
				end++
			}
			s.groups[k] = append(s.groups[k], group{chain, writes[i:end]})
			i = end
		}
	}
}

// unordered returns the writes of key k that saturation has to look at: all
// those of a register with two writers; of a list those that nobody read, where
// writers may not be concurrent; and all, where reads forbid paths.
func (s *saturation) unordered(k int32) []int32 {
	all := s.r.WritersOf(k)
	v := s.r.Versions[k]
	switch {
	case s.shape.forbids() && len(all) > 0, v == nil && len(all) > 1:
		return slices.Clone(all)
	case v != nil && len(v.Tail) > 1 && s.shape == shapeSI:
		var tail []int32
		for _, op := range v.Tail {
			tail = append(tail, s.writeOf(s.r.NodeOfOp(op), k))
		}
		return tail
	}
	return nil
}

// round looks at every read and every writer once and adds what is forced. It
// reports whether anything was.
func (s *saturation) round() bool {
	before := len(s.arcs)
	inner, innerOrder := s.graph, s.order
	if len(s.outside) > 0 {
		inner, innerOrder = s.innerGraph()
	}
	width := blockWidth(s.total, s.cover.count)
	for lo := int32(0); lo < s.cover.count && s.ctx.Err() == nil; lo += width {
		s.clock = clocks{c: s.cover, shape: s.shape, lo: lo, width: min(width, s.cover.count-lo), rows: s.clock.rows}
		s.clock.fill(inner, innerOrder, s.nodes)
		s.forceByReads()
		if len(s.outside) > 0 {
			s.clock.fill(s.graph, s.order, s.nodes)
		}
		s.forceByWriters()
	}
	return len(s.arcs) > before
}

// innerGraph is the graph of visibility alone.
func (s *saturation) innerGraph() (*dependency.Graph, []int32) {
	arcs := make([]dependency.Arc, len(s.arcs))
	for i, a := range s.arcs {
		arcs[i] = dependency.Arc{From: a.from, To: a.to}
	}
	return dependency.NewGraph(int(s.total), arcs), s.order
}

// inBlock yields the groups of key k whose chain the clocks cover.
func (s *saturation) inBlock(k int32, yield func(group)) {
	for _, g := range s.groups[k] {
		if g.chain >= s.clock.lo && g.chain < s.clock.lo+s.clock.width {
			yield(g)
		}
	}
}

// forceByReads: a writer that is visible to a reader comes before the writer
// that it read from.
func (s *saturation) forceByReads() {
	for _, rd := range s.r.Reads {
		if !rd.External || s.groups[rd.Key] == nil {
			continue
		}
		source := s.sourceWrite(rd)
		if source < 0 && !s.shape.forbids() {
			continue // RW edges to every writer are there
		}
		s.inBlock(rd.Key, func(g group) { s.forceByRead(rd, source, g) })
	}
}

func (s *saturation) forceByRead(rd dependency.Read, source int32, g group) {
	w := s.lastVisible(rd, g)
	if w < 0 || w == source {
		return
	}
	writer := s.r.Writes[w].Node
	why := reason{from: s.shape.commit(writer), to: s.shape.snapshot(rd.Node), a: writer, b: rd.Source, reader: rd.Node}
	if source < 0 {
		// The initial value comes before every writer: a contradiction, which the
		// arc from the reader to itself puts into the graph.
		s.force(arc{s.shape.snapshot(rd.Node), s.shape.snapshot(writer)}, why)
		return
	}
	from, to := s.shape.ww(writer, rd.Source)
	if !s.clock.reaches(writer, from, to) {
		s.force(arc{from, to}, why)
	}
}

// lastVisible returns the last write of the group that is visible to the reader,
// other than its own, or -1.
func (s *saturation) lastVisible(rd dependency.Read, g group) int32 {
	at := s.shape.snapshot(rd.Node)
	i := s.reached(g, s.shape.commit, at)
	if i > 0 && s.r.Writes[g.writes[i-1]].Node == rd.Node {
		i--
	}
	for s.shape == shapeUA && i > 0 && !s.sees(s.r.Writes[g.writes[i-1]].Node, rd.Node) {
		i-- // visibility is not transitive: an earlier one may be seen
	}
	if i == 0 {
		return -1
	}
	return g.writes[i-1]
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

// reached returns how many writes of the group, from its start, have a path from
// the given port to port at.
func (s *saturation) reached(g group, port func(int32) int32, at int32) int {
	height := s.clock.row(at)[g.chain-s.clock.lo]
	if height == 0 {
		return 0
	}
	i, _ := slices.BinarySearchFunc(g.writes, height, func(w, h int32) int {
		if s.clock.height(port(s.r.Writes[w].Node)) <= h {
			return -1
		}
		return 1
	})
	return i
}

// forceByWriters: two writers of a key that are ordered already get the edges of
// that order.
func (s *saturation) forceByWriters() {
	for k := range int32(len(s.groups)) {
		for _, g := range s.groups[k] {
			for _, b := range g.writes {
				s.inBlock(k, func(earlier group) { s.forceBefore(earlier, b) })
			}
		}
	}
}

// forceBefore adds the edges of "the last write of the group that is settled to
// come before b comes before b".
func (s *saturation) forceBefore(g group, b int32) {
	nb := s.r.Writes[b].Node
	at := s.shape.commit(nb)
	i := s.reached(g, s.shape.settles, at)
	if i > 0 && g.writes[i-1] == b {
		i--
	}
	if i == 0 {
		return
	}
	a := g.writes[i-1]
	na := s.r.Writes[a].Node
	why := reason{from: s.shape.settles(na), to: at, a: na, b: nb, reader: -1}
	wwFrom, wwTo := s.shape.ww(na, nb)
	// A path of arbitration alone settles the order, but does not make it visible.
	if len(s.outside) > 0 || !s.clock.reaches(na, wwFrom, wwTo) {
		s.force(arc{wwFrom, wwTo}, why)
	}
	if s.shape.forbids() || s.r.Versions[s.r.Writes[b].Key] != nil {
		return
	}
	for _, reader := range s.readersOf(a) {
		rwFrom, rwTo := s.shape.snapshot(reader), s.shape.commit(nb)
		if reader != nb && !(s.clock.covers(reader) && s.clock.reaches(reader, rwFrom, rwTo)) {
			why.reader = reader
			s.force(arc{rwFrom, rwTo}, why)
		}
	}
}

// force adds an arc with its reason, once a round.
func (s *saturation) force(a arc, why reason) {
	if s.added[a] {
		return
	}
	s.added[a] = true
	why.round = int32(len(s.starts) - 1)
	s.arcs = append(s.arcs, a)
	s.why = append(s.why, why)
}
