package checker

import "visar/history/dependency"

// core is what cycles of a net are made of: the arcs within strongly connected
// components, in their order. The first plain of them do not come from what reads force.
type core struct {
	arcs  []dependency.Arc
	plain int
}

// inCycles returns the core of the net, in time linear in the arcs.
func (s *horn) inCycles() *core {
	if s.core == nil {
		arcs, plain := s.withinStretches()
		s.core = coreOf(int(s.size()), arcs, plain)
	}
	return s.core
}

// coreOf returns the core of some arcs, of which the first plain do not come from what
// reads force.
func coreOf(nodes int, arcs []dependency.Arc, plain int) *core {
	c := &core{}
	if len(arcs) == 0 {
		return c
	}
	component, _ := dependency.NewGraph(nodes, arcs).Components()
	for i, a := range arcs {
		if component[a.From] == component[a.To] {
			c.arcs = append(c.arcs, a)
			if i < plain {
				c.plain++
			}
		}
	}
	return c
}

// withinStretches returns the arcs of which both ends lie in one of the stretches of an
// order that arcs span which lead back in it, since all cycles do, and how many of these
// are plain. Most often they are few; if not, all arcs are returned.
func (s *horn) withinStretches() (arcs []dependency.Arc, plain int) {
	place := s.places()
	reach := make([]int32, 2*s.nodes)
	for _, a := range s.arcs {
		if from, to := place[a.From], place[a.To]; to < from {
			reach[to] = max(reach[to], from)
		}
	}
	stretch, in := stretches(reach)
	if 2*in > len(reach) {
		return s.arcs, s.plain
	}
	for i, a := range s.arcs {
		if own := stretch[place[a.From]]; own >= 0 && own == stretch[place[a.To]] {
			arcs = append(arcs, a)
			if i < s.plain {
				plain++
			}
		}
	}
	return arcs, plain
}

// places returns, by node, twice its place in the order of windows or else in that of
// the recording. An auxiliary node comes after the last node that leads to it.
func (s *horn) places() []int32 {
	place := make([]int32, s.size())
	passed := int32(0)
	for _, v := range s.firstOrder() {
		if v < s.nodes {
			place[v] = 2 * passed
			passed++
		}
	}
	if s.size() > s.nodes {
		for _, a := range s.arcs {
			if a.To >= s.nodes {
				place[a.To] = max(place[a.To], place[a.From]|1)
			}
		}
	}
	return place
}

func (s *horn) firstOrder() []int32 {
	if s.windows != nil {
		return s.windows.order
	}
	return s.byMoment()
}

// stretches joins the stretches from each place to the one that it reaches, if that is
// later. It returns, by place, the stretch that it is in, or -1, and how many places are
// in any.
func stretches(reach []int32) (stretch []int32, in int) {
	stretch = filled(len(reach))
	end, count := int32(-1), int32(-1)
	for i, to := range reach {
		at := int32(i)
		if to > max(at, end) {
			if at > end {
				count++
			}
			end = to
		}
		if at <= end {
			stretch[at] = count
			in++
		}
	}
	return stretch, in
}

// coreGraph is a graph of the core in which there are cycles, and what searching it is
// counted for: the arcs of the net that leave each node, and how many there are in all.
type coreGraph struct {
	*dependency.Graph
	leave []int32
	arcs  int
}

// coreGraphs yields the graphs in which there are cycles, until it returns false: of the
// plain arcs, and of all.
func (s *horn) coreGraphs(yield func(*coreGraph) bool) {
	c := s.inCycles()
	for _, g := range []struct{ core, net int }{{c.plain, s.plain}, {len(c.arcs), len(s.arcs)}} {
		if g.core > 0 && !yield(s.coreGraph(c.arcs[:g.core], s.arcs[:g.net])) {
			return
		}
	}
}

func (s *horn) coreGraph(core, net []dependency.Arc) *coreGraph {
	g := &coreGraph{Graph: dependency.NewGraph(int(s.size()), core), leave: make([]int32, s.size()), arcs: len(net)}
	for _, a := range net {
		g.leave[a.From]++
	}
	return g
}

// sightGraph returns the graph of visibility.
func (s *horn) sightGraph() *dependency.Graph {
	if s.sighting == nil {
		s.sighting = s.graphOf(s.paths)
	}
	return s.sighting
}
