package checker

import (
	"cmp"
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
	s := j.causalNet(withSessions(j.set), nil)
	near := s.windows
	weaker := func() answer { return j.causalNet(j.set, near).settle() }
	switch {
	case s.set == j.set:
		return s.settle()
	case j.set&(axioms.TRANSVIS|axioms.WFR) == 0:
		return s.settleOr(weaker)
	}
	a := s.settle()
	if a.outcome != Violated || !mentionsSessions(a.ref.Cycle) {
		return a
	}
	return weaker()
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

// causalNet collects what the set forces. Where the visible alone goes in a circle
// there is no more to collect. near are windows of a stronger set, or nil.
func (j *hornJob) causalNet(set axioms.Set, near *windows) *horn {
	s := j.saturate(set)
	s.composed = true
	s.visible()
	s.plain = len(s.arcs)
	if s.cancelled(0) {
		return s
	}
	plain := s.graph()
	if s.paths == s.plain {
		s.sighting = plain
	}
	if order, ok := plain.Topological(nil); ok {
		s.causalViews(plain, order, near)
	}
	return j.keep(s)
}

// causalViews applies EXT along paths of visibility, within windows if that is
// enough. order is a topological order of the net.
func (s *horn) causalViews(plain *dependency.Graph, order []int32, near *windows) {
	if s.enough() || s.cancelled(0) {
		return
	}
	c := s.chains(s.sightGraph(), order)
	if near == nil {
		near = s.sweep(c, s.ranked(plain, order))
	}
	if near == nil || near.wide() {
		s.viewsOf(c, order, nil)
		return
	}
	if s.windows = near; !near.none() {
		s.viewsOf(c, order, near)
	}
}

// ranked returns the topological order of the least rank: order, if there is no other
// rank than that of the nodes.
func (s *horn) ranked(plain *dependency.Graph, order []int32) []int32 {
	if !s.timed() && s.size() == s.nodes {
		return order
	}
	order, _ = plain.Topological(s.rank())
	return order
}

// viewsOf applies EXT along paths of visibility, where windows allow a cycle if they
// are not nil.
//
// Of a chain's writers of a key that the readers of one version see the latest
// is enough: those before it are before it in AR too. And it is enough to look
// at those that the version's own writer did not see. So the work is, for each
// version that is read, to find one writer in each chain: O(n·chains·log n), with
// the clocks O(arcs·chains).
func (s *horn) viewsOf(c *chains, order []int32, near *windows) {
	if s.cancelled(0) {
		return
	}
	v := causalView{horn: s, near: near, kept: c.all()}
	if near != nil {
		v.kept = v.chainsIn(c)
	}
	v.clocks = newChainClocks(c, v.kept, s.sightGraph(), order, s.clockBytes())
	v.writers, v.readers = s.writersByChain(c, v.wantedKeys()), s.readersByVersion(v.wants)
	v.sum = make([]int32, v.clocks.width)
	v.whole = blockOf(c.count(), v.clocks.graph.Len(), s.clockBytes())
	for first := int32(0); int(first) < len(v.kept); first += v.clocks.width {
		if !v.clocks.fill(first, s.cancelled) || !v.apply() {
			return
		}
	}
	v.missedInOrder()
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
	near    *windows // nil for everything
	kept    []int32  // the chains that count
	clocks  *chainClocks
	whole   int32 // chains in a block where everything is looked at
	writers writersByChain
	readers readersByVersion
	sum     []int32 // scratch, by chain: what the readers of a version see, together
	// stale are writers that are seen by readers of the initial value, where everything
	// would not be looked at in their order.
	stale []staleWriter
}

// staleWriter is a writer of a key of which the initial value was read by one who sees it.
type staleWriter struct{ block, key, chain, writer int32 }

// missedInOrder notes the stale writers in the order in which they are met where
// everything is looked at.
func (v *causalView) missedInOrder() {
	slices.SortFunc(v.stale, func(a, b staleWriter) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.key, b.key), cmp.Compare(a.chain, b.chain))
	})
	for _, w := range v.stale {
		v.missed(w.writer)
	}
}

