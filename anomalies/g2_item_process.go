package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// G2ItemProcess is a cycle with an SO edge and RW edges, two of them in a row.
//
//	T1[a]: w(y,1)
//	T2[a]: r(x,_)
//	T3: w(x,1) r(y,_)
var G2ItemProcess = &Anomaly{
	ID:    "g2-item-process",
	Title: "Anti-dependency cycle with session order",
	Doc: "The transactions depend on each other around a circle that goes through a session, and two in a row " +
		"miss the next one's write. No serial order that keeps the order of sessions explains it.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW, dependency.SO},
		Needs: []dependency.Kind{dependency.SO},
		MinRW: 1,
	},
	Breaks:      []axioms.Set{axioms.SESSION | axioms.TOTALVIS},
	Together:    "one after the other, each transaction would come before itself",
	ForbiddenBy: []string{"strong-session-serializable"},
	AdmittedBy:  []string{"serializable-no-stale-reads", "strong-snapshot-isolation"},
	Example: "T1[a]: w(y,1)\n" +
		"T2[a]: r(x,_)\n" +
		"T3: w(x,1) r(y,_)",
	Source: "Elle, G2-item-process",
}
