package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// CircularInformationFlowRealtime is a cycle of reads, versions, session order
// and real time, with at least one read and one RT.
//
//	T1 @1-2: r(x,1)
//	T2 @3-4: w(x,1)
var CircularInformationFlowRealtime = &Anomaly{
	ID:         "circular-information-flow-realtime",
	Title:      "Circular information flow with real time",
	AlsoCalled: []string{"G1c-realtime", "Read from the future"},
	Doc:        "A transaction read what was written only after it had ended, directly or by way of others.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.SO, dependency.RT},
		Needs: []dependency.Kind{dependency.WR, dependency.RT},
	},
	Breaks:      []axioms.Set{axioms.REALTIME, axioms.ARREALTIME, axioms.ARREALTIMEKEY, axioms.ARREALTIMEUPDATE},
	Together:    "what ended before another transaction started cannot depend on it",
	ForbiddenBy: []string{"serializable-no-stale-reads", "ordered-sequential-consistency", "realtime-read-atomic"},
	AdmittedBy:  []string{"strong-session-serializable"},
	Example: "T1 @1-2: r(x,1)\n" +
		"T2 @3-4: w(x,1)",
	Source: "Elle, G1c-realtime",
}
