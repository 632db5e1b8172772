package axioms

// ArSessionAxiom says that arbitration extends session order, whoever sees what.
//
//	T1[a]: r(x,1)
//	T2[a]: w(x,1)
var ArSessionAxiom = &Axiom{
	Bit:        ARSESSION,
	Name:       "ARSESSION",
	ID:         "ar-session",
	Title:      "Sessions are arbitrated in order",
	Formula:    "SO <= AR",
	Plain:      "A transaction is arbitrated after all earlier transactions of its session.",
	Breaks:     "T1[a]: r(x,1)\nT2[a]: w(x,1)",
	BreaksWith: EXT,
	Source:     "Biswas and Enea, OOPSLA 2019, whose commit orders extend session order",
	holds:      judgeArSession,
}

func judgeArSession(v *view) *Breach {
	l := v.carry(itself, itself)
	if l == nil {
		return nil
	}
	return v.misplaced(l.at, l.from, "which is earlier in its session")
}

// misplaced is the breach of a transaction, at place i, that comes before the
// one at place from.
func (v *view) misplaced(i, from int32, why string) *Breach {
	return v.breach(-1, []int32{i, from}, "%s comes before %s in AR, %s", v.at(i), v.at(from), why)
}
