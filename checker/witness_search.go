package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

// components finds the strongly connected components of the graph of the class
// and reports whether one has two transactions.
func (w *witness) components() bool {
	g := w.classGraph()
	component, count := g.Components()
	w.component = component[:w.r.Len()]
	w.size = make([]int32, count)
	found := false
	for _, c := range w.component {
		w.size[c]++
		found = found || w.size[c] > 1
	}
	return found
}

// classGraph is the graph of the edges of the class between transactions, with
// the edges between adjacent versions only: its components are the same.
func (w *witness) classGraph() *dependency.Graph {
	total := int32(w.r.Len())
	var arcs []dependency.Arc
	add := func(from, to int32) { arcs = append(arcs, dependency.Arc{From: from, To: to}) }
	for n := range int32(w.r.Len()) {
		w.edges(n, stepSeen, false, func(to int32, _ step, hub bool) {
			if hub {
				to += int32(w.r.Len())
			}
			add(n, to)
		})
	}
	for hub, n := range w.next {
		at := total + int32(hub)
		switch {
		case n >= 0:
			add(at, n)
			add(at, at+1)
		case n < -1:
			w.unordered(-2-n, func(n int32) { add(at, n) })
		}
	}
	total += w.hubs
	if w.class.real {
		arcs, total = w.realTimeArcs(arcs, total)
	}
	return dependency.NewGraph(int(total), arcs)
}

// unordered yields the writers of register k, or those versions of list k that
// nobody read.
func (w *witness) unordered(k int32, yield func(n int32)) {
	if v := w.r.Versions[k]; v != nil {
		for _, op := range v.Tail {
			yield(w.r.NodeOfOp(op))
		}
		return
	}
	for _, x := range w.r.WritersOf(k) {
		yield(w.r.Writes[x].Node)
	}
}

// realTimeArcs adds RT through a chain of hubs.
func (w *witness) realTimeArcs(arcs []dependency.Arc, total int32) ([]dependency.Arc, int32) {
	all := make([]int32, w.r.Len())
	for n := range all {
		all[n] = int32(n)
	}
	line := w.r.RealTime(all)
	for i, n := range line.Ended {
		hub := total + int32(i)
		arcs = append(arcs, dependency.Arc{From: n, To: hub})
		if i > 0 {
			arcs = append(arcs, dependency.Arc{From: hub - 1, To: hub})
		}
	}
	for n, b := range line.Before {
		if b > 0 {
			arcs = append(arcs, dependency.Arc{From: total + b - 1, To: int32(n)})
		}
	}
	return arcs, total + int32(len(line.Ended))
}

// edges yields what node n leads to: a transaction or a hub. After last, with a
// read used up or not, some edges are not allowed.
func (w *witness) edges(n int32, last step, used bool, yield func(to int32, as step, hub bool)) {
	if w.class.session && w.r.Known(n) {
		yield(w.sessionHub[w.h.Session(w.r.Txn[n])]+w.sessionPlace[n]+1, w.sessionStep(), true)
	}
	for x := w.r.WriteFirst[n]; x < w.r.WriteFirst[n+1]; x++ {
		w.writeEdges(x, yield)
	}
	if !w.class.rw || !w.mayRead(last, used) {
		return
	}
	for _, rd := range w.r.NodeReads(n) {
		if rd.External {
			w.readEdges(n, rd, yield)
		}
	}
}

func (w *witness) sessionStep() step {
	if w.has(axioms.SESSION) {
		return stepSeen
	}
	return stepArbitrary
}

// writeEdges yields what follows write x: later versions and readers.
func (w *witness) writeEdges(x int32, yield func(to int32, as step, hub bool)) {
	k := w.r.Writes[x].Key
	list := w.r.Versions[k] != nil
	if list && int(w.first[x]) < len(w.r.Versions[k].Ops) {
		yield(w.keyHub[k]+w.first[x]+1, stepVersion, true)
	}
	for _, reader := range w.readersOf(x) {
		if w.class.wr {
			yield(reader, stepSeen, false)
		} else if !list && w.writeOf(reader, k) >= 0 {
			yield(reader, stepVersion, false)
		}
	}
}

