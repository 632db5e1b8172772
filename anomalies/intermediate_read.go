package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// IntermediateRead is a read of a value that its writer replaced before it
// committed.
//
//	T1: w(x,1) w(x,2)
//	T2: r(x,1)
var IntermediateRead = &Anomaly{
	ID:         "intermediate-read",
	Title:      "Intermediate read",
	AlsoCalled: []string{"G1b", "TAP-f"},
	Doc: "A committed transaction read a value that its writer overwrote before it committed: it looked into " +
		"the middle of another transaction.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.IntermediateRead},
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "only the last write of a key by a transaction is ever a version for others",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1: w(x,1) w(x,2)\n" +
		"T2: r(x,1)",
	Source: "Adya's thesis, section 4.2.2: G1b",
}
