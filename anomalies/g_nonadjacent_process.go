package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// GNonadjacentProcess is a cycle with an SO edge and two or more RW edges, no
// two of them in a row.
//
//	T1[a]: w(x,1)
//	T2[a]: r(y,_)
//	T3[b]: w(y,1)
//	T4[b]: r(x,_)
var GNonadjacentProcess = &Anomaly{
	ID:         "g-nonadjacent-process",
	Title:      "Non-adjacent anti-dependency cycle with session order",
	AlsoCalled: []string{"G-nonadjacent-item-process", "Session long fork", "Store buffering"},
	Doc: "Sessions disagree about what happened first: each did its own part and did not see the other's. With " +
		"a write and then a read in each session this is the store buffering of processors.",
	Shape: Shape{
		Among:     []dependency.Kind{dependency.WR, dependency.WW, dependency.RW, dependency.SO},
		Needs:     []dependency.Kind{dependency.SO},
		MinRW:     2,
		Adjacency: NoneAdjacent,
	},
	Breaks:      []axioms.Set{axioms.SESSION | axioms.PREFIX, axioms.SESSION | axioms.PREFIX | axioms.NOCONFLICT},
	Together:    "what a transaction sees is everything up to some point of one common order, its own session included",
	ForbiddenBy: []string{"strong-session-prefix"},
	AdmittedBy:  []string{"serializable-no-stale-reads", "strong-parallel-snapshot-isolation"},
	Example: "T1[a]: w(x,1)\n" +
		"T2[a]: r(y,_)\n" +
		"T3[b]: w(y,1)\n" +
		"T4[b]: r(x,_)",
	Source: "Elle, G-nonadjacent-item-process",
}