// readEdges yields who overwrote what node n read.
func (w *witness) readEdges(n int32, rd dependency.Read, yield func(to int32, as step, hub bool)) {
	source := w.sourceWrite(rd)
	switch {
	case source < 0:
		yield(w.keyHub[rd.Key], stepAnti, true)
	case w.r.Versions[rd.Key] != nil:
		if int(w.last[source]) < len(w.r.Versions[rd.Key].Ops) {
			yield(w.keyHub[rd.Key]+w.last[source]+1, stepAnti, true)
		}
	default:
		for _, reader := range w.readersOf(source) {
			if reader != n && w.writeOf(reader, rd.Key) >= 0 {
				yield(reader, stepAnti, false)
			}
		}
	}
}

// mayRead reports whether an anti-dependency may follow.
func (w *witness) mayRead(last step, used bool) bool {
	if used && (w.class.reads == 1 || w.shape.forbids()) {
		return false
	}
	switch w.shape {
	case shapeSER:
		return true
	case shapePC:
		return last == stepSeen
	}
	return last == stepSeen || last == stepVersion
}

// search returns the shortest cycle of the class, or nil. It looks for short ones
// everywhere before it looks for longer ones anywhere: most components have a short
// one, and a long one takes as long to find as the component is large.
func (w *witness) search() []int32 {
	most := int32(w.r.Len()) + 1
	if w.shape == shapeUA && w.class.rw {
		most = 3
	}
	for limit := min(most, 4); ; limit = min(most, 4*limit) {
		if best := w.searchBelow(limit); best != nil || limit == most || w.budget < 0 {
			return best
		}
	}
}

// searchBelow returns the shortest cycle of the class with fewer edges than limit,
// or nil.
func (w *witness) searchBelow(limit int32) []int32 {
	var best []int32
	w.limit = limit
	for s := range int32(w.r.Len()) {
		if w.size[w.component[s]] < 2 || w.budget < 0 || w.limit <= 2 {
			continue
		}
		if cycle := w.around(s); cycle != nil {
			best = cycle
			w.limit = int32(len(cycle))
		}
	}
	return best
}

// around returns a shortest cycle through s that is below the limit, or nil. In a
// class with reads the first edge is an anti-dependency, in one with real time
// the last edge is RT, so that each cycle is looked for from one of its
// transactions.
func (w *witness) around(s int32) []int32 {
	w.begin(s)
	w.queue, w.depth = w.queue[:0], w.depth[:0]
	first := stepSeen
	if w.class.real && !w.has(axioms.REALTIME) {
		first = stepArbitrary
	}
	w.expand(-1, s, first, false, 0)
	for at := 0; at < len(w.queue); at++ {
		state, depth := w.queue[at], w.depth[at]
		n, last, used := w.unpack(state)
		if depth+1 >= w.limit {
			break
		}
		if w.closes(n, last, used) {
			return w.walk(s, state)
		}
		if depth+2 < w.limit {
			w.expand(state, n, last, used, depth)
		}
	}
	return nil
}

// begin makes s the start and the goal.
func (w *witness) begin(s int32) {
	for x := w.r.WriteFirst[w.start]; x < w.r.WriteFirst[w.start+1]; x++ {
		w.goal[w.r.Writes[x].Key] = 0
	}
	w.start = s
	for x := w.r.WriteFirst[s]; x < w.r.WriteFirst[s+1]; x++ {
		w.goal[w.r.Writes[x].Key] = x + 1
	}
	w.round++
}

func (w *witness) pack(n int32, last step, used bool) int32 {
	state := (n*int32(steps) + int32(last)) * 2
	if used {
		state++
	}
	return state
}

func (w *witness) unpack(state int32) (n int32, last step, used bool) {
	return state / 2 / int32(steps), step(state / 2 % int32(steps)), state%2 == 1
}

// expand queues what node n leads to.
func (w *witness) expand(state, n int32, last step, used bool, depth int32) {
	readFirst := state < 0 && w.class.rw && !w.class.real
	w.edges(n, last, used, func(to int32, as step, hub bool) {
		w.budget--
		if readFirst && as != stepAnti {
			return
		}
		if !hub {
			w.enter(state, to, as, used || as == stepAnti, depth)
			return
		}
		w.throughHub(state, to, as, used || as == stepAnti, depth)
	})
}

