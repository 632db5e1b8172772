package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// MonotonicWritesViolation is a reader that sees a later write of a session
// and misses an earlier one: SO;WR;RW.
//
//	T1[a]: w(x,1)
//	T2[a]: w(y,1)
//	T3: r(y,1) r(x,_)
var MonotonicWritesViolation = &Anomaly{
	ID:         "monotonic-writes-violation",
	Title:      "Violation of monotonic writes",
	AlsoCalled: []string{"MW violation", "G-single-process"},
	Doc: "Somebody saw what a session wrote later and not what it had written before. The writes of the " +
		"session took effect out of order.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.SO, dependency.WR, dependency.RW},
	},
	Breaks:      []axioms.Set{axioms.SESSION | axioms.TRANSVIS, axioms.MW},
	Together:    "who sees a write of a session sees its earlier writes",
	ForbiddenBy: []string{"monotonic-writes"},
	AdmittedBy: []string{
		"monotonic-reads",
		"writes-follow-reads",
		"serializable-no-stale-reads",
		"strong-update-atomic",
	},
	Example: "T1[a]: w(x,1)\n" +
		"T2[a]: w(y,1)\n" +
		"T3: r(y,1) r(x,_)",
	Source: "Terry et al., PDIS 1994: monotonic writes",
}
