package checker

import (
	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// Under the axioms of causal consistency and read atomicity the order of writers
// is no visibility. So there are two layers of nodes: one for visibility, in which
// paths are forbidden, and one for arbitration, which has more edges.

// layered reports whether [sourceSolver] knows a weak set of axioms.
func layered(set axioms.Set) bool {
	return set&(axioms.TOTALVIS|axioms.PREFIX|axioms.NOCONFLICT|axioms.REALTIME|axioms.ARREALTIME|
		axioms.ARREALTIMEKEY|axioms.ARREALTIMEUPDATE) == 0 && extraGuarantees(set) == 0
}

// layers adds what is known to the layers: sessions and the reads with one source.
func (x *sourceSolver) layers() {
	n := int32(x.r.Len())
	x.p.Nodes = 2 * int(n)
	x.p.Hint = append(append([]int32{}, x.search.place...), x.search.place...)
	x.steps = map[order.Edge][]order.Lit{}
	if x.has(axioms.SESSION) {
		x.r.SessionOrder(func(a, b int32) { x.known(a, b) })
	} else if x.has(axioms.ARSESSION) {
		x.r.SessionOrder(func(a, b int32) {
			x.p.Edges = append(x.p.Edges, order.Edge{From: x.arbitration(a), To: x.arbitration(b)})
		})
	}
	for _, rd := range x.r.Reads {
		if rd.External && rd.Source != dependency.Init {
			x.known(rd.Source, rd.Node)
		}
	}
}

func (x *sourceSolver) arbitration(n int32) int32 { return n + int32(x.r.Len()) }

// known adds that b sees a.
func (x *sourceSolver) known(a, b int32) {
	x.p.Edges = append(x.p.Edges, order.Edge{From: a, To: b}, order.Edge{From: x.arbitration(a), To: x.arbitration(b)})
	step := order.Edge{From: a, To: b}
	x.steps[step] = append(x.steps[step], order.Base)
}

// see adds that node b sees node a if l holds, because it reads from it.
func (x *sourceSolver) see(l order.Lit, a, b int32) {
	if !x.weak {
		x.guard(l, x.shape.commit(a), x.shape.snapshot(b))
		return
	}
	x.guard(l, a, b)
	x.guard(l, x.arbitration(a), x.arbitration(b))
	step := order.Edge{From: a, To: b}
	x.steps[step] = append(x.steps[step], l)
}

// unread adds that a reader, other than the writer, must not see the writer.
func (x *sourceSolver) unread(reader, writer int32) {
	pair := order.Edge{From: writer, To: reader}
	switch {
	case reader == writer:
	case x.weak && !x.has(axioms.TRANSVIS):
		x.antis = append(x.antis, order.GuardedEdge{Lit: order.Base, Edge: pair})
	default:
		x.p.Forbidden = append(x.p.Forbidden, pair)
	}
}

// addSteps adds, for visibility of one step, that what must not be seen is not.
func (x *sourceSolver) addSteps() {
	for _, a := range x.antis {
		steps := x.steps[a.Edge]
		if x.has(axioms.SESSION) && x.r.SessionBefore(a.From, a.To) {
			steps = append(steps[:len(steps):len(steps)], order.Base)
		}
		for _, l := range steps {
			var clause []order.Lit
			for _, guard := range []order.Lit{a.Lit, l} {
				if guard != order.Base {
					clause = append(clause, guard.Not())
				}
			}
			x.clause(clause...)
		}
	}
}
