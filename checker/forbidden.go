package checker

import (
	"cmp"
	"slices"
	"sort"

	"visar/checker/order"
)

// Where an anti-dependency R→W is not an edge but forbids W to be visible to R,
// those that hold already are handed to the search with the open ones.

// forbidPaths forbids, for each read and each writer settled to come after what
// was read, a path from the writer to the reader. Of a chain the first such
// writer is enough: the later ones follow it.
func (c *choices) forbidPaths() {
	if len(c.pairOf) == 0 {
		return
	}
	for _, pair := range c.unseen {
		c.problem.Forbidden = append(c.problem.Forbidden, order.Edge{From: pair[1], To: pair[0]})
	}
	whole := c.outer.width == c.cover.count
	if whole {
		c.forbidByKeys()
	}
	for _, rd := range c.r.Reads {
		if source := c.sourceWrite(rd); rd.External && (source < 0 || !whole) {
			for _, g := range c.groups.of(rd.Key) {
				c.forbidAfter(rd.Node, g, c.firstAfter(source, rd.Node, g))
			}
		}
	}
}

// forbidAfter forbids a path to the reader from write w of a group, the end of the
// group for none, or, if that is the reader's own, from the next one.
func (c *choices) forbidAfter(reader int32, g group, w int32) {
	if w < g.hi && c.groups.nodes[w] == reader {
		w++
	}
	if w == g.hi {
		return
	}
	if nw := c.groups.nodes[w]; !c.reachedBy(reader, nw) && c.spend(guardBytes) {
		c.problem.Forbidden = append(c.problem.Forbidden, order.Edge{From: nw, To: reader})
	}
}

// forbidByKeys does so for all that read a write, where the clocks have all chains:
// along one chain, the first writer of another one that is settled to come after
// only rises. Of these first ones those are enough that the earliest does not lead to.
func (c *choices) forbidByKeys() {
	var heights []int32
	after, writers := make([]int32, c.cover.count), make([]int32, c.cover.count)
	for k := range c.groups.keys() {
		if !c.groups.has(k) {
			continue
		}
		heights = c.heightsOf(k, heights)
		lo, hi := c.groups.span(k)
		gs := c.groups.of(k)
		for i, g := range gs {
			ofG := heights[int32(i)*(hi-lo):][:hi-lo]
			c.forbidByChain(gs, g, ofG, after[:len(gs)], writers[:0])
		}
	}
}

// forbidByChain does so for those who read the writes in g, the group of one chain among
// gs of a key: heights are those of its chain at the writes of all. It fills after and
// writers.
func (c *choices) forbidByChain(gs []group, g group, heights, after, writers []int32) {
	for j, h := range gs {
		after[j] = h.lo
	}
	for a := g.lo; a < g.hi; a++ {
		if len(c.readersOf(c.groups.writes[a])) == 0 {
			continue
		}
		own := c.shape.settleHeight(c.groups.places[a])
		writers = writers[:0]
		for j, h := range gs {
			w := after[j]
			for w < h.hi && (w == a || heights[w-gs[0].lo] < own) {
				w++
			}
			if after[j] = w; w < h.hi {
				writers = append(writers, w)
			}
		}
		c.forbidFirst(a, writers)
	}
}

// forbidFirst forbids a path from any of the writers, given by their indices in groups
// and each of another chain, to those who read write a.
func (c *choices) forbidFirst(a int32, writers []int32) {
	if len(writers) == 0 {
		return
	}
	first := slices.MinFunc(writers, func(v, w int32) int {
		return cmp.Compare(c.place(c.groups.nodes[v]), c.place(c.groups.nodes[w]))
	})
	earliest := c.groups.nodes[first]
	source := c.groups.writes[a]
	for _, w := range writers {
		writer := c.groups.nodes[w]
		row := c.outer.row(writer)
		led := w != first && c.clock.reaches(earliest, earliest, writer)
		for i := c.readFirst[source]; i < c.readFirst[source+1]; i++ {
			switch reader := c.readers[i]; {
			case led && reader != earliest || row[c.readerChain[i]] >= c.shape.snapshotHeight(c.readerPlace[i]) && reader != writer:
			case reader == writer:
				c.forbidAfter(reader, c.groupOf(w), w)
			case c.spend(guardBytes):
				c.problem.Forbidden = append(c.problem.Forbidden, order.Edge{From: writer, To: reader})
			}
		}
	}
}

