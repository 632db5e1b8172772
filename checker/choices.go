package checker

import (
	"cmp"
	"slices"

	"visar/checker/order"
)

// openPair is a pair of writes of one key whose order saturation left open; a is
// the write of the lower index.
type openPair struct{ a, b int32 }

// maxOpenPairs bounds the pairs that are handed to the search: about a gigabyte.
const maxOpenPairs = 16 << 20

// openPairs returns the pairs of writes whose order is open, in a fixed order, or
// false if there are too many. Where arbitration is total and visibility follows
// from it (TOTALVIS, PREFIX alone), the order of two versions that nobody read
// is of no account.
func (s *saturation) openPairs() ([]openPair, bool) {
	if !s.worthwhile() {
		return s.allPairs()
	}
	var pairs []openPair
	var half [][2]int32 // (w, b): w is not settled before b; b's chain was not at hand
	width := blockWidth(s.total, s.cover.count)
	for lo := int32(0); lo < s.cover.count; lo += width {
		if width < s.cover.count {
			s.clock = s.advance(s.clock, s.graph, lo, width)
			s.outer = s.clock
		}
		for k := range s.groups.keys() {
			if s.groups.has(k) {
				pairs, half = s.openIn(k, pairs, half)
			}
			if len(pairs)+len(half) > maxOpenPairs {
				return nil, false
			}
		}
	}
	pairs = append(pairs, matchHalves(half)...)
	slices.SortFunc(pairs, func(x, y openPair) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return pairs, true
}

// allPairs returns every pair of writes in the groups, of which there are few:
// only those of list versions that nobody read.
func (s *saturation) allPairs() ([]openPair, bool) {
	var pairs []openPair
	for k := range s.groups.keys() {
		if !s.groups.has(k) {
			continue
		}
		writes := slices.Clone(s.groups.all(k))
		slices.Sort(writes)
		for i, a := range writes {
			for _, b := range writes[i+1:] {
				pairs = append(pairs, openPair{a, b})
			}
			if len(pairs) > maxOpenPairs {
				return nil, false
			}
		}
	}
	return pairs, true
}

// openIn adds the open pairs of key k with one write in the block.
func (s *saturation) openIn(k int32, pairs []openPair, half [][2]int32) ([]openPair, [][2]int32) {
	lo, hi := s.groups.span(k)
	gs := s.groups.of(k)
	settled := s.settledIn(k)
	groupOf := make([]int32, hi-lo)
	for i, g := range gs {
		for a := g.lo; a < g.hi; a++ {
			groupOf[a-lo] = int32(i)
		}
	}
	for b := lo; b < hi; b++ {
		if b&0xff == 0 && s.ctx.Err() != nil {
			return pairs, half // which nobody will look at
		}
		own := groupOf[b-lo]
		for i, g := range gs {
			for a := settled[int(b-lo)*len(gs)+i]; a < g.hi; a++ {
				if a == b || s.groups.nodes[a] == s.groups.nodes[b] || !s.matters(s.groups.writes[a], s.groups.writes[b]) {
					continue
				}
				back := settled[int(a-lo)*len(gs)+int(own)]
				if back == notAtHand {
					half = append(half, [2]int32{s.groups.writes[a], s.groups.writes[b]})
					continue
				}
				if back > b {
					break // b is settled to come before a, and so before the later writes of the chain
				}
				if x, y := s.groups.writes[a], s.groups.writes[b]; x < y {
					pairs = append(pairs, openPair{x, y})
				}
			}
		}
	}
	return pairs, half
}

// notAtHand stands for a group whose chain is not in the block of the clocks.
const notAtHand = 1<<31 - 1

// settledIn returns, for each write of key k and each group, the end of those
// writes of the group that are settled to come before it.
func (s *saturation) settledIn(k int32) []int32 {
	lo, hi := s.groups.span(k)
	gs := s.groups.of(k)
	scale := s.shape.settlers()
	ends := make([]int32, 0, int(hi-lo)*len(gs))
	for b := lo; b < hi; b++ {
		row := s.outer.row(s.shape.commit(s.groups.nodes[b]))
		for _, g := range gs {
			c := g.chain - s.outer.lo
			if uint32(c) >= uint32(len(row)) {
				ends = append(ends, notAtHand)
				continue
			}
			ends = append(ends, s.groups.upto(g, (row[c]-scale.less)>>scale.shift))
		}
	}
	return ends
}

// matters reports whether the order of two writes can make a difference.
func (s *saturation) matters(a, b int32) bool {
	if s.shape != shapeSER && s.shape != shapePC {
		return true
	}
	return len(s.readersOf(a))+len(s.readersOf(b)) > 0
}

// matchHalves returns the pairs that stand in half both ways.
func matchHalves(half [][2]int32) []openPair {
	seen := make(map[[2]int32]bool, len(half))
	var pairs []openPair
	for _, h := range half {
		if seen[[2]int32{h[1], h[0]}] {
			pairs = append(pairs, openPair{min(h[0], h[1]), max(h[0], h[1])})
		}
		seen[h] = true
	}
	return pairs
}

// choices turns a saturated polygraph and its open pairs into a problem for the
// order solver: one variable a pair of transactions, true if the one with the
// lower node comes first.
type choices struct {
	*saturation
	problem order.Problem
	vars    map[[2]int32]int32
	pairOf  [][2]int32 // by variable
	// position is the place of each port in the topological order.
	position []int32
}

func newChoices(s *saturation, pairs []openPair) *choices {
	c := &choices{saturation: s, vars: map[[2]int32]int32{}}
	p := &c.problem
	p.Nodes = int(s.total)
	p.Hint = s.rank
	p.Edges = edgesOf(s.arcs)
	p.Outside = edgesOf(s.outside)
	for _, pair := range pairs {
		c.guard(c.before(pair.a, pair.b), pair.a, pair.b)
		c.guard(c.before(pair.b, pair.a), pair.b, pair.a)
	}
	p.Vars = len(c.pairOf)
	switch s.shape {
	case shapePSI:
		c.forbidPaths()
	case shapeUA:
		c.forbidSteps()
	}
	return c
}

func edgesOf(arcs []arc) []order.Edge {
	edges := make([]order.Edge, len(arcs))
	for i, a := range arcs {
		edges[i] = order.Edge{From: a.from, To: a.to}
	}
	return edges
}

// before returns the literal of "write a's transaction comes before b's".
func (c *choices) before(a, b int32) order.Lit {
	na, nb := c.r.Writes[a].Node, c.r.Writes[b].Node
	pair := [2]int32{min(na, nb), max(na, nb)}
	v, ok := c.vars[pair]
	if !ok {
		v = int32(len(c.pairOf))
		c.vars[pair] = v
		c.pairOf = append(c.pairOf, pair)
	}
	lit := order.Lit(2 * v)
	if na > nb {
		lit = lit.Not()
	}
	return lit
}

// guard adds the edges of "write a comes before write b".
func (c *choices) guard(lit order.Lit, a, b int32) {
	na, nb := c.r.Writes[a].Node, c.r.Writes[b].Node
	from, to := c.shape.ww(na, nb)
	c.problem.Guarded = append(c.problem.Guarded, order.GuardedEdge{Lit: lit, Edge: order.Edge{From: from, To: to}})
	for _, reader := range c.readersOf(a) {
		if reader == nb {
			continue
		}
		if c.shape.forbids() {
			if c.shape == shapePSI {
				c.problem.GuardedForbidden = append(c.problem.GuardedForbidden,
					order.GuardedEdge{Lit: lit, Edge: order.Edge{From: nb, To: reader}})
			}
			continue
		}
		c.problem.Guarded = append(c.problem.Guarded, order.GuardedEdge{Lit: lit,
			Edge: order.Edge{From: c.shape.snapshot(reader), To: c.shape.commit(nb)}})
	}
}
