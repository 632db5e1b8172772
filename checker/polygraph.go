package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

// shape is how a model turns dependencies into a graph that must be acyclic
// (theory: the split graph of snapshots and commits).
type shape uint8

const (
	// one node a transaction; anti-dependencies are edges.
	shapeSER shape = iota
	// a snapshot and a commit node a transaction; a writer sees the writers of its
	// keys that arbitrate before it.
	shapeSI
	// the same, but the order of writers only orders commits.
	shapePC
	// one node a transaction; an anti-dependency R→W forbids a path from W to R.
	shapePSI
	// the same, but forbids only a single edge from W to R.
	shapeUA
)

// shapeOf derives the shape from a closed set of axioms that has EXT and one of
// TOTALVIS, PREFIX and NOCONFLICT.
func shapeOf(s axioms.Set) shape {
	switch {
	case s.Has(axioms.TOTALVIS):
		return shapeSER
	case s.Has(axioms.PREFIX | axioms.NOCONFLICT):
		return shapeSI
	case s.Has(axioms.PREFIX):
		return shapePC
	case s.Has(axioms.TRANSVIS):
		return shapePSI
	default:
		return shapeUA
	}
}

func (s shape) split() bool { return s == shapeSI || s == shapePC }

// forbids reports whether anti-dependencies forbid paths instead of being edges.
func (s shape) forbids() bool { return s == shapePSI || s == shapeUA }

// snapshot and commit are the ports of transaction node n.
func (s shape) snapshot(n int32) int32 {
	if s.split() {
		return 2 * n
	}
	return n
}

func (s shape) commit(n int32) int32 {
	if s.split() {
		return 2*n + 1
	}
	return n
}

// ww returns the edge that A before B makes.
func (s shape) ww(a, b int32) (from, to int32) {
	if s == shapePC {
		return s.commit(a), s.commit(b)
	}
	return s.commit(a), s.snapshot(b)
}

// settles returns the port of a from which a path to the commit of b forces a
// before b.
func (s shape) settles(a int32) int32 {
	if s == shapePC {
		return s.commit(a)
	}
	return s.snapshot(a)
}

// arc is an edge of a polygraph. Its ends are ports or hubs.
type arc struct{ from, to int32 }

// polygraph is a history under a shape: the edges that hold in every execution,
// to which saturation adds those that it forces.
type polygraph struct {
	*job
	shape shape
	nodes int32 // ports; hubs follow
	total int32 // ports and hubs
	full  bool  // there was no memory for all edges
	// arcs are inside visibility (or, in a split graph, all there are); outside are
	// those of arbitration only, for shapes that forbid paths.
	arcs    []arc
	outside []arc
	// readers[readFirst[w]:readFirst[w+1]] are the nodes that read write w.
	readers   []int32
	readFirst []int32
	// unseen are readers of logs and writers that they did not see, for shapes that
	// forbid paths.
	unseen [][2]int32
	chains updateChainKeys
}

// newPolygraph returns the polygraph of what is known of the history.
func newPolygraph(j *job) *polygraph {
	g := &polygraph{job: j, shape: shapeOf(j.set)}
	n := int32(j.r.Len())
	g.nodes = n
	g.indexReaders()
	g.makeRoom()
	if g.shape.split() {
		g.nodes = 2 * n
		for t := range n {
			g.arcs = append(g.arcs, arc{2 * t, 2*t + 1})
		}
	}
	g.total = g.nodes
	g.addSessionOrder()
	g.addRealTime()
	g.addReads()
	g.addKnownOrders()
	return g
}

// makeRoom makes room for about as many edges as are known where transactions replace
// what they read. To move edges when there are more would cost as much as to find them,
// and what is never used of the room takes no memory.
func (g *polygraph) makeRoom() {
	n, edges := g.r.Len(), len(g.readers)
	if g.shape.split() {
		edges += n
	}
	if g.has(axioms.SESSION) {
		edges += n
	}
	if g.has(axioms.REALTIME) {
		edges += 3 * n
	}
	if !g.shape.forbids() {
		edges += len(g.readers)
	}
	for _, v := range g.r.Versions {
		if v != nil {
			edges += len(v.Ops)
		}
	}
	if g.opt.MaxMemory > 0 {
		edges = int(min(int64(edges), g.opt.MaxMemory/edgeBytes))
	}
	g.arcs = make([]arc, 0, edges)
}

func (g *polygraph) hub() int32 {
	g.total++
	return g.total - 1
}

// add adds an edge, unless memory is bounded and full: then the polygraph lacks
// some.
func (g *polygraph) add(from, to int32) {
	if g.full = g.full || g.opt.MaxMemory > 0 && edgeBytes*int64(len(g.arcs)) > g.opt.MaxMemory; !g.full {
		g.arcs = append(g.arcs, arc{from, to})
	}
}

