package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// GNonadjacentRealtime is a cycle with an RT edge and two or more RW edges, no
// two of them in a row.
//
//	T1 @1-2: w(x,1)
//	T2 @3-4: r(y,_)
//	T3: w(y,1)
//	T4: r(y,1) r(x,_)
var GNonadjacentRealtime = &Anomaly{
	ID:         "g-nonadjacent-realtime",
	Title:      "Non-adjacent anti-dependency cycle with real time",
	AlsoCalled: []string{"G-nonadjacent-item-realtime"},
	Doc: "Two transactions disagree about what happened first, and real time makes the disagreement show: the " +
		"one should have seen what had ended before it started.",
	Shape: Shape{
		Among:     []dependency.Kind{dependency.WR, dependency.WW, dependency.RW, dependency.SO, dependency.RT},
		Needs:     []dependency.Kind{dependency.RT},
		MinRW:     2,
		Adjacency: NoneAdjacent,
	},
	Breaks: []axioms.Set{
		axioms.ARREALTIME | axioms.PREFIX,
		axioms.REALTIME | axioms.PREFIX,
		axioms.ARREALTIME | axioms.PREFIX | axioms.NOCONFLICT,
		axioms.REALTIME | axioms.PREFIX | axioms.NOCONFLICT,
		axioms.ARREALTIMEKEY | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.TOTALVIS,
		axioms.ARREALTIMEKEY | axioms.SESSION | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.SESSION | axioms.TOTALVIS,
	},
	Together: "what a transaction sees is everything up to some point of one common order, which agrees with real " +
		"time",
	ForbiddenBy: []string{"strong-prefix"},
	AdmittedBy: []string{
		"ordered-sequential-consistency",
		"strong-session-serializable-no-stale-reads",
		"realtime-snapshot-isolation",
		"strong-parallel-snapshot-isolation",
	},
	Example: "T1 @1-2: w(x,1)\n" +
		"T2 @3-4: r(y,_)\n" +
		"T3: w(y,1)\n" +
		"T4: r(y,1) r(x,_)",
	Source: "Elle, G-nonadjacent-item-realtime",
}
