package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// MonotonicReadsViolation is a session that misses what it saw before:
// WR;SO;RW.
//
//	T1: w(x,1)
//	T2[a]: r(x,1)
//	T3[a]: r(x,_)
var MonotonicReadsViolation = &Anomaly{
	ID:         "monotonic-reads-violation",
	Title:      "Violation of monotonic reads",
	AlsoCalled: []string{"MR violation", "G-single-process"},
	Doc: "A client saw a transaction, and later in the same session a state from before it. To it, time went " +
		"backwards.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.WR, dependency.SO, dependency.RW},
	},
	Breaks:      []axioms.Set{axioms.SESSION | axioms.TRANSVIS, axioms.MR},
	Together:    "a session goes on seeing what it has seen",
	ForbiddenBy: []string{"monotonic-reads"},
	AdmittedBy: []string{
		"monotonic-writes",
		"writes-follow-reads",
		"serializable-no-stale-reads",
		"strong-update-atomic",
	},
	Example: "T1: w(x,1)\n" +
		"T2[a]: r(x,1)\n" +
		"T3[a]: r(x,_)",
	Source: "Terry et al., PDIS 1994: monotonic reads",
}
