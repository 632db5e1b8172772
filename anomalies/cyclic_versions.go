package anomalies

import "visar/history/dependency"

// CyclicVersions is a list that shows the appends of one transaction out of
// their order.
//
//	T1: a(x,1) a(x,2)
//	T2: a(x,3)
//	T3: r(x,[2 1 3])
var CyclicVersions = &Anomaly{
	ID:    "cyclic-versions",
	Title: "Cyclic versions",
	Doc: "A list shows a later append of a transaction before an earlier one, or without it. Each append makes " +
		"a version on top of the one before, so that the versions would come in a circle. In a replicated log " +
		"an append may be missing where nothing says that transactions are seen whole.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.CyclicVersions},
	},
	Together: "the appends of a transaction stand in its order, all of them at one place in the order of " +
		"transactions",
	ForbiddenBy: []string{"read-uncommitted"},
	Example: "T1: a(x,1) a(x,2)\n" +
		"T2: a(x,3)\n" +
		"T3: r(x,[2 1 3])",
	Source: "Elle, cyclic-versions",
}
