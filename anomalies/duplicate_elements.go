package anomalies

import "visar/history/dependency"

// DuplicateElements is a list read with one element twice, though it was
// appended once.
//
//	T1: a(x,1)
//	T2: r(x,[1 1])
var DuplicateElements = &Anomaly{
	ID:    "duplicate-elements",
	Title: "Duplicate elements",
	Doc: "A list was read with the same element twice, though it was appended only once: a retried or replayed " +
		"append, or two replicas joined badly. Then the reads do not even show an order of versions, so that " +
		"no model can hold.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.DuplicateElement},
	},
	Together:    "a version cannot come twice in the order of versions",
	ForbiddenBy: []string{"read-uncommitted"},
	Example: "T1: a(x,1)\n" +
		"T2: r(x,[1 1])",
	Source: "Elle, duplicate-elements",
}
