package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// CircularInformationFlow is a cycle of reads and versions, with at least one
// read: (WR | WW)+.
//
//	T1: r(y,2) w(x,1)
//	T2: r(x,1) w(y,2)
var CircularInformationFlow = &Anomaly{
	ID:         "circular-information-flow",
	Title:      "Circular information flow",
	AlsoCalled: []string{"G1c", "TAP-g"},
	Doc: "Each transaction read from, or wrote over, the one before, around a circle. So information went from " +
		"a transaction to itself, by way of others that must have come both before and after it.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW},
		Needs: []dependency.Kind{dependency.WR},
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "each transaction would come before itself",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1: r(y,2) w(x,1)\n" +
		"T2: r(x,1) w(y,2)",
	Source: "Adya's thesis, section 4.2.2: G1c; Plume, TAP-g",
}
