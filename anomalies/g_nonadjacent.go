package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// GNonadjacent is a cycle with two or more RW edges, no two of them in a row.
//
//	T1: w(u,1) a(x,1)
//	T2: r(y,_) a(x,2)
//	T3: w(y,1) a(z,3)
//	T4: r(u,_) a(z,4)
//	T5: r(x,[1 2]) r(z,[3 4])
var GNonadjacent = &Anomaly{
	ID:         "g-nonadjacent",
	Title:      "Non-adjacent anti-dependency cycle",
	AlsoCalled: []string{"G-nonadjacent-item", "G-SI"},
	Doc: "The transactions miss each other's writes around a circle, but never two in a row. Snapshots of one " +
		"common order of commits cannot give such a circle: each reader's snapshot would have to be older " +
		"than the next one's.",
	Shape: Shape{
		Among:     []dependency.Kind{dependency.WR, dependency.WW, dependency.RW},
		MinRW:     2,
		Adjacency: NoneAdjacent,
	},
	Breaks: []axioms.Set{axioms.PREFIX, axioms.PREFIX | axioms.NOCONFLICT, axioms.TOTALVIS},
	Together: "every snapshot is a beginning of one order of commits, and a transaction that misses another one has " +
		"the older snapshot",
	ForbiddenBy: []string{"snapshot-isolation"},
	AdmittedBy:  []string{"strong-parallel-snapshot-isolation", "strong-prefix"},
	Example: "T1: w(u,1) a(x,1)\n" +
		"T2: r(y,_) a(x,2)\n" +
		"T3: w(y,1) a(z,3)\n" +
		"T4: r(u,_) a(z,4)\n" +
		"T5: r(x,[1 2]) r(z,[3 4])",
	Source: "Elle, G-nonadjacent-item; Cerone and Gotsman, Analysing Snapshot Isolation, PODC 2016",
}
