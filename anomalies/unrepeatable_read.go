package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// UnrepeatableRead is a transaction that reads a key twice and gets two
// values.
//
//	T1: w(x,1)
//	T2: r(x,_) r(x,1)
var UnrepeatableRead = &Anomaly{
	ID:         "unrepeatable-read",
	Title:      "Unrepeatable read",
	AlsoCalled: []string{"P2", "Fuzzy read", "Non-repeatable read", "IMP", "internal", "TAP-j"},
	Doc: "A transaction read a key twice, did not write it in between, and got two different values: another " +
		"transaction's commit showed in the middle.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.Unrepeatable},
	},
	Breaks:      []axioms.Set{axioms.INT},
	Together:    "within a transaction a second read repeats the first",
	ForbiddenBy: []string{"item-cut-isolation"},
	AdmittedBy:  []string{"strong-session-monotonic-atomic-view"},
	Example: "T1: w(x,1)\n" +
		"T2: r(x,_) r(x,1)",
	Source: "Berenson et al.: P2; Bailis et al., VLDB 2014: IMP; Plume, TAP-j",
}
