package axioms

import "visar/history"

// ArRealTimeAxiom says that arbitration extends real time: what ended before
// another transaction started comes first, whoever sees what. Snapshots may be
// old.
//
//	T1 @1-2: r(x,1)
//	T2 @3-4: w(x,1)
var ArRealTimeAxiom = &Axiom{
	Bit:        ARREALTIME,
	Name:       "ARREALTIME",
	ID:         "ar-real-time",
	Title:      "Real time is arbitrated in order",
	Formula:    "RT <= AR",
	Plain:      "A transaction is arbitrated after all that ended before it started.",
	Breaks:     "T1 @1-2: r(x,1)\nT2 @3-4: w(x,1)",
	BreaksWith: EXT,
	Source:     "our own wording; for causal consistency Mahajan, Alvisi and Dahlin, 2011",
	holds: func(v *view) *Breach {
		return v.judgeArrival(func(int32) bool { return true })
	},
}

// judgeArrival returns the first transaction in AR, among those that are meant,
// that comes before one that ended before it started.
func (v *view) judgeArrival(meant func(i int32) bool) *Breach {
	for i, t := range v.Order {
		i, start := int32(i), v.h.Start(t)
		if start != history.NoTime && v.leastEnd(i+1) < start && meant(i) {
			from := v.endedBefore(i+1, start)
			return v.misplaced(i, from, v.times(i, from))
		}
	}
	return nil
}
