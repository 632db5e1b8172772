package order

import (
	"cmp"
	"slices"
)

// joinedPairs returns active pairs that a path joins, at most one for each node
// where such pairs start, and at most about joinedEnough. There is none exactly
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
			if s.active(q) && s.graph.pos[s.pairs.to[q]] > int32(place) {
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
		if b.sweep(); len(b.joined) >= joinedEnough {
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

// joinedEnough is how many joined pairs end the search for more.
const joinedEnough = 200

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
	for e := g.out.head[n]; e >= 0; e = g.out.next[e] {
		if m := g.to[e]; g.pos[m] <= b.last {
			b.reach[m] |= bits
		}
		g.steps++
	}
	g.steps += int64(1 + len(row))
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

// excludeAll learns a clause against each of the joined pairs and goes back to
// where none of them is violated. If there is no such place, or with one pair
// only, it leaves a conflict and returns false.
//
// Learning from one at a time, and setting all other values again in between,
// would take as many rounds as there are paths.
func (s *search) excludeAll(joined []int32) bool {
	if len(joined) == 1 {
		s.setConflict(s.pathClause(joined[0]))
		return false
	}
	back, first := len(s.marks), len(s.clauses)
	for _, q := range joined {
		lits, lemma := s.pathClause(q)
		slices.SortStableFunc(lits, func(a, b Lit) int { return cmp.Compare(s.level[b.Var()], s.level[a.Var()]) })
		if len(lits) == 0 || s.level[lits[0].Var()] == 0 {
			s.setConflict(lits, lemma)
			return false
		}
		if back = min(back, int(s.level[lits[0].Var()])-1); len(lits) == 1 {
			back = 0
		}
		for _, l := range lits {
			s.queue.bump(l.Var())
		}
		s.store(clause{lemma: lemma, learnt: true, levels: s.countLevels(lits), activity: s.learning.weight}, lits)
	}
	s.queue.decay()
	s.stats.Conflicts += int64(len(joined))
	s.stats.Learnt += int64(len(joined))
	s.backtrack(back)
	s.forceFirst(first)
	return true
}

// forceFirst lets the clauses from number id on, whose literals are sorted by
// the level at which they were false, force their first literal where all
// others are still false. No clause makes a literal of another one false: all
// of them were false together.
func (s *search) forceFirst(id int) {
	for ; id < len(s.clauses); id++ {
		lits := s.literals(int32(id))
		if s.value[lits[0]] == 0 && (len(lits) == 1 || s.value[lits[1]] == isFalse) {
			s.assign(lits[0], int32(id))
		}
	}
}
