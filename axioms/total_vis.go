package axioms

// TotalVisAxiom says that a transaction sees all that come before it in AR: the
// transactions might have run one after the other.
//
//	T1: r(x,_) r(y,_) w(x,1)
//	T2: r(x,_) r(y,_) w(y,1)
var TotalVisAxiom = &Axiom{
	Bit:        TOTALVIS,
	Name:       "TOTALVIS",
	ID:         "total-vis",
	Title:      "Total visibility",
	Formula:    "VIS = AR",
	Plain:      "A transaction sees all transactions that come before it in arbitration.",
	Breaks:     "T1: r(x,_) r(y,_) w(x,1)\nT2: r(x,_) r(y,_) w(y,1)",
	BreaksWith: EXT,
	Source:     "CBG15, Fig. 2",
	holds:      judgeTotalVis,
}

func judgeTotalVis(v *view) *Breach {
	seen := v.VIS.Prefix
	if v.VIS.Edges != nil {
		seen = v.counts()
	}
	for i := range int32(len(v.Order)) {
		if seen[i] == i {
			continue
		}
		from := seen[i]
		if v.VIS.Edges != nil {
			from = v.firstUnseen(i)
		}
		return v.unseen(i, from, "which comes before it in AR")
	}
	return nil
}
