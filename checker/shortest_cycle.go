package checker

import (
	"math"

	"visar/axioms"
	"visar/history/dependency"
)

// maxCycleWork bounds the search for a shortest cycle, in arcs looked at. Past
// it the shortest cycle found so far stands.
const maxCycleWork = 1 << 25

// shortestCycle returns a cycle of the net as transactions: a shortest one, the
// first by appearance. Cycles without edges that reads force are preferred,
// since they need no reason.
func (s *horn) shortestCycle() dependency.Cycle {
	hops := shortestCycle(&s.net, s.graphOf(s.plain))
	if hops == nil {
		hops = shortestCycle(&s.net, s.graph())
	}
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

// shortestCycle returns the hops of a shortest cycle of graph, which starts and
// ends at a node of the history; nil if there is none. Its length is the number
// of nodes of the history on it.
func shortestCycle(g *net, graph *dependency.Graph) []hop {
	component, count := graph.Components()
	size := make([]int32, count)
	for _, c := range component {
		size[c]++
	}
	search := newLevelSearch(graph, func(_, to int32) int32 {
		if to < g.nodes {
			return 1
		}
		return 0
	})
	var best []hop
	limit := int32(math.MaxInt32)
	for start := range g.nodes {
		own := component[start]
		if size[own] < 2 {
			continue
		}
		search.admits = func(to int32) bool { return component[to] == own }
		if length := search.from(start, limit); length >= 0 {
			best = search.path(start, start)
			limit = length - 1
		}
		if limit < 2 || best != nil && search.work > maxCycleWork {
			break
		}
	}
	return best
}

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
