package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// ReadOnlyTransactionAnomaly is a transaction that writes nothing and yet
// closes a cycle: T1 -WR-> T3 -RW-> T2 -RW-> T1.
//
//	T1: r(y,_) w(y,20)
//	T2: r(x,_) r(y,_) w(x,-11)
//	T3: r(x,_) r(y,20)
var ReadOnlyTransactionAnomaly = &Anomaly{
	ID:         "read-only-transaction-anomaly",
	Title:      "Read-only transaction anomaly",
	AlsoCalled: []string{"Fekete's read-only anomaly"},
	Doc: "Two transactions that write could have run one after the other. A third one, which only reads, saw " +
		"the second and not the first, and so makes that order impossible: by looking alone it breaks " +
		"serializability.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.WR, dependency.RW, dependency.RW},
		Where:   ObserverOnlyReads,
	},
	Breaks: []axioms.Set{axioms.TOTALVIS},
	Together: "one after the other, the one whose write the reader missed would come both before and after the one " +
		"that it saw",
	ForbiddenBy: []string{"serializable"},
	AdmittedBy:  []string{"strong-snapshot-isolation"},
	Example: "T1: r(y,_) w(y,20)\n" +
		"T2: r(x,_) r(y,_) w(x,-11)\n" +
		"T3: r(x,_) r(y,20)",
	Source: "Fekete, O'Neil and O'Neil, SIGMOD Record 2004",
}
