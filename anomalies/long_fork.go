package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// LongFork is a cycle of reads and misses in turn: (WR;RW)+, twice or more.
//
//	T1: w(x,1)
//	T2: w(y,1)
//	T3: r(x,1) r(y,_)
//	T4: r(x,_) r(y,1)
var LongFork = &Anomaly{
	ID:         "long-fork",
	Title:      "Long fork",
	AlsoCalled: []string{"Non-monotonic snapshot", "Parallel snapshots", "IRIW"},
	Doc: "Two transactions wrote different keys. One reader saw the first write and not the second, another " +
		"one the second and not the first: for a while the database had two states which were both official, " +
		"and the readers disagree about what happened first.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.WR, dependency.RW},
		AtLeast: 2,
	},
	Breaks:      []axioms.Set{axioms.PREFIX},
	Together:    "what a transaction sees is everything up to some point of one common order",
	ForbiddenBy: []string{"prefix"},
	AdmittedBy:  []string{"strong-parallel-snapshot-isolation"},
	Example: "T1: w(x,1)\n" +
		"T2: w(y,1)\n" +
		"T3: r(x,1) r(y,_)\n" +
		"T4: r(x,_) r(y,1)",
	Source: "Sovran et al., Walter, SOSP 2011; Cerone, Bernardi and Gotsman, CONCUR 2015, figure 3d",
}
