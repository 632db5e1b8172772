package checker

import "visar/checker/order"

// choices turns a saturated polygraph and its open pairs into a problem for the
// order solver: one variable a pair of transactions, true if the one with the
// lower node comes first.
type choices struct {
	*saturation
	problem order.Problem
	vars    map[[2]int32]int32
	pairOf  [][2]int32 // by variable
	left    int64      // bytes that the search may still take, if memory is bounded
	// position is the place of each port in the topological order.
	position []int32
}

func newChoices(s *saturation, pairs []openPair) *choices {
	c := &choices{saturation: s, vars: make(map[[2]int32]int32, len(pairs))}
	if s.opt.MaxMemory > 0 {
		c.left = s.opt.MaxMemory - s.memory()
	}
	p := &c.problem
	p.Nodes = int(s.total)
	p.Hint = s.rank
	p.Edges = edgesOf(s.arcs)
	p.Outside = edgesOf(s.outside)
	for _, pair := range pairs {
		if !c.spend(varBytes) {
			break
		}
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
	readers := c.readersOf(a)
	if !c.spend(guardBytes * int64(1+len(readers))) {
		return
	}
	for _, reader := range readers {
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
