package axioms

// ReadYourWritesAxiom is the session guarantee: a transaction that reads sees
// the earlier transactions of its session that write.
//
//	T1[a]: w(x,1)
//	T2[a]: r(x,_)
//
// In the four session guarantees a transaction reads if it has an external read
// and has committed, and writes if it has any write.
var ReadYourWritesAxiom = &Axiom{
	Bit:        RYW,
	Name:       "RYW",
	ID:         "read-your-writes",
	Title:      "Read your writes",
	Formula:    "SO & (W x R) <= VIS",
	Plain:      "A transaction that reads sees all earlier transactions of its session that write.",
	Breaks:     "T1[a]: w(x,1)\nT2[a]: r(x,_)",
	BreaksWith: EXT,
	Source:     "Terry et al., PDIS 1994, carried over to atomic transactions by us",
	holds:      judgeReadYourWrites,
}

func judgeReadYourWrites(v *view) *Breach {
	const why = "which is earlier in its session and writes"
	if l := v.carry(v.ifWriter(itself, -1), v.ifReader(v.horizon, unbound)); l != nil {
		return v.unseen(l.at, l.from, why)
	}
	return v.judgeRule(func(e *VisibleEdges) { e.Guarantees |= RYW }, why)
}
