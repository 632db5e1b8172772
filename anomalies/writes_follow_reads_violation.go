package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// WritesFollowReadsViolation is a reader that sees a write and misses what the
// writer's session had read before: WR;SO;WR;RW.
//
//	T1: w(x,1)
//	T2[a]: r(x,1)
//	T3[a]: w(y,1)
//	T4: r(y,1) r(x,_)
var WritesFollowReadsViolation = &Anomaly{
	ID:         "writes-follow-reads-violation",
	Title:      "Violation of writes follow reads",
	AlsoCalled: []string{"WFR violation", "Session causality violation", "G-single-process"},
	Doc: "A session read something and then, in a later transaction, wrote. Somebody saw the write and not " +
		"what had been read before it: the reply, and not the message.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.WR, dependency.SO, dependency.WR, dependency.RW},
	},
	Breaks:      []axioms.Set{axioms.SESSION | axioms.TRANSVIS, axioms.WFR},
	Together:    "who sees a write sees what its session had read before",
	ForbiddenBy: []string{"writes-follow-reads"},
	AdmittedBy:  []string{"pram", "serializable-no-stale-reads", "strong-update-atomic"},
	Example: "T1: w(x,1)\n" +
		"T2[a]: r(x,1)\n" +
		"T3[a]: w(y,1)\n" +
		"T4: r(y,1) r(x,_)",
	Source: "Terry et al., PDIS 1994: writes follow reads",
}
