package checker

import (
	"visar/history/dependency"
)

// maxClockBytes bounds the clocks held at a time where no other bound is given.
const maxClockBytes = 256 << 20

// chainClocks say for each node of a net how much of each chain reaches it: a node is
// reached by the members of chain c with places below its clock of c. They are
// kept for a block of chains at a time, which bounds memory, not time.
type chainClocks struct {
	*chains
	graph *dependency.Graph
	order []int32 // a topological order of graph
	block int32   // first chain of the block
	width int32
	rows  []int32 // width for each node of graph
}

// newChainClocks makes room for as many chains at a time as fit in maxBytes.
func newChainClocks(c *chains, graph *dependency.Graph, order []int32, maxBytes int64) *chainClocks {
	width := max(1, min(int64(c.count()), maxBytes/4/int64(max(1, graph.Len()))))
	return &chainClocks{chains: c, graph: graph, order: order, width: int32(width),
		rows: make([]int32, width*int64(graph.Len()))}
}

// row returns the clocks of node v, of the chains from block on.
func (c *chainClocks) row(v int32) []int32 {
	at := int(v) * int(c.width)
	return c.rows[at : at+int(c.width)]
}

// fill computes the clocks of the chains from first on, in time O(width·arcs). It
// reports whether cancelled, which it asks now and then, said no.
func (c *chainClocks) fill(first int32, cancelled func(i int32) bool) bool {
	c.block = first
	clear(c.rows)
	for i, v := range c.order {
		if cancelled(int32(i)) {
			return false
		}
		from := c.row(v)
		own := int32(-1)
		if int(v) < len(c.chain) {
			own = c.chain[v]
		}
		here := own >= first && own < first+c.width
		for _, to := range c.graph.Successors(v) {
			row := c.row(to)
			join(row, from)
			if here {
				row[own-first] = max(row[own-first], c.place[v]+1)
			}
		}
	}
	return true
}

// join raises each element of row to that of other.
func join(row, other []int32) {
	other = other[:len(row)]
	for i := range row {
		row[i] = max(row[i], other[i])
	}
}
