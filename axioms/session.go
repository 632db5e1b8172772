package axioms

// SessionAxiom says that a transaction sees all earlier ones of its session. With
// it every model becomes its strong-session form.
//
//	T1[a]: w(x,1)
//	T2[a]: r(x,_)
//
// SO does not lead from a transaction of unknown outcome: the client went on
// without an answer, and the transaction may take effect later or never.
var SessionAxiom = &Axiom{
	Bit:        SESSION,
	Name:       "SESSION",
	ID:         "session",
	Title:      "Sessions are seen",
	Formula:    "SO <= VIS",
	Plain:      "A transaction sees all earlier transactions of its session.",
	Breaks:     "T1[a]: w(x,1)\nT2[a]: r(x,_)",
	BreaksWith: EXT,
	Source:     "CBG15, Fig. 2",
	holds:      judgeSession,
}

func judgeSession(v *view) *Breach {
	const why = "which is earlier in its session"
	if l := v.carry(itself, v.horizon); l != nil {
		return v.unseen(l.at, l.from, why)
	}
	return v.judgeRule(func(e *VisibleEdges) { e.Sessions = true }, why)
}

// unseen is the breach of a transaction, at place i, that does not see the one
// at place from.
func (v *view) unseen(i, from int32, why string) *Breach {
	if from > i {
		return v.breach(-1, []int32{i, from}, "%s comes before %s in AR and cannot see it, %s", v.at(i), v.at(from), why)
	}
	return v.breach(-1, []int32{i, from}, "%s does not see %s, %s", v.at(i), v.at(from), why)
}
