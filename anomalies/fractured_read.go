package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// FracturedRead is a transaction that sees one write of another transaction
// and not another: T2 -WR-> T1 -RW-> T2.
//
//	T1: w(x,1) w(y,1)
//	T2: r(y,_) r(x,1)
var FracturedRead = &Anomaly{
	ID:         "fractured-read",
	Title:      "Fractured read",
	AlsoCalled: []string{"A5A", "Read skew on one writer", "TAP-k", "TAP-l"},
	Doc: "A transaction saw a part of another one: it read one of its writes, and of another key the value " +
		"from before. The older value was read first; where it was read last the anomaly is that an observed " +
		"transaction vanishes, which even weaker models forbid.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.WR, dependency.RW},
	},
	Breaks:      []axioms.Set{axioms.EXT},
	Together:    "a transaction is seen whole or not at all",
	ForbiddenBy: []string{"read-atomic"},
	AdmittedBy:  []string{"strong-session-monotonic-atomic-view", "item-cut-isolation"},
	Example: "T1: w(x,1) w(y,1)\n" +
		"T2: r(y,_) r(x,1)",
	Source: "Bailis et al., RAMP, SIGMOD 2014; Berenson et al.: A5A; Plume, TAP-k and TAP-l",
}
