package axioms

// MonotonicWritesAxiom is the session guarantee: the writes of a session are
// ordered as it made them, and who sees one sees the earlier ones.
//
//	T1[a]: w(x,1)
//	T2[a]: w(y,1)
//	T3: r(y,1) r(x,_)
var MonotonicWritesAxiom = &Axiom{
	Bit:     MW,
	Name:    "MW",
	ID:      "monotonic-writes",
	Title:   "Monotonic writes",
	Formula: "a SO b, a and b in W  =>  a AR b, and b VIS c, c in R  =>  a VIS c",
	Plain: "The writing transactions of a session are arbitrated in session order, " +
		"and a transaction that reads and sees one of them sees the earlier ones.",
	Breaks:     "T1[a]: w(x,1)\nT2[a]: w(y,1)\nT3: r(y,1) r(x,_)",
	BreaksWith: EXT,
	Source:     "Terry et al., PDIS 1994, carried over to atomic transactions by us",
	holds:      judgeMonotonicWrites,
}

func judgeMonotonicWrites(v *view) *Breach {
	if l := v.carry(v.ifWriter(itself, -1), v.ifWriter(itself, unbound)); l != nil {
		return v.breach(-1, []int32{l.at, l.from}, "%s comes before %s in AR, which is earlier in its session; both write",
			v.at(l.at), v.at(l.from))
	}
	// A prefix that has the later one has the earlier one.
	return v.judgeRule(func(e *VisibleEdges) { e.Guarantees |= MW }, "which comes before a write of the same session that it sees")
}
