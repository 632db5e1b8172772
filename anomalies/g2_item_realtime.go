package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// G2ItemRealtime is a cycle with an RT edge and RW edges, two of them in a
// row.
//
//	T1 @1-2: w(y,1)
//	T2 @3-4: r(x,_)
//	T3: w(x,1) r(y,_)
var G2ItemRealtime = &Anomaly{
	ID:    "g2-item-realtime",
	Title: "Anti-dependency cycle with real time",
	Doc: "The transactions depend on each other around a circle that goes through real time, and two in a row " +
		"miss the next one's write. No serial order that agrees with real time explains it.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW, dependency.SO, dependency.RT},
		Needs: []dependency.Kind{dependency.RT},
		MinRW: 1,
	},
	Breaks: []axioms.Set{
		axioms.REALTIME | axioms.TOTALVIS,
		axioms.ARREALTIMEKEY | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.TOTALVIS,
		axioms.ARREALTIMEKEY | axioms.SESSION | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.SESSION | axioms.TOTALVIS,
	},
	Together: "one after the other in an order that agrees with real time, each transaction would come before " +
		"itself",
	ForbiddenBy: []string{"strict-serializable"},
	AdmittedBy: []string{
		"ordered-sequential-consistency",
		"strong-session-serializable-no-stale-reads",
		"strong-snapshot-isolation",
	},
	Example: "T1 @1-2: w(y,1)\n" +
		"T2 @3-4: r(x,_)\n" +
		"T3: w(x,1) r(y,_)",
	Source: "Elle, G2-item-realtime",
}
