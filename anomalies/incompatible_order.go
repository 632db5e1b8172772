package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// IncompatibleOrder is two reads of a list of which neither continues the
// other.
//
//	T1: a(x,1)
//	T2: a(x,2)
//	T3: r(x,[1 2])
//	T4: r(x,[2 1])
var IncompatibleOrder = &Anomaly{
	ID:    "incompatible-order",
	Title: "Incompatible order",
	Doc: "Two transactions read the same list, and neither list is a beginning of the other: the replicas they " +
		"read from had appended in different orders. One of the two states was never a version of the list. " +
		"In a replicated log, where reads may miss appends, this is no anomaly: see --lists=log.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.IncompatibleOrder},
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "both lists would have to be versions, in one order of versions",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1: a(x,1)\n" +
		"T2: a(x,2)\n" +
		"T3: r(x,[1 2])\n" +
		"T4: r(x,[2 1])",
	Source: "Elle, incompatible-order",
}
