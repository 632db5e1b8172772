package checker

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// sight is the least visibility relation as paths in the net: T VIS S if a path
// of the first arcs leads from the node of T to where S sees.
//
// For laws that let visibility compose only in part a transaction has two
// places in the net: its node, which leads to whoever sees the transaction, and
// a place of its own for what it sees.
type sight struct {
	// sees is, by node, where it sees, -1 for one that reads nothing; nil if that
	// is the node itself.
	sees  []int32
	paths int // how many arcs of the net are paths of visibility
}

// at returns where node n sees, or -1.
func (v *sight) at(n int32) int32 {
	if v.sees == nil {
		return n
	}
	return v.sees[n]
}

// plainSight adds WR, and SO and RT where the set forces them into VIS. Paths are
// transitive visibility; arbitration contains them whether or not VIS composes.
func (s *horn) plainSight() {
	s.arcs = slices.Grow(s.arcs, len(s.r.Reads)+len(s.r.Txn))
	s.readFrom(true)
	if s.has(axioms.SESSION) {
		s.r.SessionOrder(func(from, to int32) { s.add(from, to, dependency.SO) })
	}
	if s.has(axioms.REALTIME) {
		s.timeline(s.r, s.everyNode(), func(n int32) int32 { return n })
	}
	s.paths = len(s.arcs)
}

// guaranteedSight adds visibility under session guarantees: with W the
// transactions that write and R those that read others,
//
//	RYW  a SO b, a in W, b in R                              =>  a VIS b
//	MR   w VIS a, a SO b, both in R                          =>  w VIS b
//	MW   a SO b, both in W                                   =>  a AR b, and a VIS whoever b VIS, if in R
//	WFR  w VIS a, a = b or a SO b, a in R, b in W            =>  w AR b, and w VIS whoever b VIS
//
// (Terry et al., PDIS 1994, for transactions over read atomic.) Each session
// has two auxiliary chains: what it has seen so far, and what it has written.
func (s *horn) guaranteedSight() {
	s.sees = filled(int(s.nodes))
	s.arcs = slices.Grow(s.arcs, len(s.r.Reads)+s.guaranteeArcs()*len(s.r.Txn))
	seen := make([]int32, s.nodes)
	for id := range int32(s.h.Sessions()) {
		g := guaranteed{horn: s, read: noOwner, written: noOwner}
		for _, t := range s.h.SessionTxns(id) {
			if n := s.r.Node[t]; n >= 0 {
				g.reader(n, seen)
				g.writer(n)
			}
		}
	}
	if s.has(axioms.TRANSVIS) {
		s.seeBefore()
		s.paths = len(s.arcs)
		return
	}
	s.paths = len(s.arcs)
	s.seeBefore()
}

// guaranteeArcs returns how many arcs the guarantees add at most for a transaction.
func (s *horn) guaranteeArcs() int {
	count := 1
	for guarantee, arcs := range map[axioms.Set]int{axioms.RYW: 1, axioms.MR: 1, axioms.MW: 1, axioms.WFR: 1,
		axioms.RYW | axioms.MW: 2, axioms.MR | axioms.WFR: 2} {
		if s.set&guarantee != 0 {
			count += arcs
		}
	}
	return count
}

// seeBefore puts what a transaction sees before it: VIS is within AR.
func (s *horn) seeBefore() {
	for n, at := range s.sees {
		if at >= 0 {
			s.add(at, int32(n), dependency.SO)
		}
	}
}

// guaranteed is a session of guaranteedSight: the ends of its two chains.
type guaranteed struct {
	*horn
	read, written int32
}

func (g *guaranteed) reader(n int32, seen []int32) {
	if !g.readsOthers(n) {
		return
	}
	at := g.aux(n)
	g.sees[n] = at
	g.readInto(n, at, true, seen)
	if g.has(axioms.RYW) {
		g.follow(g.written, at)
	}
	if g.has(axioms.MR) {
		g.follow(g.read, at)
	}
	if g.set&(axioms.MR|axioms.WFR) != 0 {
		g.read = g.link(g.read, at)
	}
}

func (g *guaranteed) writer(n int32) {
	if !g.writes(n) {
		return
	}
	if g.has(axioms.WFR) {
		g.follow(g.read, n)
	}
	if g.has(axioms.MW) {
		g.follow(g.written, n)
	}
	if g.set&(axioms.RYW|axioms.MW) != 0 && g.r.Known(n) {
		g.written = g.link(g.written, n)
	}
}

// follow adds an arc from the end of a chain, if there is one.
func (g *guaranteed) follow(end, to int32) {
	if end >= 0 {
		g.add(end, to, dependency.SO)
	}
}

// link adds a place to a chain and returns its new end.
func (g *guaranteed) link(end, from int32) int32 {
	next := g.aux(noOwner)
	g.follow(end, next)
	g.add(from, next, dependency.SO)
	return next
}
