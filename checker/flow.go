package checker

import "math/bits"

// flow keeps the clocks of a block of chains up to date while arcs are added to a
// graph. A port whose clock grew waits to be taken and told to its successors;
// those that come first in a topological order of the graph at the start are taken
// first, so that most of them have heard everything by then.
type flow struct {
	clocks
	graph *mesh
	order []int32
	place []int32 // by port: in order
	// moved has, by port, the chains whose height grew since it was taken, one bit for
	// each remainder of the chain by 64.
	moved   []uint64
	waiting bitset // by place
	fresh   []bool // by port: it was not taken yet
	// head, next and to list the arcs that were added, those of each port from the
	// newest on.
	head, next, to []int32
}

// newFlow returns the clocks over g of the chains from lo on, in rows if these are
// large enough. All ports wait.
func newFlow(c *cover, shape shape, g *mesh, order []int32, ports, lo, width int32, rows []int32) *flow {
	all := len(order)
	f := &flow{graph: g, order: order, place: make([]int32, all), moved: make([]uint64, all), waiting: newBitset(all),
		fresh: make([]bool, all), head: make([]int32, all)}
	f.clocks = clocks{c: c, shape: shape, lo: lo, width: width, rows: rows}
	f.fill(g, order, ports)
	for i, v := range order {
		f.place[v], f.fresh[v], f.head[v] = int32(i), true, -1
		f.waiting.add(int32(i))
	}
	return f
}

// add adds an arc, and reports whether it closes no cycle that the clocks show.
func (f *flow) add(a arc) bool {
	f.next, f.to = append(f.next, f.head[a.from]), append(f.to, a.to)
	f.head[a.from] = int32(len(f.to)) - 1
	f.raise(a.from, a.to, ^uint64(0))
	return !f.leads(a.to, a.from)
}

// leads reports whether the clocks show that port v leads to port w, which they
// do only if they have the chain of v.
func (f *flow) leads(v, w int32) bool {
	n := v
	if f.shape.split() {
		n = v / 2
	}
	return f.covers(n) && f.reaches(n, v, w)
}

// take returns the first waiting port, -1 if there is none, and the chains that
// moved there.
func (f *flow) take() (v int32, chains uint64) {
	at := f.waiting.takeFirst()
	if at < 0 {
		return -1, 0
	}
	v = f.order[at]
	chains, f.moved[v] = f.moved[v], 0
	return v, chains
}

// tell raises the clocks of the successors of v in the given chains, and reports
// whether no cycle came to light.
func (f *flow) tell(v int32, chains uint64) bool {
	if chains == 0 {
		return true
	}
	for _, w := range f.graph.successors(v) {
		f.raise(v, w, chains)
	}
	for i := f.head[v]; i >= 0; i = f.next[i] {
		if f.raise(v, f.to[i], chains); f.leads(f.to[i], v) {
			return false
		}
	}
	return true
}

// raise lifts the clock of w to that of v in the given chains.
func (f *flow) raise(v, w int32, chains uint64) {
	row, next := f.row(v), f.row(w)
	next = next[:len(row)]
	var grew uint64
	if bits.OnesCount64(chains) > 16 {
		for i, x := range row {
			if x > next[i] {
				next[i] = x
				grew |= 1 << (uint(i) % 64)
			}
		}
	} else {
		for ; chains != 0; chains &= chains - 1 {
			bit := bits.TrailingZeros64(chains)
			for i := bit; i < len(row); i += 64 {
				if row[i] > next[i] {
					next[i] = row[i]
					grew |= 1 << bit
				}
			}
		}
	}
	if grew != 0 {
		f.moved[w] |= grew
		f.waiting.add(f.place[w])
	}
}
