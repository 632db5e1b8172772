package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// GSingleRealtime is a cycle with exactly one RW edge and an RT edge.
//
//	T1 @1-2: w(y,1)
//	T2 @3-4: a(x,1)
//	T3: a(x,2) r(y,_)
//	T4: r(x,[1 2])
var GSingleRealtime = &Anomaly{
	ID:         "g-single-realtime",
	Title:      "Single anti-dependency cycle with real time",
	AlsoCalled: []string{"G-single-item-realtime"},
	Doc: "A transaction missed a write of another one and yet comes after it, by way of real time, sessions, " +
		"versions and reads.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW, dependency.SO, dependency.RT},
		Needs: []dependency.Kind{dependency.RT},
		MinRW: 1,
		MaxRW: 1,
	},
	Breaks: []axioms.Set{
		axioms.REALTIME | axioms.TRANSVIS,
		axioms.REALTIME | axioms.NOCONFLICT,
		axioms.REALTIME | axioms.TRANSVIS | axioms.NOCONFLICT,
		axioms.ARREALTIME | axioms.PREFIX,
		axioms.ARREALTIME | axioms.PREFIX | axioms.NOCONFLICT,
		axioms.REALTIME | axioms.PREFIX,
		axioms.REALTIME | axioms.PREFIX | axioms.NOCONFLICT,
		axioms.ARREALTIMEKEY | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.TOTALVIS,
		axioms.ARREALTIMEKEY | axioms.SESSION | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.SESSION | axioms.TOTALVIS,
	},
	Together: "the transaction that was missed comes before the one that missed it, which therefore sees it",
	ForbiddenBy: []string{
		"ordered-sequential-consistency",
		"realtime-snapshot-isolation",
		"strong-parallel-snapshot-isolation",
	},
	AdmittedBy: []string{
		"strong-session-serializable-no-stale-reads",
		"realtime-parallel-snapshot-isolation",
		"strong-update-atomic",
		"strong-prefix",
	},
	Example: "T1 @1-2: w(y,1)\n" +
		"T2 @3-4: a(x,1)\n" +
		"T3: a(x,2) r(y,_)\n" +
		"T4: r(x,[1 2])",
	Source: "Elle, G-single-item-realtime",
}
