package checker

// clocks say, for each port and hub and for a block of chains, how much of the
// chain reaches it: the height of the last port of the chain, counted from 1 at
// its start, that has a path there (the port itself counts).
type clocks struct {
	c     *cover
	shape shape
	lo    int32 // first chain of the block
	width int32 // chains in the block
	rows  []int32
}

// clockBytes bounds the memory of one block of clocks of many chains; a history
// of few sessions gets all of its chains in one block.
const (
	clockBytes = 64 << 20
	fewChains  = 256
)

// blockWidth returns how many chains a block has.
func blockWidth(ports, chains int32) int32 {
	if chains <= fewChains {
		return max(1, chains)
	}
	return max(1, min(chains, clockBytes/4/max(1, ports)))
}

// fill computes the clocks of the block over a graph with a topological order.
// It costs width steps an arc.
func (k *clocks) fill(g *mesh, order []int32, nodes int32) {
	need := (len(g.first) - 1) * int(k.width)
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
		for _, w := range g.successors(v) {
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

// at returns the height of a chain of the block at port v.
func (k *clocks) at(v, chain int32) int32 {
	return k.rows[int(v)*int(k.width)+int(chain-k.lo)]
}

// A height h stands for the place (h-less)>>shift of the last transaction of the
// chain of which a certain port reaches another one; -1 is none.
type scale struct{ less, shift int32 }

// commits is the scale for commits.
func (s shape) commits() scale {
	if s.split() {
		return scale{2, 1}
	}
	return scale{1, 0}
}

// settlers is the scale for the ports that settle orders.
func (s shape) settlers() scale {
	if s == shapeSI {
		return scale{1, 1}
	}
	return s.commits()
}

// snapshotHeight is the height of the snapshot of the transaction at a place.
func (s shape) snapshotHeight(place int32) int32 {
	if s.split() {
		return 2*place + 1
	}
	return place + 1
}

// commitHeight is the height of the commit of the transaction at a place.
func (s shape) commitHeight(place int32) int32 {
	scale := s.commits()
	return place<<scale.shift + scale.less
}

// settleHeight is the height of the port that settles orders, at a place.
func (s shape) settleHeight(place int32) int32 {
	scale := s.settlers()
	return place<<scale.shift + scale.less
}

// has reports whether the block has a chain.
func (k *clocks) has(chain int32) bool { return chain >= k.lo && chain < k.lo+k.width }

// covers reports whether the block has the chain of node n.
func (k *clocks) covers(n int32) bool { return k.has(k.c.chain[n]) }

// reaches reports whether port a of node n, whose chain the block has, reaches
// port b.
func (k *clocks) reaches(n, a, b int32) bool {
	return k.at(b, k.c.chain[n]) >= k.height(a)
}
