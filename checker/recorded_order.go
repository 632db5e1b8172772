package checker

import "visar/history/dependency"

// recordedOrder takes the order of versions that the database reports for the
// known one and looks for a cycle. If there is none, the history obeys the axioms
// by an execution with that order. If there is one, another order of versions may
// do, and only that question is open: a verdict is about every execution.
func (j *job) recordedOrder(st *Stages) (a answer, ok bool) {
	if j.r.Len() == 0 || shapeOf(j.set).forbids() {
		return a, false
	}
	if _, placed := j.r.RecordedPlace(0); !placed {
		return a, false // and no order of all, which costs more to find out
	}
	g := newPolygraph(j)
	if !g.r.RecordedOrder(g.order) || g.full {
		return a, false
	}
	st.Guesses++
	arcs := make([]dependency.Arc, 0, len(g.arcs))
	for _, x := range g.arcs {
		arcs = append(arcs, dependency.Arc{From: x.from, To: x.to})
	}
	order, ok := dependency.NewGraph(int(g.total), arcs).Topological(g.completionRank())
	if !ok {
		return a, false
	}
	return answer{outcome: Consistent, engine: knownOrder, exec: g.execution(order)}, true
}
