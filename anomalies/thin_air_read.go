package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// ThinAirRead is a read of a value that nobody wrote.
//
//	T1: w(x,1)
//	T2: r(x,7)
var ThinAirRead = &Anomaly{
	ID:         "thin-air-read",
	Title:      "Thin-air read",
	AlsoCalled: []string{"Garbage read", "TAP-a"},
	Doc: "A committed transaction read a value that no transaction wrote: corruption, a value from before the " +
		"test, or a write that the recording does not have.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.ThinAir},
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "what is read must have been written",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1: w(x,1)\n" +
		"T2: r(x,7)",
	Source: "Plume, TAP-a",
}
