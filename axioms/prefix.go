package axioms

// PrefixAxiom says that a transaction sees a prefix of AR: with a transaction,
// all that comes before it. Snapshots are states that the database went through.
//
//	T1: w(x,1)
//	T2: w(y,1)
//	T3: r(x,1) r(y,_)
//	T4: r(x,_) r(y,1)
var PrefixAxiom = &Axiom{
	Bit:        PREFIX,
	Name:       "PREFIX",
	ID:         "prefix",
	Title:      "Prefixes are seen",
	Formula:    "AR ; VIS <= VIS",
	Plain:      "A transaction that sees another one sees all that come before that one in arbitration.",
	Breaks:     "T1: w(x,1)\nT2: w(y,1)\nT3: r(x,1) r(y,_)\nT4: r(x,_) r(y,1)",
	BreaksWith: EXT,
	Source:     "CBG15, Fig. 2",
	holds:      judgePrefix,
}

func judgePrefix(v *view) *Breach {
	if v.VIS.Edges == nil {
		return nil // the form says no less
	}
	seen, reach := v.counts(), v.reached()
	for i := range int32(len(v.Order)) {
		if seen[i] != reach[i]+1 {
			gap := v.firstUnseen(i)
			return v.breach(-1, []int32{i, reach[i], gap}, "%s sees %s, but not %s, which comes before that one in AR",
				v.at(i), v.at(reach[i]), v.at(gap))
		}
	}
	return nil
}
