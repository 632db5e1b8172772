package checker

import (
	"slices"

	"visar/history/dependency"
)

// guess is an order of the versions of each key whose order is open: that of a
// rank of their writers, such as the order in which they were recorded. With it
// all dependencies are known, and what the model asks of them is checked in
// linear time. Most consistent histories were recorded in an order that nearly
// is an arbitration.
type guess struct {
	*polygraph
	rank []int32
	arcs []arc // WW between adjacent versions, and RW where that is an edge
	// forbidden has a version and a reader of the one before it, for shapes that
	// forbid paths: the writer must not reach the reader.
	forbidden [][2]int32

	places []int64 // of sorted: ranks, and which write of the key
	writes []int32
}

// newGuess orders the versions by the rank of their writers' commits.
func newGuess(g *polygraph, rank []int32) *guess {
	x := &guess{polygraph: g, rank: rank}
	for k := range int32(g.h.Keys()) {
		x.chain(x.sorted(k))
	}
	if g.shape.forbids() {
		for k, readers := range g.initialReaders() {
			if writes := x.sorted(int32(k)); len(writes) > 0 {
				x.overwritten(readers, g.r.Writes[writes[0]].Node)
			}
		}
	}
	return x
}

// sorted returns the writes of key k whose order is open, as guessed. Of the appends
// that nobody read those come first whose transactions read all that was read. What it
// returns holds until it is called again.
func (x *guess) sorted(k int32) []int32 {
	writes := x.unordered(k)
	list := x.r.Versions[k] != nil
	x.places = x.places[:0]
	for i, w := range writes {
		n := x.r.Writes[w].Node
		at := int64(x.rank[x.shape.commit(n)])
		if list && x.readLast(n, k) {
			at = -1
		}
		x.places = append(x.places, at<<32|int64(i))
	}
	slices.Sort(x.places)
	x.writes = x.writes[:0]
	for _, at := range x.places {
		x.writes = append(x.writes, writes[uint32(at)])
	}
	return x.writes
}

// readLast reports whether node n read the last version of list k that anybody read.
func (x *guess) readLast(n, k int32) bool {
	v := x.r.Versions[k]
	last := dependency.Init
	if len(v.Ops) > 0 {
		last = x.r.Writes[v.Writes[len(v.Writes)-1]].Node
	}
	return slices.ContainsFunc(x.r.NodeReads(n), func(rd dependency.Read) bool {
		return rd.Key == k && rd.External && rd.Source == last
	})
}

// chain adds the edges between adjacent writes.
func (x *guess) chain(writes []int32) {
	for i := 1; i < len(writes); i++ {
		a, b := writes[i-1], x.r.Writes[writes[i]].Node
		from, to := x.shape.ww(x.r.Writes[a].Node, b)
		x.arcs = append(x.arcs, arc{from, to})
		// Versions of lists that are open were read by nobody.
		if x.r.Versions[x.r.Writes[a].Key] == nil {
			x.overwritten(x.readersOf(a), b)
		}
	}
}

// overwritten adds the anti-dependencies from readers of a version to the writer
// of the next one.
func (x *guess) overwritten(readers []int32, next int32) {
	for _, reader := range readers {
		switch {
		case reader == next:
		case x.shape.forbids():
			x.forbidden = append(x.forbidden, [2]int32{next, reader})
		default:
			x.arcs = append(x.arcs, arc{x.shape.snapshot(reader), x.shape.commit(next)})
		}
	}
}

// order returns a topological order of all ports under the guess, if the model
// admits it.
func (x *guess) order() ([]int32, bool) {
	graph := newMesh(x.total, x.outside, x.polygraph.arcs, x.arcs).graph()
	order, ok := graph.Topological(x.rank)
	return order, ok && x.unreached(order)
}

// unreached reports whether no forbidden pair is joined by a path within
// visibility.
func (x *guess) unreached(order []int32) bool {
	if len(x.forbidden) == 0 {
		return true
	}
	visible := newMesh(x.total, x.polygraph.arcs, x.arcs)
	cover := newCover(x.polygraph, order)
	width := blockWidth(x.total, cover.count)
	k := &clocks{c: cover, shape: x.shape}
	for lo := int32(0); lo < cover.count; lo += width {
		k.lo, k.width = lo, min(width, cover.count-lo)
		k.fill(visible, order, x.nodes)
		for _, pair := range x.forbidden {
			if k.covers(pair[0]) && k.reaches(pair[0], pair[0], pair[1]) {
				return false
			}
		}
		if x.ctx.Err() != nil {
			return false
		}
	}
	return true
}

// guessable reports whether there is something to guess, and a guess is checked
// exactly: it is not where visibility is not transitive, nor for lists, of which
// paths are forbidden between versions that are known.
func (g *polygraph) guessable() bool {
	if g.shape == shapeUA || g.shape == shapePSI && g.hasLists() {
		return false
	}
	for k := range int32(g.h.Keys()) {
		if len(g.unordered(k)) > 0 {
			return true
		}
	}
	return false
}

// graph is the mesh as a graph that has no kinds.
func (m *mesh) graph() *dependency.Graph { return &dependency.Graph{First: m.first, To: m.to} }
