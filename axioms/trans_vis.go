package axioms

// TransVisAxiom is causality: what a transaction sees, with all that this one
// saw, is seen together.
//
//	T1: w(x,1)
//	T2: r(x,1) w(y,1)
//	T3: r(y,1) r(x,_)
var TransVisAxiom = &Axiom{
	Bit:        TRANSVIS,
	Name:       "TRANSVIS",
	ID:         "trans-vis",
	Title:      "Transitive visibility",
	Formula:    "VIS ; VIS <= VIS",
	Plain:      "A transaction that sees another one sees all that this one saw.",
	Breaks:     "T1: w(x,1)\nT2: r(x,1) w(y,1)\nT3: r(y,1) r(x,_)",
	BreaksWith: EXT,
	Source:     "CBG15, Fig. 2",
	holds:      judgeTransVis,
}

func judgeTransVis(v *view) *Breach {
	// A transaction that is seen is before the end of the prefix, and so is what it
	// sees itself.
	return v.judgeRule(func(e *VisibleEdges) { e.Closed = true }, "which one that it sees has seen")
}
