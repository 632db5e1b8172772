package checker

import "visar/history/dependency"

// clocks say, for each port and hub and for a block of chains, how much of the
// chain reaches it: the number of ports of the chain, from its start, that have
// a path there (the port itself counts).
type clocks struct {
	c     *cover
	shape shape
	lo    int32 // first chain of the block
	width int32 // chains in the block
	rows  []int32
}

// clockBytes bounds the memory of one block of clocks.
const clockBytes = 64 << 20

// blockWidth returns how many chains a block has.
func blockWidth(ports, chains int32) int32 {
	return max(1, min(chains, clockBytes/4/max(1, ports)))
}

// fill computes the clocks of the block of chains from lo on, over the graph
// whose topological order is given. It costs width steps an edge.
func (k *clocks) fill(g *dependency.Graph, order []int32, nodes int32) {
	need := g.Len() * int(k.width)
	if cap(k.rows) < need {
		k.rows = make([]int32, need)
	}
	k.rows = k.rows[:need]
	clear(k.rows)
	for _, v := range order {
		row := k.row(v)
		if v < nodes {
			k.tick(row, v)
		}
		for _, w := range g.Successors(v) {
			next := k.row(w)
			for i, x := range row {
				if x > next[i] {
					next[i] = x
				}
			}
		}
	}
}

// tick counts port v itself.
func (k *clocks) tick(row []int32, v int32) {
	n := v
	if k.shape.split() {
		n = v / 2
	}
	if at := k.c.chain[n] - k.lo; at >= 0 && at < k.width {
		row[at] = max(row[at], k.height(v))
	}
}

// height is the place of port v in its chain, from 1.
func (k *clocks) height(v int32) int32 {
	if k.shape.split() {
		return 2*k.c.place[v/2] + v%2 + 1
	}
	return k.c.place[v] + 1
}

func (k *clocks) row(v int32) []int32 {
	at := int(v) * int(k.width)
	return k.rows[at : at+int(k.width) : at+int(k.width)]
}

// covers reports whether the block has the chain of node n.
func (k *clocks) covers(n int32) bool {
	at := k.c.chain[n] - k.lo
	return at >= 0 && at < k.width
}

// reaches reports whether port a of node n, whose chain the block has, reaches
// port b.
func (k *clocks) reaches(n, a, b int32) bool {
	return k.rows[int(b)*int(k.width)+int(k.c.chain[n]-k.lo)] >= k.height(a)
}
