package checker

import (
	"visar/history/dependency"
)

// windows are where what reads force can close a cycle. Of a net without a cycle take
// any topological order. The cycles that more arcs make have some that lead back in
// it, and lie within the stretches that these span: outside of them nothing need be
// collected to find every cycle. Where a store has nearly kept to the order they are
// short.
//
// What is forced where less is visible is forced where more is, so that the windows of
// a set of axioms serve the weaker ones, as long as the order does.
type windows struct {
	of    []int32 // by node of the history: its window, or -1
	nodes int     // in windows
	// stale says, by key, whether somebody read the initial value and saw a writer.
	stale    []bool
	anyStale bool
	// order is the order, of nodes of the history and auxiliary ones.
	order []int32
}

// none reports whether the order agrees with all that reads force.
func (w *windows) none() bool { return w.nodes == 0 && !w.anyStale }

// wide reports whether so much is in windows that it is as well to collect everything.
func (w *windows) wide() bool { return 2*w.nodes > len(w.of) }

// together reports whether a cycle may go through both nodes.
func (w *windows) together(a, b int32) bool { return w.of[a] >= 0 && w.of[a] == w.of[b] }

const (
	// sweptChains bounds the chains that a sweep keeps count of.
	sweptChains = 1024
	// sweptNodes is from where on, in nodes times chains, it is worth a sweep not to
	// collect everything.
	sweptNodes = 1 << 20
	// sweepSteps bounds the steps back from newest versions to visible ones, for each
	// read.
	sweepSteps = 64
)

// sweep goes through the nodes in an order, with what each sees as a clock of each
// chain, to find windows.
type sweep struct {
	*horn
	chains       *chains
	graph        *dependency.Graph // of visibility
	rows         *frontier
	last, before []int32 // by key: the newest write so far; by write: the one of its key before it; -1 for none
	place        []int32 // by node of the history: its place in the order
	reach        []int32 // by place: where the furthest window ends that begins there
	steps        int     // back from newest versions, left
	found        windows
}

// sweep returns the windows along a topological order of the net; nil if that takes
// too much memory or too many steps, or the work is given up. It takes O(arcs·chains).
func (s *horn) sweep(c *chains, order []int32) *windows {
	if s.logs != nil || c.count() > sweptChains || !s.opt.sweeps && len(order)*c.count() < sweptNodes {
		return nil
	}
	w := &sweep{horn: s, chains: c, graph: s.sightGraph(), last: filled(s.h.Keys()), before: filled(len(s.r.Writes)),
		place: make([]int32, s.nodes), reach: make([]int32, s.nodes), steps: 1000 + sweepSteps*len(s.r.Reads),
		found: windows{stale: make([]bool, s.h.Keys()), order: order}}
	w.rows = newFrontier(w.graph.Len(), max(1, c.count()), s.clockBytes())
	passed := int32(0)
	for i, v := range order {
		if s.cancelled(int32(i)) {
			return nil
		}
		if v < s.nodes {
			w.place[v] = passed
			passed++
		}
		if !w.visit(v) {
			return nil
		}
	}
	w.span()
	return &w.found
}

// visit turns to node v. It returns false if there is no room or no step left.
func (w *sweep) visit(v int32) bool {
	row := w.rows.of(v)
	reader := w.ownerOf(v)
	if reader >= 0 && w.at(reader) == v && !w.reads(reader, row) {
		return false
	}
	if v < w.nodes {
		w.written(v)
		if c := w.chains.chain[v]; c >= 0 {
			row[c] = max(row[c], w.chains.place[v]+1)
		}
	}
	for _, to := range w.graph.Successors(v) {
		if !w.rows.join(to, row) {
			return false
		}
	}
	w.rows.release(v)
	return true
}

// reads looks at what the reader n sees for each of its reads: row has it as clocks.
func (w *sweep) reads(n int32, row []int32) bool {
	for _, rd := range w.r.NodeReads(n) {
		if !rd.External {
			continue
		}
		at := w.last[rd.Key]
		for at >= 0 && at != rd.Write && !w.shows(row, w.r.Writes[at].Node) {
			at = w.before[at]
			if w.steps--; w.steps < 0 {
				return false
			}
		}
		if at >= 0 && at != rd.Write {
			w.late(rd, w.r.Writes[at].Node)
		}
	}
	return true
}

// shows reports whether node n is among what the clocks of row show.
func (w *sweep) shows(row []int32, n int32) bool { return row[w.chains.chain[n]] > w.chains.place[n] }

// late notes that the reader of rd sees writer, which is later in the order than the
// version that was read.
func (w *sweep) late(rd dependency.Read, writer int32) {
	if rd.Source < 0 {
		w.found.stale[rd.Key], w.found.anyStale = true, true
		return
	}
	from := w.place[rd.Source]
	w.reach[from] = max(w.reach[from], w.place[writer])
}

// written makes the versions that n wrote the newest.
func (w *sweep) written(n int32) {
	for at := w.r.WriteFirst[n]; at < w.r.WriteFirst[n+1]; at++ {
		k := w.r.Writes[at].Key
		w.before[at], w.last[k] = w.last[k], at
	}
}

// span makes windows of the stretches that were found.
func (w *sweep) span() {
	of, _ := stretches(w.reach)
	w.found.of = filled(int(w.nodes))
	for n, at := range w.place {
		if w.found.of[n] = of[at]; of[at] >= 0 {
			w.found.nodes++
		}
	}
}
