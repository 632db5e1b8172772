package axioms

// ArRealTimeUpdateAxiom says that a transaction that writes is arbitrated after
// all that ended before it started. Together with total visibility and sessions
// this is ordered sequential consistency: updates take effect in real time and
// reads may be old.
//
//	T1 @1-2: w(x,1)
//	T2 @3-4: w(y,1)
//	T3 @0-5: r(x,_) r(y,1)
var ArRealTimeUpdateAxiom = &Axiom{
	Bit:        ARREALTIMEUPDATE,
	Name:       "ARREALTIMEUPDATE",
	ID:         "ar-real-time-update",
	Title:      "Updates are arbitrated in real time",
	Formula:    "RT & (H x W) <= AR",
	Plain:      "A transaction that writes is arbitrated after all that ended before it started.",
	Breaks:     "T1 @1-2: w(x,1)\nT2 @3-4: w(y,1)\nT3 @0-5: r(x,_) r(y,1)",
	BreaksWith: EXT | TOTALVIS,
	Source:     "Lev-Ari et al., ordered sequential consistency, 2017; the exact clause is recalled, not checked",
	holds:      func(v *view) *Breach { return v.judgeArrival(v.writer) },
}
