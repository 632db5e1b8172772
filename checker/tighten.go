package checker

import (
	"slices"

	"visar/history/dependency"
)

// tightenable bounds the cycles that are tried pair by pair.
const tightenable = 64

// tighten takes the direct way between two transactions of a cycle where session
// order has one: the net holds only its adjacent pairs.
func (s *horn) tighten(cycle dependency.Cycle) dependency.Cycle {
	if len(cycle) > tightenable {
		return cycle
	}
	for span := len(cycle) - 1; span > 1; span = min(span, len(cycle)) - 1 {
		for i := range cycle {
			if span >= len(cycle) {
				break
			}
			turned := slices.Concat(cycle[i:], cycle[:i])
			if e, ok := s.direct(turned[0].From, turned[span].From); ok {
				cycle = append(dependency.Cycle{e}, turned[span:]...)
				span = len(cycle)
				break
			}
		}
	}
	for i, e := range cycle {
		if e.Kind == dependency.SO {
			cycle[i], _ = s.direct(e.From, e.To)
		}
	}
	return cycle
}

// direct returns the edge of the known order of versions, of a read or of session
// order between two transactions, if there is one. The first of these that there
// is is taken, so that a cycle does not change its kinds when a transaction goes
// that stood between two others.
func (s *horn) direct(from, to int32) (e dependency.Edge, ok bool) {
	a, b := s.r.Node[from], s.r.Node[to]
	for _, kind := range []dependency.Kind{dependency.WW, dependency.WR} {
		if slices.Contains(s.arcs[:s.plain], dependency.Arc{From: a, To: b, Kind: kind}) {
			return s.edgeOf(a, b, kind), true
		}
	}
	if s.sessionEdge(a, b) && s.r.SessionBefore(a, b) {
		return s.bare(a, b, dependency.SO), true
	}
	return e, false
}
