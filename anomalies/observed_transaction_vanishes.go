package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// ObservedTransactionVanishes is a transaction that reads from another one and
// later, in the same transaction, misses a write of it.
//
//	T1: w(x,1) w(y,1)
//	T2: r(x,1) r(y,_)
var ObservedTransactionVanishes = &Anomaly{
	ID:         "observed-transaction-vanishes",
	Title:      "Observed transaction vanishes",
	AlsoCalled: []string{"OTV", "Non-monotonic read", "TAP-h", "TAP-i"},
	Doc: "A transaction read one write of another transaction and after that an older value of another key " +
		"which the same transaction wrote. Having been seen, the other transaction vanished. Read in the " +
		"other order, the older value first, it is a fractured read.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.WR, dependency.RW},
		Where:   ReadLater,
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.MONOTONICVIEW},
	Together:    "once one write of a transaction has been read, later reads see its other writes",
	ForbiddenBy: []string{"monotonic-atomic-view"},
	AdmittedBy:  []string{"read-committed"},
	Example: "T1: w(x,1) w(y,1)\n" +
		"T2: r(x,1) r(y,_)",
	Source: "Bailis et al., Highly Available Transactions, VLDB 2014: OTV; Plume, TAP-h and TAP-i",
}