// enter queues node n, if it is new and in the component of the start.
func (w *witness) enter(before, n int32, as step, used bool, depth int32) {
	if n == w.start || w.component[n] != w.component[w.start] {
		return
	}
	state := w.pack(n, as, used)
	if w.mark[state] == w.round {
		return
	}
	w.mark[state], w.from[state] = w.round, before
	w.queue = append(w.queue, state)
	w.depth = append(w.depth, depth+1)
}

// throughHub queues what a hub and the hubs after it lead to, until one that has
// been expanded already.
func (w *witness) throughHub(before, hub int32, as step, used bool, depth int32) {
	for ; ; hub++ {
		mark := w.pack(hub, as, used)
		if w.hit[mark] == w.round {
			return
		}
		w.hit[mark] = w.round
		w.budget--
		n := w.next[hub]
		if n >= 0 {
			w.enter(before, n, as, used, depth)
			continue
		}
		if n < -1 {
			w.unordered(-2-n, func(n int32) {
				w.budget--
				w.enter(before, n, as, used, depth)
			})
		}
		return
	}
}

// closes reports whether an edge that may follow leads from n to the start.
func (w *witness) closes(n int32, last step, used bool) bool {
	if w.class.real {
		return w.closesInRealTime(n, used)
	}
	if w.class.rw {
		// The first edge is an anti-dependency: the last one must allow it.
		return w.seenBy(n) && w.mayRead(stepSeen, false) || w.versionBefore(n) && w.mayRead(stepVersion, false) ||
			w.class.reads != 1 && w.shape == shapeSER && w.mayRead(last, used) && w.overwrittenBy(n)
	}
	return w.seenBy(n) || w.versionBefore(n)
}

// closesInRealTime reports whether RT leads from n to the start. Where RT orders
// arbitration only, reads that forbid paths have no say in the cycle.
func (w *witness) closesInRealTime(n int32, used bool) bool {
	switch {
	case !w.r.RealTimeBefore(n, w.start):
		return false
	case w.has(axioms.REALTIME):
		return true
	case !w.has(axioms.ARREALTIME) && len(w.r.NodeWrites(w.start)) == 0:
		return false
	}
	return !(used && w.shape.forbids())
}

// seenBy reports whether the start sees n: it read from n, or follows it in its
// session.
func (w *witness) seenBy(n int32) bool {
	if w.class.session && w.r.SessionBefore(n, w.start) && w.has(axioms.SESSION) {
		return true
	}
	if !w.class.wr {
		return false
	}
	for _, rd := range w.r.NodeReads(w.start) {
		if rd.External && rd.Source == n {
			return true
		}
	}
	return false
}

// versionBefore reports whether a version by n is known to come before one by the
// start.
func (w *witness) versionBefore(n int32) bool {
	for x := w.r.WriteFirst[n]; x < w.r.WriteFirst[n+1]; x++ {
		k := w.r.Writes[x].Key
		g := w.goal[k] - 1
		if g < 0 {
			continue
		}
		if w.r.Versions[k] != nil {
			if w.first[x] < w.last[g] {
				return true
			}
			continue
		}
		for _, reader := range w.readersOf(x) {
			if reader == w.start {
				return true
			}
		}
	}
	return false
}

// overwrittenBy reports whether the start overwrote what n read.
func (w *witness) overwrittenBy(n int32) bool {
	for _, rd := range w.r.NodeReads(n) {
		g := w.goal[rd.Key] - 1
		if !rd.External || g < 0 {
			continue
		}
		source := w.sourceWrite(rd)
		switch {
		case source < 0, w.r.Versions[rd.Key] != nil && w.last[source] < w.last[g]:
			return true
		case w.r.Versions[rd.Key] == nil:
			for _, reader := range w.readersOf(source) {
				if reader == w.start {
					return true
				}
			}
		}
	}
	return false
}

// walk returns the transactions on the way from the start to a state.
func (w *witness) walk(s, state int32) []int32 {
	cycle := []int32{}
	for ; state >= 0; state = w.from[state] {
		n, _, _ := w.unpack(state)
		cycle = append(cycle, n)
	}
	cycle = append(cycle, s)
	for i, j := 0, len(cycle)-1; i < j; i, j = i+1, j-1 {
		cycle[i], cycle[j] = cycle[j], cycle[i]
	}
	return cycle
}
