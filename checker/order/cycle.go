package order

import "slices"

// cyclicBase is the result for a problem whose unguarded edges have a cycle:
// sorted lists the nodes that are on none and behind none.
func cyclicBase(p *Problem, opt Options, base, outside rows, sorted []int32) *Result {
	r := &Result{Outcome: Unsatisfiable}
	if opt.Proof {
		r.Proof = []Lemma{{Cycle: shortCycle(p, base, outside, sorted)}}
	}
	return r
}

// cycleStarts bounds the nodes from which a cycle is searched, each at the cost
// of a walk through the graph.
const cycleStarts = 32

// shortCycle returns a cycle of unguarded edges: the shortest through any of the
// first few nodes of some cycle.
func shortCycle(p *Problem, base, outside rows, sorted []int32) []Step {
	c := cycleFinder{base: base, outside: outside, closed: make([]bool, p.Nodes), parent: make([]Step, p.Nodes), seen: newRegion(p.Nodes)}
	for _, n := range sorted {
		c.closed[n] = true
	}
	var best []Step
	on := c.someCycle(p)
	for _, n := range on[:min(len(on), cycleStarts)] {
		if cycle := c.through(n, len(best)); cycle != nil {
			best = cycle
		}
	}
	return best
}

type cycleFinder struct {
	base, outside rows
	closed        []bool // by node: it lies on no cycle
	parent        []Step // by node seen: the step it was found by
	seen          region
}

// someCycle returns nodes that form a cycle. Each node that is not closed has a
// predecessor that is not closed, so walking backwards comes around.
func (c *cycleFinder) someCycle(p *Problem) []int32 {
	previous := make([]int32, p.Nodes)
	for _, edges := range [][]Edge{p.Outside, p.Edges} {
		for _, e := range edges {
			if !c.closed[e.From] {
				previous[e.To] = e.From
			}
		}
	}
	n := int32(slices.Index(c.closed, false))
	for c.seen.clear(); !c.seen.has(n); n = previous[n] {
		c.seen.add(n)
	}
	nodes := []int32{n}
	for m := previous[n]; m != n; m = previous[m] {
		nodes = append(nodes, m)
	}
	return nodes
}

// through returns a shortest cycle through n if it is shorter than limit; a
// limit of 0 is none.
func (c *cycleFinder) through(n int32, limit int) []Step {
	c.seen.clear()
	level := []int32{n}
	for depth := 1; len(level) > 0 && (limit == 0 || depth < limit); depth++ {
		var next []int32
		for _, m := range level {
			if c.visit(m, n, Base, c.base.row(m)) || c.visit(m, n, Outside, c.outside.row(m)) {
				return c.trace(n)
			}
		}
		next, c.seen.nodes = c.seen.nodes, nil
		level = next
	}
	return nil
}

// visit notes the nodes that m leads to and reports whether goal is one.
func (c *cycleFinder) visit(m, goal int32, guard Lit, row []int32) bool {
	for _, to := range row {
		if c.closed[to] || c.seen.has(to) {
			continue
		}
		c.seen.add(to)
		c.parent[to] = Step{guard, Edge{m, to}}
		if to == goal {
			return true
		}
	}
	return false
}

func (c *cycleFinder) trace(n int32) []Step {
	steps := []Step{c.parent[n]}
	for m := steps[0].From; m != n; m = c.parent[m].From {
		steps = append(steps, c.parent[m])
	}
	slices.Reverse(steps)
	return steps
}