// groupOf returns the group of the write at an index in groups.
func (c *choices) groupOf(w int32) group {
	gs := c.groups.of(c.r.Writes[c.groups.writes[w]].Key)
	return gs[sort.Search(len(gs), func(i int) bool { return gs[i].hi > w })]
}

// firstAfter returns the first write of the group, other than source and the
// reader's, that is settled to come after source; g.hi if there is none.
func (c *choices) firstAfter(source, reader int32, g group) int32 {
	w := g.lo
	for w < g.hi && (c.groups.writes[w] == source || c.groups.nodes[w] == reader || !c.settledAfter(source, c.groups.writes[w])) {
		w++
	}
	return w
}

// reachedBy reports whether the reader is known to reach w: then a path from w to
// the reader would close a cycle, and need not be forbidden as well.
func (c *choices) reachedBy(reader, w int32) bool {
	return c.outer.covers(reader) && c.outer.reaches(reader, reader, w)
}

// settledAfter reports whether write w is settled to come after source, -1 being
// the initial value: there is no variable of the pair and the order is not the
// other way.
func (c *choices) settledAfter(source, w int32) bool {
	if source < 0 {
		return true
	}
	a, b := c.r.Writes[source].Node, c.r.Writes[w].Node
	if _, open := c.vars[[2]int32{min(a, b), max(a, b)}]; open {
		return false
	}
	return c.place(a) < c.place(b)
}

// place is the position of a node in the topological order, which agrees with
// every settled pair.
func (c *choices) place(n int32) int32 {
	if c.position == nil {
		c.position = make([]int32, c.total)
		for i, v := range c.order {
			c.position[v] = int32(i)
		}
	}
	return c.position[n]
}

// forbidSteps adds, for update atomicity, a clause for each read and each writer
// that could be seen in one step: if it is seen, it comes before what was read.
func (c *choices) forbidSteps() {
	if len(c.pairOf) == 0 {
		return
	}
	shares := make([]int32, c.r.Len()) // by node: the last reader, plus one, that writes a key of its
	marked := int32(-1)
	for _, rd := range c.r.Reads {
		if !rd.External {
			continue
		}
		if marked != rd.Node {
			marked = rd.Node
			c.markWriters(marked, shares)
		}
		source := c.sourceWrite(rd)
		for _, w := range c.r.WritersOf(rd.Key) {
			nw := c.r.Writes[w].Node
			if w == source || nw == rd.Node || shares[nw] != rd.Node+1 || c.settledStep(rd.Node, source, nw) {
				continue
			}
			c.forbidStep(rd.Node, source, w)
		}
	}
}

// forbidStep adds the clause that write w is not both after source and, as a
// writer of a common key, visible to the reader.
func (c *choices) forbidStep(reader, source, w int32) {
	nw := c.r.Writes[w].Node
	var clause []order.Lit
	if lit, open := c.literal(nw, reader); open {
		clause = append(clause, lit.Not())
	} else if c.place(nw) > c.place(reader) {
		return
	}
	if source >= 0 {
		ns := c.r.Writes[source].Node
		if lit, open := c.literal(nw, ns); open {
			clause = append(clause, lit)
		} else if c.place(nw) < c.place(ns) {
			return
		}
	}
	if c.spend(guardBytes) {
		c.problem.Clauses = append(c.problem.Clauses, clause)
	}
}

// literal returns the literal of "a comes before b" if that is open.
func (c *choices) literal(a, b int32) (order.Lit, bool) {
	v, open := c.vars[[2]int32{min(a, b), max(a, b)}]
	lit := order.Lit(2 * v)
	if a > b {
		lit = lit.Not()
	}
	return lit, open
}

// markWriters marks the writers of the keys that node n writes.
func (c *choices) markWriters(n int32, shares []int32) {
	for _, own := range c.r.NodeWrites(n) {
		for _, w := range c.r.WritersOf(own.Key) {
			shares[c.r.Writes[w].Node] = n + 1
		}
	}
}

// settledStep reports whether it is known that writer nw is after the reader or
// before what it read, so that nothing is forbidden.
func (c *choices) settledStep(reader, source, nw int32) bool {
	if c.outer.covers(reader) && c.outer.reaches(reader, reader, nw) {
		return true
	}
	if source < 0 || !c.outer.covers(nw) {
		return false
	}
	return c.outer.reaches(nw, nw, c.r.Writes[source].Node)
}
