package checker

import (
	"slices"

	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// tracer collects the transactions on which a contradiction rests: those of a
// path, and of everything that forced the edges of the path.
type tracer struct {
	*saturation
	graph  *dependency.Graph // arcs with their indices, in order of age
	arcs   []int32           // index of the arc at each place of graph.To; outside arcs come last
	in     []bool            // by node: collected
	done   map[int32]bool    // forced arcs already explained
	queue  []int32
	parent []int32 // scratch of shortest: place in graph.To by which a port was entered
	from   []int32
	mark   []int32
	round  int32
}

func newTracer(s *saturation) *tracer {
	t := &tracer{saturation: s, in: make([]bool, s.r.Len()), done: map[int32]bool{}}
	// Outside arcs are all older than saturation: they come first.
	all := append(slices.Clone(s.outside), s.arcs...)
	rows := make([]dependency.Arc, len(all))
	for i, a := range all {
		rows[i] = dependency.Arc{From: a.from, To: a.to}
	}
	t.graph = dependency.NewGraph(int(s.total), rows)
	t.arcs = make([]int32, len(all))
	next := slices.Clone(t.graph.First)
	for i, a := range all {
		t.arcs[next[a.from]] = int32(i - len(s.outside))
		next[a.from]++
	}
	t.parent = make([]int32, s.total)
	t.from = make([]int32, s.total)
	t.mark = make([]int32, s.total)
	return t
}

// nodes returns the collected transaction nodes in order.
func (t *tracer) nodes() []int32 {
	var nodes []int32
	for n, in := range t.in {
		if in {
			nodes = append(nodes, int32(n))
		}
	}
	return nodes
}

// path collects a shortest path between two ports over arcs below limit, and
// what forced its edges. It reports whether there is one.
func (t *tracer) path(from, to, limit int32) bool {
	ports, arcs := t.shortest(from, to, limit)
	if ports == nil {
		return false
	}
	t.collect(ports, arcs)
	return true
}

// collect adds the transactions of a path and queues its forced arcs.
func (t *tracer) collect(ports, arcs []int32) {
	last := int32(-1)
	for _, p := range ports {
		if p >= t.saturation.nodes {
			continue
		}
		n := t.nodeOf(p)
		t.in[n] = true
		if last >= 0 && last != n {
			t.addSources(last, n)
		}
		last = n
	}
	for _, a := range arcs {
		if i := a - int32(t.known); i >= 0 && !t.done[i] {
			t.done[i] = true
			t.queue = append(t.queue, i)
		}
	}
}

// addSources collects what a read from where w, which follows it on a path,
// wrote: an anti-dependency rests on the version that was read.
func (t *tracer) addSources(reader, w int32) {
	for _, rd := range t.r.NodeReads(reader) {
		if rd.External && rd.Source >= 0 && t.writeOf(w, rd.Key) >= 0 {
			t.in[rd.Source] = true
		}
	}
}

// explain follows forced arcs back until only known ones are left.
func (t *tracer) explain() {
	for len(t.queue) > 0 && t.ctx.Err() == nil {
		i := t.queue[len(t.queue)-1]
		t.queue = t.queue[:len(t.queue)-1]
		w := t.reason(i)
		for _, n := range []int32{w.a, w.b, w.reader} {
			if n >= 0 {
				t.in[n] = true
			}
		}
		if w.b >= 0 && w.reader >= 0 {
			t.addSources(w.reader, w.b)
		}
		t.path(w.from, w.to, w.limit)
	}
}

// reason says why an arc was forced: a path from port from to port to over arcs
// below limit.
type reason struct {
	from, to, limit int32
	a, b            int32 // nodes: a's version comes before b's
	reader          int32 // the node whose read forces it, or that must come before b; -1
}

// reason returns why forced arc i was.
func (t *tracer) reason(i int32) reason {
	edge, why := t.saturation.arcs[t.known+int(i)], t.why[i]
	r := reason{limit: int32(t.known) + i, a: t.nodeOf(edge.from), b: t.nodeOf(edge.to), reader: -1}
	switch {
	case why >= 0 && r.a == why: // a reader of the initial value, and a writer that it sees
		r.a, r.reader = r.b, why
		r.from, r.to = t.shape.commit(r.b), t.shape.snapshot(why)
	case why >= 0:
		r.reader = why
		r.from, r.to = t.shape.commit(r.a), t.shape.snapshot(why)
	case why == -1:
		r.from, r.to = t.shape.settles(r.a), t.shape.commit(r.b)
	default:
		r.a, r.reader = -2-why, r.a
		r.from, r.to = t.shape.settles(r.a), t.shape.commit(r.b)
	}
	return r
}

// shortest returns the ports and the arcs of a path of the fewest edges over
// arcs with an index below limit, or nil.
func (t *tracer) shortest(from, to, limit int32) (ports, arcs []int32) {
	t.round++
	t.mark[from] = t.round
	queue := []int32{from}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for i := t.graph.First[v]; i < t.graph.First[v+1] && t.arcs[i] < limit; i++ {
			w := t.graph.To[i]
			if w == to {
				t.parent[w], t.from[w] = i, v
				return t.walkBack(from, to)
			}
			if t.mark[w] != t.round {
				t.mark[w] = t.round
				t.parent[w], t.from[w] = i, v
				queue = append(queue, w)
			}
		}
	}
	return nil, nil
}

