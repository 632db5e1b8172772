package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// GSingleProcess is a cycle with exactly one RW edge and an SO edge.
//
//	T1[a]: w(y,1)
//	T2[a]: a(x,1)
//	T3: a(x,2) r(y,_)
//	T4: r(x,[1 2])
var GSingleProcess = &Anomaly{
	ID:         "g-single-process",
	Title:      "Single anti-dependency cycle with session order",
	AlsoCalled: []string{"G-single-item-process"},
	Doc: "A transaction missed a write of another one and yet comes after it, by way of sessions, versions and " +
		"reads.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW, dependency.SO},
		Needs: []dependency.Kind{dependency.SO},
		MinRW: 1,
		MaxRW: 1,
	},
	Breaks: []axioms.Set{
		axioms.SESSION | axioms.TRANSVIS,
		axioms.SESSION | axioms.NOCONFLICT,
		axioms.SESSION | axioms.TRANSVIS | axioms.NOCONFLICT,
		axioms.SESSION | axioms.PREFIX,
		axioms.PREFIX | axioms.ARSESSION,
		axioms.RYW | axioms.MR | axioms.MW,
		axioms.WFR,
		axioms.MW,
		axioms.MR,
		axioms.RYW,
	},
	Together:    "the transaction that was missed comes before the one that missed it, which therefore sees it",
	ForbiddenBy: []string{"strong-session-parallel-snapshot-isolation"},
	AdmittedBy:  []string{"serializable-no-stale-reads", "strong-update-atomic", "strong-prefix"},
	Example: "T1[a]: w(y,1)\n" +
		"T2[a]: a(x,1)\n" +
		"T3: a(x,2) r(y,_)\n" +
		"T4: r(x,[1 2])",
	Source: "Elle, G-single-item-process",
}
