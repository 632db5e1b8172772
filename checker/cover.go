package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

// cover partitions the transaction nodes into chains. Along a chain each
// transaction reaches the next one, so that what a chain has of paths to some
// node is a prefix: one number.
type cover struct {
	chain, place []int32 // by node
	count        int32
	length       []int32 // by chain
}

// newCover takes the sessions as chains where visibility contains SO, and else
// follows the edges of the polygraph greedily, in topological order.
func newCover(g *polygraph, order []int32) *cover {
	c := &cover{chain: make([]int32, g.r.Len()), place: make([]int32, g.r.Len())}
	for n := range c.chain {
		c.chain[n] = -1
	}
	if g.has(axioms.SESSION) {
		c.coverSessions(g)
	} else {
		c.coverPaths(g, order)
	}
	for n := range int32(len(c.chain)) {
		if c.chain[n] < 0 {
			c.start(n)
		}
	}
	return c
}

func (c *cover) start(n int32) {
	c.chain[n], c.place[n] = c.count, 0
	c.length = append(c.length, 1)
	c.count++
}

func (c *cover) follow(before, n int32) {
	c.chain[n], c.place[n] = c.chain[before], c.place[before]+1
	c.length[c.chain[n]]++
}

// last reports whether n is the end of its chain.
func (c *cover) last(n int32) bool {
	return c.chain[n] >= 0 && c.place[n] == c.length[c.chain[n]]-1
}

// coverSessions makes each session a chain. A transaction of unknown outcome has
// no successor in SO and is a chain of its own.
func (c *cover) coverSessions(g *polygraph) {
	g.r.SessionOrder(func(a, b int32) {
		if c.chain[a] < 0 {
			c.start(a)
		}
		if g.r.Known(b) {
			c.follow(a, b)
		}
	})
}

// coverPaths extends chains along edges from commits to snapshots.
func (c *cover) coverPaths(g *polygraph, order []int32) {
	in := g.visibleArcs()
	for _, port := range order {
		if port >= g.nodes || g.shape.split() && port%2 == 1 {
			continue
		}
		n := g.nodeOf(port)
		for _, p := range in.Successors(n) {
			if c.last(p) {
				c.follow(p, n)
				break
			}
		}
		if c.chain[n] < 0 {
			c.start(n)
		}
	}
}

// visibleArcs returns, reversed, the edges between transactions that lead from a
// commit to a snapshot.
func (g *polygraph) visibleArcs() *dependency.Graph {
	var arcs []dependency.Arc
	for _, a := range g.arcs {
		if a.from >= g.nodes || a.to >= g.nodes {
			continue
		}
		if !g.shape.split() || a.from%2 == 1 && a.to%2 == 0 {
			arcs = append(arcs, dependency.Arc{From: g.nodeOf(a.to), To: g.nodeOf(a.from)})
		}
	}
	return dependency.NewGraph(g.r.Len(), arcs)
}

// nodeOf returns the transaction node of a port.
func (g *polygraph) nodeOf(port int32) int32 {
	if g.shape.split() {
		return port / 2
	}
	return port
}
