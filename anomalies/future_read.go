package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// FutureRead is a read of a value that only the reader itself wrote, and
// later.
//
//	T1: r(x,1) w(x,1)
var FutureRead = &Anomaly{
	ID:         "future-read",
	Title:      "Future read",
	AlsoCalled: []string{"TAP-c"},
	Doc: "A transaction read a value that only it wrote itself, later on. Operations were carried out in " +
		"another order than they were asked for.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.FutureRead},
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "a read returns what was written before it",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example:     "T1: r(x,1) w(x,1)",
	Source:      "Elle, future-read; Plume, TAP-c",
}
