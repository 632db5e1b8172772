package order

import "slices"

// lemmaWriter turns records into lemmas: it finds the unguarded edges between
// the guarded ones.
type lemmaWriter struct {
	graph *graph
	pairs *pairs
	seen  region
	hops  []hop
}

func (w *lemmaWriter) lemma(r *record) Lemma {
	l := Lemma{Clause: r.clause}
	switch {
	case r.cycle:
		start := w.graph.from[r.edges[0]]
		l.Cycle = w.walk(start, start, r.edges, true)
	case r.pair != none:
		q := r.pair
		l.Forbidden = &GuardedEdge{w.pairs.guard[q], Edge{w.pairs.from[q], w.pairs.to[q]}}
		l.Path = w.walk(l.Forbidden.From, l.Forbidden.To, r.edges, false)
	default:
		l.Derived = true
	}
	return l
}

// walk returns the steps from one node to another over the given guarded edges
// in this order, with as few unguarded edges between them as possible.
func (w *lemmaWriter) walk(from, to int32, edges []int32, outside bool) []Step {
	var steps []Step
	for _, e := range edges {
		steps = w.between(steps, from, w.graph.from[e], outside)
		steps = append(steps, Step{w.graph.guard[e], Edge{w.graph.from[e], w.graph.to[e]}})
		from = w.graph.to[e]
	}
	return w.between(steps, from, to, outside)
}

// between appends a shortest path of unguarded edges, which has to exist. The
// places of the two nodes bound the search: every order that the search held
// was topological for these edges.
func (w *lemmaWriter) between(steps []Step, from, to int32, outside bool) []Step {
	if from == to {
		return steps
	}
	w.seen.clear()
	w.seen.add(from)
	w.hops = append(w.hops[:0], hop{from, 0, none})
	for i := int32(0); !w.seen.has(to); i++ {
		n := w.hops[i].node
		w.follow(w.graph.out.base.row(n), Base, i, to)
		if outside {
			w.follow(w.graph.out.outside.row(n), Outside, i, to)
		}
	}
	first := len(steps)
	for i := int32(slices.IndexFunc(w.hops, func(h hop) bool { return h.node == to })); w.hops[i].parent != none; i = w.hops[i].parent {
		h := w.hops[i]
		steps = append(steps, Step{Lit(h.via), Edge{w.hops[h.parent].node, h.node}})
	}
	slices.Reverse(steps[first:])
	return steps
}

func (w *lemmaWriter) follow(row []int32, guard Lit, parent, to int32) {
	for _, m := range row {
		if w.graph.pos[m] <= w.graph.pos[to] && !w.seen.has(m) {
			w.seen.add(m)
			w.hops = append(w.hops, hop{m, int32(guard), parent})
		}
	}
}
