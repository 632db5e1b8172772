package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// DirtyWriteRealtime is a cycle of versions and real time: (WW | SO | RT)+,
// with WW and RT.
//
//	T1 @1-2: a(x,1)
//	T2 @3-4: a(x,2)
//	T3: r(x,[2 1])
var DirtyWriteRealtime = &Anomaly{
	ID:         "dirty-write-realtime",
	Title:      "Dirty write against real time",
	AlsoCalled: []string{"G0-realtime"},
	Doc: "A version came out below one that had been complete before its writing began: the order of versions " +
		"runs against real time.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WW, dependency.SO, dependency.RT},
		Needs: []dependency.Kind{dependency.WW, dependency.RT},
	},
	Breaks:      []axioms.Set{axioms.REALTIME, axioms.ARREALTIME, axioms.ARREALTIMEKEY, axioms.ARREALTIMEUPDATE},
	Together:    "what ended before another transaction started comes before it",
	ForbiddenBy: []string{"serializable-no-stale-reads", "ordered-sequential-consistency", "realtime-read-atomic"},
	AdmittedBy:  []string{"strong-session-serializable"},
	Example: "T1 @1-2: a(x,1)\n" +
		"T2 @3-4: a(x,2)\n" +
		"T3: r(x,[2 1])",
	Source: "Elle, G0-realtime",
}
