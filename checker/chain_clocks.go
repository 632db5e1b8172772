package checker

import "visar/history/dependency"

// maxClockBytes bounds the clocks held at a time where no other bound is given.
const maxClockBytes = 256 << 20

// chainClocks say for each node of a net how much of each chain reaches it: a node is
// reached by the members of chain c with places below its clock of c. They are
// kept for a block of chains at a time, which bounds memory, not time.
type chainClocks struct {
	*chains
	graph  *dependency.Graph
	order  []int32 // a topological order of graph
	kept   []int32 // the chains that there are clocks of, in order
	column []int32 // by chain: its place in kept, or -1
	block  int32   // first place in kept of the block
	width  int32
	rows   []int32 // width for each node of graph
}

// newChainClocks makes room for as many chains at a time as fit in maxBytes. kept are
// the chains that count, in order.
func newChainClocks(c *chains, kept []int32, graph *dependency.Graph, order []int32, maxBytes int64) *chainClocks {
	k := &chainClocks{chains: c, graph: graph, order: order, kept: kept, column: filled(c.count())}
	for i, chain := range kept {
		k.column[chain] = int32(i)
	}
	k.width = blockOf(len(kept), graph.Len(), maxBytes)
	k.rows = make([]int32, int64(k.width)*int64(graph.Len()))
	return k
}

// blockOf returns how many chains have clocks at a time.
func blockOf(chains, nodes int, maxBytes int64) int32 {
	return int32(max(1, min(int64(chains), maxBytes/4/int64(max(1, nodes)))))
}

// row returns the clocks of node v, of the chains of the block.
func (c *chainClocks) row(v int32) []int32 {
	at := int(v) * int(c.width)
	return c.rows[at : at+int(c.width)]
}

// at returns the place of a chain in the rows, or -1 if the block lacks it.
func (c *chainClocks) at(chain int32) int32 {
	if i := c.column[chain]; i >= c.block && i < c.block+c.width {
		return i - c.block
	}
	return -1
}

// within returns the first chain of the block and the one after its last.
func (c *chainClocks) within() (first, end int32) {
	last := min(int(c.block+c.width), len(c.kept)) - 1
	return c.kept[c.block], c.kept[last] + 1
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
		if int(v) < len(c.chain) && c.chain[v] >= 0 {
			own = c.at(c.chain[v])
		}
		for _, to := range c.graph.Successors(v) {
			row := c.row(to)
			join(row, from)
			if own >= 0 {
				row[own] = max(row[own], c.place[v]+1)
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

// all returns the numbers of all chains.
func (c *chains) all() []int32 {
	all := make([]int32, c.count())
	for i := range all {
		all[i] = int32(i)
	}
	return all
}