// walkBack follows the parents from to back to from, which may be the same port.
func (t *tracer) walkBack(from, to int32) (ports, arcs []int32) {
	ports = []int32{to}
	for v := to; ; {
		arcs = append(arcs, t.arcs[t.parent[v]])
		v = t.from[v]
		ports = append(ports, v)
		if v == from {
			break
		}
	}
	slices.Reverse(ports)
	slices.Reverse(arcs)
	return ports, arcs
}

// refuteCycle refutes a polygraph whose edges have a cycle.
func (s *saturation) refuteCycle() answer {
	engine := "known-order"
	if len(s.why) > 0 {
		engine = "saturation"
	}
	t := newTracer(s)
	w := newWitness(s.polygraph)
	if cycle := w.shortest(); cycle != nil {
		if r := w.cycle(cycle); r != nil {
			return answer{outcome: Violated, engine: engine, ref: r, stages: s.stages(0)}
		}
		for i, n := range cycle {
			t.in[n] = true
			t.addSources(n, cycle[(i+1)%len(cycle)])
		}
		if s.contradicts(t.nodes()) {
			return s.refute(engine, t.nodes(), s.stages(0))
		}
	}
	if nodes := s.lostUpdate(); nodes != nil && s.contradicts(nodes) {
		return s.refute("saturation", nodes, s.stages(0))
	}
	ports, arcs := t.shortCycle()
	t.collect(ports, arcs)
	t.explain()
	return s.refute(engine, t.nodes(), s.stages(0))
}

// lostUpdate returns two transactions that read one version of a register and
// both overwrite it, and the writer of the version, if there are such and the
// axioms have NOCONFLICT: no contradiction is simpler to tell.
func (g *polygraph) lostUpdate() []int32 {
	if !g.has(axioms.NOCONFLICT) {
		return nil
	}
	initial := g.initialReaders()
	for k := range int32(g.h.Keys()) {
		if pair := g.updaters(k, initial[k]); len(pair) == 2 {
			return pair
		}
		if g.r.Versions[k] == nil && !g.chains.another[k] {
			continue
		}
		for _, w := range g.r.WritersOf(k) {
			if pair := g.updaters(k, g.readersOf(w)); len(pair) == 2 {
				pair = append(pair, g.r.Writes[w].Node)
				slices.Sort(pair)
				return pair
			}
		}
	}
	return nil
}

// updaters returns the first two of the readers that write key k.
func (g *polygraph) updaters(k int32, readers []int32) []int32 {
	var found []int32
	for _, n := range readers {
		if len(found) < 2 && g.writeOf(n, k) >= 0 {
			found = append(found, n)
		}
	}
	return found
}

// cycleStarts bounds how many transactions of a component are tried as the start
// of a short cycle; the proof is minimised afterwards.
const cycleStarts = 64

// shortCycle returns a cycle: the shortest one through some of the ports of the
// first components that have one.
func (t *tracer) shortCycle() (ports, arcs []int32) {
	component, count := t.graph.Components()
	size := make([]int32, count)
	for _, c := range component {
		size[c]++
	}
	tried := 0
	for v := range int32(t.total) {
		if size[component[v]] < 2 || tried >= cycleStarts {
			continue
		}
		tried++
		p, a := t.shortest(v, v, int32(len(t.saturation.arcs)))
		if p != nil && (ports == nil || len(p) < len(ports)) {
			ports, arcs = p, a
		}
	}
	return ports, arcs
}

// refuteProof refutes a polygraph whose choices the solver proved impossible.
func (s *saturation) refuteProof(proof []order.Lemma) answer {
	if nodes := s.lostUpdate(); nodes != nil && s.contradicts(nodes) {
		return s.refute("order-solver", nodes, Stages{})
	}
	t := newTracer(s)
	index := make(map[arc]int32, len(s.arcs))
	for i, a := range s.arcs {
		if _, ok := index[a]; !ok {
			index[a] = int32(i)
		}
	}
	for _, lemma := range proof {
		t.collectLemma(lemma, index)
	}
	t.explain()
	return s.refute("order-solver", t.nodes(), Stages{})
}

// collectLemma collects the transactions of a cycle or of a forbidden path.
func (t *tracer) collectLemma(lemma order.Lemma, index map[arc]int32) {
	var ports, arcs []int32
	for _, step := range append(slices.Clone(lemma.Cycle), lemma.Path...) {
		ports = append(ports, step.From, step.To)
		if i, ok := index[arc{step.From, step.To}]; ok && step.Guard == order.Base {
			arcs = append(arcs, i)
		}
	}
	t.collect(ports, arcs)
	if f := lemma.Forbidden; f != nil {
		t.in[t.nodeOf(f.From)], t.in[t.nodeOf(f.To)] = true, true
		t.addSources(t.nodeOf(f.To), t.nodeOf(f.From))
	}
}