// chainsIn returns the chains with a writer in a window, or of a stale key, in order.
func (v *causalView) chainsIn(c *chains) []int32 {
	in := make([]bool, c.count())
	add := func(n int32) {
		if c.chain[n] >= 0 {
			in[c.chain[n]] = true
		}
	}
	for n, window := range v.near.of {
		if window >= 0 {
			add(int32(n))
		}
	}
	for k, stale := range v.near.stale {
		if stale {
			for _, w := range v.r.WritersOf(int32(k)) {
				add(v.r.Writes[w].Node)
			}
		}
	}
	var kept []int32
	for chain, is := range in {
		if is {
			kept = append(kept, int32(chain))
		}
	}
	return kept
}

// wants reports whether the version that rd returned counts.
func (v *causalView) wants(rd dependency.Read) bool {
	switch {
	case v.near == nil:
		return true
	case rd.Source < 0:
		return v.near.stale[rd.Key]
	}
	return v.near.of[rd.Source] >= 0
}

// wantedKeys returns, by key, whether its writers count.
func (v *causalView) wantedKeys() []bool {
	if v.near == nil {
		return slices.Repeat([]bool{true}, v.h.Keys())
	}
	keys := slices.Clone(v.near.stale)
	for n, window := range v.near.of {
		if window >= 0 {
			for _, w := range v.r.NodeWrites(int32(n)) {
				keys[w.Key] = true
			}
		}
	}
	return keys
}

// decided reports whether there is nothing more to look at.
func (v *causalView) decided() bool { return v.near == nil && v.enough() }

// apply looks at each version that is read. It returns false if the work is at an end.
func (v *causalView) apply() bool {
	writes := int32(len(v.r.Writes))
	for version := range int32(v.readers.count()) {
		if v.cancelled(version) || v.decided() {
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
	return !v.decided()
}

// logRead looks for a visible writer that a log read does not show. In each chain
// there must be as many visible ones as shown ones, for all that are shown are
// visible.
func (v *causalView) logRead(l *logRead) {
	if v.enough() {
		return
	}
	clear(v.sum)
	for _, n := range l.shown {
		if c := v.clocks.at(v.clocks.chain[n]); c >= 0 {
			v.sum[c]++
		}
	}
	seen := v.clocks.row(v.at(l.Node))
	first, end := v.clocks.within()
	lo, hi := v.writers.within(l.Key, first, end)
	for r := lo; r < hi; r++ {
		c := v.clocks.at(v.writers.chain[r])
		if c < 0 {
			continue
		}
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
	first, end := v.clocks.within()
	lo, hi := v.writers.within(w.Key, first, end)
	for r := lo; r < hi; r++ {
		c := v.clocks.at(v.writers.chain[r])
		if c < 0 || seen[c] <= before[c] {
			continue
		}
		last := v.writers.last(r, seen[c])
		if last >= 0 && v.clocks.place[last] >= before[c] && last != w.Node && (v.near == nil || v.near.together(last, w.Node)) {
			v.add(last, w.Node, dependency.CO)
		}
	}
}

// initial looks for any writer of k that seen shows.
func (v *causalView) initial(k int32, seen []int32) {
	first, end := v.clocks.within()
	lo, hi := v.writers.within(k, first, end)
	for r := lo; r < hi && !v.decided(); r++ {
		chain := v.writers.chain[r]
		c := v.clocks.at(chain)
		if c < 0 {
			continue
		}
		switch last := v.writers.last(r, seen[c]); {
		case last < 0:
		case v.near == nil:
			v.missed(last)
		default:
			v.stale = append(v.stale, staleWriter{chain / v.whole, k, chain, last})
		}
	}
}