// addOutside adds an edge of arbitration only.
func (g *polygraph) addOutside(from, to int32) {
	if g.shape.forbids() {
		g.outside = append(g.outside, arc{from, to})
		return
	}
	g.add(from, to)
}

// indexReaders groups the external reads by the write they read.
func (g *polygraph) indexReaders() {
	g.readFirst = make([]int32, len(g.r.Writes)+1)
	for _, rd := range g.r.Reads {
		if w := g.sourceWrite(rd); w >= 0 {
			g.readFirst[w+1]++
		}
	}
	for w := range g.r.Writes {
		g.readFirst[w+1] += g.readFirst[w]
	}
	g.readers = make([]int32, g.readFirst[len(g.r.Writes)])
	next := make([]int32, len(g.r.Writes))
	copy(next, g.readFirst)
	for _, rd := range g.r.Reads {
		if w := g.sourceWrite(rd); w >= 0 {
			g.readers[next[w]] = rd.Node
			next[w]++
		}
	}
}

// sourceWrite returns the index of the write behind an external read, or -1.
func (g *polygraph) sourceWrite(rd dependency.Read) int32 {
	if !rd.External || rd.Source < 0 {
		return -1
	}
	return rd.Write
}

// writeOf returns the index of the last write of key k by node n, or -1.
func (g *polygraph) writeOf(n, k int32) int32 { return g.writeIndex(n, k) }

// readersOf returns the nodes that read write w.
func (g *polygraph) readersOf(w int32) []int32 {
	return g.readers[g.readFirst[w]:g.readFirst[w+1]]
}

func (g *polygraph) addSessionOrder() {
	switch {
	case g.has(axioms.SESSION):
		g.r.SessionOrder(func(a, b int32) { g.add(g.shape.commit(a), g.shape.snapshot(b)) })
	case g.has(axioms.ARSESSION):
		g.r.SessionOrder(func(a, b int32) { g.addOutside(g.shape.commit(a), g.shape.commit(b)) })
	}
}

// addReads adds the WR edges.
func (g *polygraph) addReads() {
	for _, rd := range g.r.Reads {
		if rd.External && rd.Source >= 0 {
			g.add(g.shape.commit(rd.Source), g.shape.snapshot(rd.Node))
		}
	}
}

// addKnownOrders adds the WW and RW edges of the versions whose order is known:
// the initial one before all others, the versions of lists, and a version before
// the one that a reader of it wrote.
func (g *polygraph) addKnownOrders() {
	g.addListOrders()
	g.chains = newUpdateChainKeys(g.r)
	for _, rd := range g.r.Reads {
		if !rd.External || rd.Source < 0 || g.r.Versions[rd.Key] != nil || g.full {
			continue
		}
		if own := g.writeOf(rd.Node, rd.Key); own >= 0 {
			g.overwrite(g.sourceWrite(rd), rd.Node)
			g.chains.add(rd.Key, g.sourceWrite(rd), own)
		}
	}
	g.addInitialReads()
	g.addLogReads()
}

// order adds the edges of "write a comes before write b" of one key.
func (g *polygraph) order(a, b int32) {
	next := g.r.Writes[b].Node
	g.add(g.shape.ww(g.r.Writes[a].Node, next))
	g.overwrite(a, next)
}

// overwrite adds the edges of "node n replaced write a, which it read": those from
// the readers of a. That a comes before n is said by the read.
func (g *polygraph) overwrite(a, n int32) {
	if g.shape.forbids() {
		return
	}
	for _, reader := range g.readersOf(a) {
		if reader != n {
			g.add(g.shape.snapshot(reader), g.shape.commit(n))
		}
	}
}

// addListOrders adds the edges between adjacent versions of lists.
func (g *polygraph) addListOrders() {
	g.r.ListOrder(g.unreadLast(), func(from, to, _, _, _ int32) { g.add(g.shape.ww(from, to)) })
	if g.shape.forbids() {
		return
	}
	for _, v := range g.r.Versions {
		if v == nil || len(v.Ops) == 0 {
			continue
		}
		last := len(v.Ops) - 1
		for i := range last {
			if next := g.r.Writes[v.Writes[i+1]].Node; next != g.r.Writes[v.Writes[i]].Node {
				g.addPairs(g.readersOfAppend(v, i), []int32{next})
			}
		}
		if g.unreadLast() {
			g.addExcept(g.readersOfAppend(v, last), g.tailNodes(v))
		}
	}
}

// readersOfAppend returns the nodes that read the i-th version of a list: none if
// its transaction appended to the list again.
func (g *polygraph) readersOfAppend(v *dependency.Versions, i int) []int32 {
	w := v.Writes[i]
	if g.r.Writes[w].Op != v.Ops[i] {
		return nil
	}
	return g.readersOf(w)
}
