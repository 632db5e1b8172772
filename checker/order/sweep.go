package order

// joinedPairs returns active pairs that a path joins, at most one for each node
// where such pairs start, and at most about as many as are enough. There is none exactly
// if the result is empty and no bound is met; otherwise why says which.
//
// A pair whose ends are in the reverse order has no path. For the others the
// order is swept with one bit for each of 64 starting nodes, so the cost is that
// of walking the graph once for every 64 nodes where such pairs start.
func (s *search) joinedPairs(w *bounds) (joined []int32, why string) {
	b := batch{search: s, reach: make([]uint64, s.graph.nodes)}
	for place, n := range s.graph.at {
		before := len(b.pairs)
		for _, q := range s.pairs.byFrom.row(n) {
			if s.graph.pos[s.pairs.to[q]] > int32(place) && s.active(q) {
				b.pairs = append(b.pairs, q)
				b.last = max(b.last, s.graph.pos[s.pairs.to[q]])
			}
		}
		if len(b.pairs) == before {
			continue
		}
		if b.starts = append(b.starts, n); len(b.starts) < 64 {
			continue
		}
		if b.sweep(); len(b.joined) >= max(joinedEnough, s.graph.nodes/joinedShare) {
			return b.joined, ""
		}
		if why := w.met(s.stats.Conflicts, s.steps()); why != "" {
			return nil, why
		}
	}
	if len(b.starts) > 0 {
		b.sweep()
	}
	return b.joined, ""
}

// joinedEnough joined pairs, or one for every joinedShare nodes, end the search for
// more: what is learnt of them rids of others too, and yet each search walks the
// whole graph.
const joinedEnough, joinedShare = 200, 16

// batch is a set of up to 64 nodes whose pairs are checked together.
type batch struct {
	*search
	reach  []uint64 // by node: the starts that reach it
	starts []int32  // in order of place
	pairs  []int32  // in order of their starts
	last   int32    // the last place of interest
	joined []int32
}

// sweep checks the batch and empties it.
func (b *batch) sweep() {
	g := b.graph
	first := g.pos[b.starts[0]]
	for i, n := range b.starts {
		b.reach[n] |= 1 << i
	}
	for place := first; place < b.last; place++ {
		if bits := b.reach[g.at[place]]; bits != 0 {
			b.pass(g.at[place], bits)
		}
	}
	b.collect()
	for place := first; place <= b.last; place++ {
		b.reach[g.at[place]] = 0
	}
	b.starts, b.pairs, b.last = b.starts[:0], b.pairs[:0], 0
}

// pass hands the bits of node n to its successors.
func (b *batch) pass(n int32, bits uint64) {
	g := b.graph
	row := g.out.base.row(n)
	for _, m := range row {
		if g.pos[m] <= b.last {
			b.reach[m] |= bits
		}
	}
	guarded := b.leaving.row(n)
	for _, e := range guarded {
		if m := g.to[e]; b.holds(g.guard[e]) && g.pos[m] <= b.last {
			b.reach[m] |= bits
		}
	}
	g.steps += int64(1 + len(row) + len(guarded))
}

// collect adds, for each start, the first of its pairs that a path joins.
func (b *batch) collect() {
	w, i, done := &b.search.pairs, 0, none
	for _, q := range b.pairs {
		for b.starts[i] != w.from[q] {
			i++
		}
		if done != w.from[q] && b.reach[w.to[q]]&(1<<i) != 0 {
			b.joined = append(b.joined, q)
			done = w.from[q]
		}
	}
}
