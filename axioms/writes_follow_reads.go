package axioms

// WritesFollowReadsAxiom is the session guarantee: a write comes after all that
// its transaction, or an earlier one of the session, has read from, and who sees
// the write sees that too.
//
//	T1: w(x,1)
//	T2[a]: r(x,1)
//	T3[a]: w(y,1)
//	T4: r(y,1) r(x,_)
//
// Because a transaction's own reads count, the guarantee includes causality over
// transactions without sessions.
var WritesFollowReadsAxiom = &Axiom{
	Bit:     WFR,
	Name:    "WFR",
	ID:      "writes-follow-reads",
	Title:   "Writes follow reads",
	Formula: "w VIS a, a in R, a = b or a SO b, b in W  =>  w AR b, and b VIS c  =>  w VIS c",
	Plain: "A transaction that writes is arbitrated after all that it and the earlier readers of its session saw, " +
		"and who sees it sees that too.",
	Breaks:     "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: w(y,1)\nT4: r(y,1) r(x,_)",
	BreaksWith: EXT,
	Source:     "Terry et al., PDIS 1994, carried over to atomic transactions by us",
	holds:      judgeWritesFollowReads,
}

func judgeWritesFollowReads(v *view) *Breach {
	// A write that an earlier reader of its own session saw breaks the law too.
	if l := v.carry(v.ifReader(v.lastSeen, -1), v.ifWriter(itself, unbound)); l != nil {
		return v.breach(-1, []int32{l.at, l.from, l.reach}, "%s writes, but does not come after %s in AR, which %s of its session saw before",
			v.at(l.at), v.at(l.reach), v.at(l.from))
	}
	// A prefix that has the write has what it follows.
	return v.judgeRule(func(e *VisibleEdges) { e.Guarantees |= WFR }, "which a write that it sees follows")
}
