package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// StaleRead is a reader that misses a write which had ended before it started:
// RT;RW.
//
//	T1 @1-2: w(x,1)
//	T2 @3-4: r(x,_)
var StaleRead = &Anomaly{
	ID:         "stale-read",
	Title:      "Stale read",
	AlsoCalled: []string{"Stale read in real time", "G-single-realtime"},
	Doc:        "A write was acknowledged, and somebody who started after that read an older value.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.RT, dependency.RW},
	},
	Breaks: []axioms.Set{
		axioms.REALTIME,
		axioms.ARREALTIMEKEY | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.TOTALVIS,
	},
	Together:    "what ended before a transaction started is visible to it",
	ForbiddenBy: []string{"serializable-no-stale-reads", "strong-read-atomic"},
	AdmittedBy:  []string{"ordered-sequential-consistency", "realtime-snapshot-isolation"},
	Example: "T1 @1-2: w(x,1)\n" +
		"T2 @3-4: r(x,_)",
	Source: "Herlihy and Wing, TOPLAS 1990; Elle, G-single-item-realtime",
}
