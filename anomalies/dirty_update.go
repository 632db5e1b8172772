package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// DirtyUpdate is an aborted write with a committed one on top of it.
//
//	T1 aborted: a(x,1)
//	T2: a(x,2)
//	T3: r(x,[1 2])
var DirtyUpdate = &Anomaly{
	ID:    "dirty-update",
	Title: "Dirty update",
	Doc: "A committed transaction read what an aborted one wrote, and a committed write stands on top of it. " +
		"So the aborted write was not only seen, it became part of the committed state, where rolling it back " +
		"is no longer possible.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.AbortedRead},
		Where: WritesWhatItRead,
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "an aborted write has no effects, and here committed versions contain it",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1 aborted: a(x,1)\n" +
		"T2: a(x,2)\n" +
		"T3: r(x,[1 2])",
	Source: "Elle, dirty-update",
}
