package axioms

// MonotonicReadsAxiom is the session guarantee: what one reading transaction of a
// session has seen, the later ones that read see too.
//
//	T1: w(x,1)
//	T2[a]: r(x,1)
//	T3[a]: r(x,_)
var MonotonicReadsAxiom = &Axiom{
	Bit:        MR,
	Name:       "MR",
	ID:         "monotonic-reads",
	Title:      "Monotonic reads",
	Formula:    "w VIS a, a SO b, a and b in R  =>  w VIS b",
	Plain:      "What a transaction that reads has seen is seen by all later transactions of its session that read.",
	Breaks:     "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: r(x,_)",
	BreaksWith: EXT,
	Source:     "Terry et al., PDIS 1994, carried over to atomic transactions by us",
	holds:      judgeMonotonicReads,
}

func judgeMonotonicReads(v *view) *Breach {
	if l := v.carry(v.ifReader(v.lastSeen, -1), v.ifReader(v.horizon, unbound)); l != nil {
		return v.unseen(l.at, l.reach, "which "+v.at(l.from)+" of its session saw before")
	}
	return v.judgeRule(func(e *VisibleEdges) { e.Guarantees |= MR }, "which an earlier transaction of its session saw")
}
