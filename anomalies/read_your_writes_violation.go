package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// ReadYourWritesViolation is a session that misses its own earlier write:
// SO;RW.
//
//	T1[a]: w(x,1)
//	T2[a]: r(x,_)
var ReadYourWritesViolation = &Anomaly{
	ID:         "read-your-writes-violation",
	Title:      "Violation of read your writes",
	AlsoCalled: []string{"RYW violation", "G-single-process"},
	Doc: "A client wrote a key, and later in the same session read a value from before. To it, its own write " +
		"is gone.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.SO, dependency.RW},
	},
	Breaks:      []axioms.Set{axioms.SESSION, axioms.RYW},
	Together:    "a session sees what it wrote before",
	ForbiddenBy: []string{"read-your-writes"},
	AdmittedBy: []string{
		"strong-session-monotonic-atomic-view",
		"monotonic-reads",
		"monotonic-writes",
		"writes-follow-reads",
		"serializable-no-stale-reads",
	},
	Example: "T1[a]: w(x,1)\n" +
		"T2[a]: r(x,_)",
	Source: "Terry et al., PDIS 1994: read your writes",
}
