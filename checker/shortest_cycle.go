package checker

import (
	"math"
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// maxCycleWork bounds the search for a shortest cycle, in arcs looked at. Past
// it the shortest cycle found so far stands, or the next one.
const maxCycleWork = 1 << 27

// shortestCycle returns a cycle of the net as transactions: a shortest one, the
// first by appearance. Cycles without edges that reads force are preferred,
// since they need no reason.
func (s *horn) shortestCycle() dependency.Cycle {
	for g := range s.coreGraphs {
		if hops := shortestCycle(&s.net, g); hops != nil {
			return s.cycleOf(hops)
		}
	}
	return nil
}

// cycleOf returns the edges between transactions that the hops around a cycle make.
func (s *horn) cycleOf(hops []hop) dependency.Cycle {
	var cycle dependency.Cycle
	for from := hops[len(hops)-1].node; len(hops) > 0; {
		// A node of the history ends an edge between transactions.
		end := 0
		for hops[end].node >= s.nodes {
			end++
		}
		cycle = append(cycle, s.edge(from, hops[:end+1]))
		from, hops = hops[end].node, hops[end+1:]
	}
	return s.tighten(cycle)
}

// cycleHunt looks for a shortest cycle of a graph by a search from each node, as
// [dependency.CycleSearch] does: for short ones everywhere before longer ones
// anywhere, and in what the nodes that were searched from leave of the components.
type cycleHunt struct {
	*levelSearch
	nodes     int32 // of the history: they come first
	arcs      int   // of the net
	component []int32
	size      []int32
}

// shortestCycle returns the hops of a shortest cycle of graph, which starts and
// ends at a node of the history; nil if there is none. Its length is the number
// of nodes of the history on it.
func shortestCycle(g *net, graph *coreGraph) []hop {
	c := &cycleHunt{nodes: g.nodes, arcs: graph.arcs, levelSearch: g.cycleSearch(graph)}
	if !c.within(0) {
		return nil
	}
	for limit := int32(3); limit < g.nodes && c.work <= maxCycleWork; limit = 4 * min(limit, g.nodes) {
		best, apart := c.upTo(limit)
		if best != nil {
			return best
		}
		if apart {
			c.within(0)
		}
	}
	best, _ := c.upTo(math.MaxInt32)
	return best
}

// cycleSearch returns a search for cycles by their nodes of the history.
func (g *net) cycleSearch(graph *coreGraph) *levelSearch {
	l := newLevelSearch(graph.Graph, func(_, to int32) int32 {
		if to < g.nodes {
			return 1
		}
		return 0
	})
	l.leave = graph.leave
	return l
}

// within restricts the search to the components of what is left without the cycles
// through the nodes before first, and reports whether one has two nodes.
func (c *cycleHunt) within(first int32) bool {
	rest := &dependency.Graph{First: slices.Clone(c.graph.First), To: c.graph.To, Kinds: c.graph.Kinds}
	for n := range first {
		rest.First[n] = rest.First[first]
	}
	component, count := rest.Components()
	c.component, c.size = component, make([]int32, count)
	for _, own := range component {
		c.size[own]++
	}
	return slices.ContainsFunc(component[:c.nodes], func(own int32) bool { return c.size[own] > 1 })
}

// upTo returns a shortest cycle of at most limit nodes, or nil, and whether it took
// components apart.
func (c *cycleHunt) upTo(limit int32) (best []hop, apart bool) {
	began := c.work
	for start := int32(0); start < c.nodes && limit > 1; start++ {
		own := c.component[start]
		if c.size[own] < 2 {
			continue
		}
		c.admits = func(to int32) bool { return c.component[to] == own }
		if length := c.from(start, limit); length >= 0 {
			best = c.path(start, start)
			limit = length - 1
		}
		if c.work > maxCycleWork && (best != nil || limit < c.nodes) {
			break
		}
		if c.work-began > regroupAfter*c.arcs {
			began, apart = c.work, true
			if !c.within(start + 1) {
				break
			}
		}
	}
	return best, apart
}

// regroupAfter is how often the arcs are gone through, about, before it is worth
// finding the components anew.
const regroupAfter = 4

// edge returns the edge between two transactions that the hops from node from
// make; the last one leads to a node of the history.
func (s *horn) edge(from int32, hops []hop) dependency.Edge {
	to := hops[len(hops)-1].node
	if hops[0].kind == dependency.CO {
		return s.forced(from, to)
	}
	edges := s.edges(from, hops)
	if len(edges) == 1 && (edges[0].Kind != dependency.SO || s.sessionEdge(from, to)) {
		return edges[0]
	}
	// A law of the session guarantees, from paths of session order and reads.
	e := s.bare(from, to, dependency.CO)
	e.Via = &dependency.Forced{Reader: e.To, Visible: edges}
	return e
}

// sessionEdge reports whether SO between the two is within AR without more: it
// is under SESSION and ARSESSION, and as visibility under RYW.
func (s *horn) sessionEdge(from, to int32) bool {
	return s.has(axioms.ARSESSION) || s.has(axioms.RYW) && s.writes(from) && s.readsOthers(to)
}
