package checker

import (
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// Relations with many pairs, real time and the readers of an initial value, go
// through hubs: nodes that stand for no transaction, so that the edges stay
// linear in the history.

// addRealTime adds RT as the axioms ask for it.
func (g *polygraph) addRealTime() {
	commit := func(n int32) (int32, bool) { return g.shape.commit(n), true }
	switch {
	case g.has(axioms.REALTIME):
		g.addTimeline(nil, g.timeline(), func(n int32) (int32, bool) { return g.shape.snapshot(n), true }, g.add)
		return
	case g.has(axioms.ARREALTIME):
		g.addTimeline(nil, g.timeline(), commit, g.addOutside)
		return
	}
	if g.has(axioms.ARREALTIMEUPDATE) {
		g.addTimeline(nil, g.timeline(), func(n int32) (int32, bool) {
			return g.shape.commit(n), len(g.r.NodeWrites(n)) > 0
		}, g.addOutside)
	}
	if g.has(axioms.ARREALTIMEKEY) {
		for _, nodes := range g.nodesByKey() {
			line := g.r.RealTime(nodes)
			g.addTimeline(nodes, &line, commit, g.addOutside)
		}
	}
}

// addTimeline adds RT over nodes, nil for all, through a chain of hubs, one for each end: a
// transaction leads to the hub of its end, hubs to the next one, and the last
// hub before a start to the port that enter gives.
func (g *polygraph) addTimeline(nodes []int32, line *dependency.Timeline, enter func(int32) (int32, bool), add func(from, to int32)) {
	first := g.total
	for i, n := range line.Ended {
		hub := g.hub()
		add(g.shape.commit(n), hub)
		if i > 0 {
			add(hub-1, hub)
		}
	}
	for i, before := range line.Before {
		n := int32(i)
		if nodes != nil {
			n = nodes[i]
		}
		if port, ok := enter(n); ok && before > 0 {
			add(first+before-1, port)
		}
	}
}

// nodesByKey returns, for each key, the nodes that use it, in order.
func (g *polygraph) nodesByKey() [][]int32 {
	by := make([][]int32, g.h.Keys())
	for n, t := range g.r.Txn {
		lo, hi := g.h.Ops(t)
		for i := lo; i < hi; i++ {
			if !g.uses(int32(n), i) {
				continue
			}
			k := g.h.OpKey(i)
			if len(by[k]) == 0 || by[k][len(by[k])-1] != int32(n) {
				by[k] = append(by[k], int32(n))
			}
		}
	}
	return by
}

// uses reports whether operation i of node n counts: what a transaction of
// unknown outcome read does not.
func (g *polygraph) uses(n, i int32) bool {
	return g.h.OpKind(i) != history.Read || g.r.Known(n)
}

// addInitialReads adds RW from the readers of initial values to the writers of
// the key. For a register whose order is known the first of them is enough. Else that
// is every writer but the reader itself, and goes through two chains of hubs, one for
// the writers after the reader and one for those before it.
func (g *polygraph) addInitialReads() {
	if g.shape.forbids() {
		return
	}
	for k, readers := range g.initialReaders() {
		if len(readers) == 0 {
			continue
		}
		if v := g.r.Versions[k]; v != nil {
			g.addInitialListReads(int32(k), v, readers)
			continue
		}
		g.addExcept(readers, g.writersAfterInitial(int32(k)))
	}
}

// writersAfterInitial returns the nodes of the writers of register k that are not known
// to come after another one that does: in a chain, the first.
func (g *polygraph) writersAfterInitial(k int32) []int32 {
	writes := g.r.WritersOf(k)
	if g.chains.has(k, len(writes)) {
		for _, w := range writes {
			if g.chains.first(w) {
				return []int32{g.r.Writes[w].Node}
			}
		}
	}
	return g.writerNodes(k)
}

// initialReaders returns the external readers of the initial value, by key.
func (g *polygraph) initialReaders() [][]int32 {
	count, total := make([]int32, g.h.Keys()), 0
	for _, rd := range g.r.Reads {
		if rd.External && rd.Source == dependency.Init {
			count[rd.Key]++
			total++
		}
	}
	by, room := make([][]int32, g.h.Keys()), make([]int32, total)
	for k, n := range count {
		by[k], room = room[:0:n], room[n:]
	}
	for _, rd := range g.r.Reads {
		if rd.External && rd.Source == dependency.Init {
			by[rd.Key] = append(by[rd.Key], rd.Node)
		}
	}
	return by
}

func (g *polygraph) writerNodes(k int32) []int32 {
	writes := g.r.WritersOf(k)
	nodes := make([]int32, len(writes))
	for i, w := range writes {
		nodes[i] = g.r.Writes[w].Node
	}
	return nodes
}

// addExcept adds an edge from each reader to each writer but itself. Writers are
// in order of nodes.
func (g *polygraph) addExcept(readers, writers []int32) {
	m := int32(len(writers))
	if len(readers)*len(writers) <= 4*(len(readers)+len(writers)) {
		g.addPairs(readers, writers)
		return
	}
	up := g.total // up+i leads to writers i, i+1, ...
	down := up + m
	g.total += 2 * m
	for i, w := range writers {
		i := int32(i)
		g.add(up+i, g.shape.commit(w))
		g.add(down+i, g.shape.commit(w))
		if i > 0 {
			g.add(up+i-1, up+i)
			g.add(down+i, down+i-1)
		}
	}
	for _, r := range readers {
		from := g.shape.snapshot(r)
		at, own := slices.BinarySearch(writers, r)
		if !own {
			g.add(from, up)
			continue
		}
		if at := int32(at); at+1 < m {
			g.add(from, up+at+1)
		}
		if at > 0 {
			g.add(from, down+int32(at)-1)
		}
	}
}

// addPairs is addExcept without hubs, for few pairs.
func (g *polygraph) addPairs(readers, writers []int32) {
	for _, r := range readers {
		for _, w := range writers {
			if r != w {
				g.add(g.shape.snapshot(r), g.shape.commit(w))
			}
		}
	}
}

// addInitialListReads leads the readers of an empty list to its first version, or
// to every append if none was read.
func (g *polygraph) addInitialListReads(k int32, v *dependency.Versions, readers []int32) {
	if len(v.Ops) == 0 {
		g.addExcept(readers, g.writerNodes(k))
		return
	}
	first := g.r.NodeOfOp(v.Ops[0])
	for _, r := range readers {
		// If the reader made the first version itself, the next follows by WW.
		if r != first {
			g.add(g.shape.snapshot(r), g.shape.commit(first))
		}
	}
}
