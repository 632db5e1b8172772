package checker

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// causal decides a set with EXT whose visibility composes: under TRANSVIS, or in
// part under MW and WFR.
//
// Where seeing a transaction does not mean to see what is before it in its
// session there are many chains. Then the stronger model in which it does is
// tried first: an execution of that one serves, and under TRANSVIS or WFR so does a
// refutation that mentions no session.
func (j *hornJob) causal() answer {
	a := j.causalUnder(withSessions(j.set))
	if a.outcome != Violated || j.set&(axioms.TRANSVIS|axioms.WFR) != 0 && !mentionsSessions(a.ref.Cycle) {
		return a
	}
	return j.causalUnder(j.set)
}

// withSessions returns the least set of axioms that is stronger than set and has
// transitive visibility with the sessions in it, from which all session guarantees
// follow. It costs least to decide of those that have any, and to certify.
func withSessions(set axioms.Set) axioms.Set {
	return (set | axioms.SESSION | axioms.TRANSVIS).Closure()
}

// mentionsSessions reports whether an edge of the cycle, or of a reason for one,
// is session order.
func mentionsSessions(c dependency.Cycle) bool {
	return slices.ContainsFunc(c, func(e dependency.Edge) bool {
		return e.Kind == dependency.SO || e.Via != nil && mentionsSessions(e.Via.Visible)
	})
}

func (j *hornJob) causalUnder(set axioms.Set) answer {
	s := j.causalNet(set)
	return s.settle()
}

// causalNet collects what the set forces. Where the visible alone goes in a circle
// there is no more to collect.
func (j *hornJob) causalNet(set axioms.Set) *horn {
	s := j.saturate(set)
	s.composed = true
	s.visible()
	s.plain = len(s.arcs)
	if order, ok := s.graph().Topological(nil); ok {
		s.causalViews(order)
	}
	return s
}

// causalViews applies EXT along paths of visibility. order is a topological
// order of the net.
//
// Of a chain's writers of a key that the readers of one version see the latest
// is enough: those before it are before it in AR too. And it is enough to look
// at those that the version's own writer did not see. So the work is, for each
// version that is read, to find one writer in each chain: O(n·chains·log n), with
// the clocks O(arcs·chains).
func (s *horn) causalViews(order []int32) {
	graph := s.graphOf(s.paths)
	c := newChainClocks(s.chains(graph, order), graph, order, s.clockBytes())
	v := causalView{horn: s, clocks: c, writers: s.writersByChain(c.chains), readers: s.readersByVersion(),
		sum: make([]int32, c.width)}
	for first := int32(0); int(first) < c.count(); first += c.width {
		if !c.fill(first, s.cancelled) || !v.apply() {
			return
		}
	}
}

// clockBytes is the share of the memory that clocks may take.
func (s *horn) clockBytes() int64 {
	if s.opt.MaxMemory > 0 {
		return min(maxClockBytes, s.opt.MaxMemory/4)
	}
	return maxClockBytes
}

// causalView is causalViews on one block of chains.
type causalView struct {
	*horn
	clocks  *chainClocks
	writers writersByChain
	readers readersByVersion
	sum     []int32 // scratch, by chain: what the readers of a version see, together
}

// apply looks at each version that is read; a version is a write, or the initial
// value of a key. It returns false if the work is at an end.
func (v *causalView) apply() bool {
	writes := int32(len(v.r.Writes))
	for version := range int32(v.readers.count()) {
		if v.cancelled(version) || v.hasStale {
			return false
		}
		readers := v.readers.of(version)
		if len(readers) == 0 {
			continue
		}
		if version >= writes {
			v.initial(version-writes, v.seenBy(readers))
			continue
		}
		if w := v.r.Writes[version]; len(v.r.WritersOf(w.Key)) > 1 {
			v.version(w, v.seenBy(readers))
		}
	}
	v.eachLog(v.logRead)
	return !v.hasStale
}

// logRead looks for a visible writer that a log read does not show. In each chain
// there must be as many visible ones as shown ones, for all that are shown are
// visible.
func (v *causalView) logRead(l *logRead) {
	if v.hasStale {
		return
	}
	clear(v.sum)
	for _, n := range l.shown {
		if c := v.clocks.chain[n] - v.clocks.block; 0 <= c && c < v.clocks.width {
			v.sum[c]++
		}
	}
	seen := v.clocks.row(v.at(l.Node))
	lo, hi := v.writers.within(l.Key, v.clocks.block, v.clocks.width)
	for r := lo; r < hi; r++ {
		c := v.writers.chain[r] - v.clocks.block
		if visible := v.writers.below(r, seen[c]); int32(len(visible)) > v.sum[c] {
			v.missing(l, visible)
		}
	}
}

// seenBy returns the clocks of all the readers together.
func (v *causalView) seenBy(readers []int32) []int32 {
	row := v.clocks.row(v.at(v.r.Reads[readers[0]].Node))
	if len(readers) == 1 {
		return row
	}
	copy(v.sum, row)
	for _, i := range readers[1:] {
		join(v.sum, v.clocks.row(v.at(v.r.Reads[i].Node)))
	}
	return v.sum
}

// version puts before the writer of w, in each chain, the last writer of its key
// that seen shows and that the writer of w does not see itself.
func (v *causalView) version(w dependency.Write, seen []int32) {
	before := v.clocks.row(w.Node)
	lo, hi := v.writers.within(w.Key, v.clocks.block, v.clocks.width)
	for r := lo; r < hi; r++ {
		c := v.writers.chain[r] - v.clocks.block
		if seen[c] <= before[c] {
			continue
		}
		if last := v.writers.last(r, seen[c]); last >= 0 && v.clocks.place[last] >= before[c] && last != w.Node {
			v.add(last, w.Node, dependency.CO)
		}
	}
}

// initial looks for any writer of k that seen shows.
func (v *causalView) initial(k int32, seen []int32) {
	lo, hi := v.writers.within(k, v.clocks.block, v.clocks.width)
	for r := lo; r < hi; r++ {
		if last := v.writers.last(r, seen[v.writers.chain[r]-v.clocks.block]); last >= 0 {
			v.missed(last)
			if v.hasStale {
				return
			}
		}
	}
}
