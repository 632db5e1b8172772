package checker

import "visar/history/dependency"

// core is what cycles of a net are made of: the arcs within strongly connected
// components, in their order. The first plain of them do not come from what reads force.
type core struct {
	arcs  []dependency.Arc
	plain int
}

// inCycles returns the core of the net.
func (s *horn) inCycles() *core {
	switch {
	case s.core != nil:
	case s.windows != nil:
		s.core = s.coreOf(s.windowed())
	default:
		s.core = s.coreOf(s.graph())
	}
	return s.core
}

// coreOf finds the core of the net from the graph of its arcs, or of those of them
// that may be in a cycle.
func (s *horn) coreOf(g *dependency.Graph) *core {
	c := &core{}
	component, _ := g.Components()
	for i, a := range s.arcs {
		if component[a.From] != component[a.To] || s.apart(a) {
			continue
		}
		c.arcs = append(c.arcs, a)
		if i < s.plain {
			c.plain++
		}
	}
	return c
}

// apart reports whether windows tell that the arc is in no cycle.
func (s *horn) apart(a dependency.Arc) bool {
	return s.windows != nil && (s.window[a.From] < 0 || s.window[a.From] != s.window[a.To])
}

// windowed returns the graph of the arcs within windows.
func (s *horn) windowed() *dependency.Graph {
	var arcs []dependency.Arc
	for _, a := range s.arcs {
		if !s.apart(a) {
			arcs = append(arcs, a)
		}
	}
	return dependency.NewGraph(int(s.size()), arcs)
}

// unwindow takes back what was collected in windows.
func (s *horn) unwindow() {
	s.windows, s.window, s.core, s.arcs = nil, nil, nil, s.arcs[:s.plain]
}

// coreGraphs yields the graphs in which there are cycles, until it returns false: of the
// plain arcs, and of all.
func (s *horn) coreGraphs(yield func(*dependency.Graph) bool) {
	c := s.inCycles()
	for _, count := range []int{c.plain, len(c.arcs)} {
		if count > 0 && !yield(dependency.NewGraph(int(s.size()), c.arcs[:count])) {
			return
		}
	}
}

// sightGraph returns the graph of visibility.
func (s *horn) sightGraph() *dependency.Graph {
	if s.sighting == nil {
		s.sighting = s.graphOf(s.paths)
	}
	return s.sighting
}
