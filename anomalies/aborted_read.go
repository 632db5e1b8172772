package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// AbortedRead is a read of a value that only an aborted transaction wrote.
//
//	T1 aborted: w(x,1)
//	T2: r(x,1)
var AbortedRead = &Anomaly{
	ID:         "aborted-read",
	Title:      "Aborted read",
	AlsoCalled: []string{"G1a", "P1", "Dirty read", "TAP-b"},
	Doc: "A committed transaction read a value of a transaction that aborted: a value that officially never " +
		"was.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.AbortedRead},
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "an aborted write has no effects",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1 aborted: w(x,1)\n" +
		"T2: r(x,1)",
	Source: "Adya's thesis, section 4.2.2: G1a; Berenson et al.: A1, of which P1 is the broad form",
}
