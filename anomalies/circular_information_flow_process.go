package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// CircularInformationFlowProcess is a cycle of reads, versions and session
// order, with at least one of the first and of the last: (WR | WW | SO)+.
//
//	T1[a]: r(x,1)
//	T2[a]: w(x,1)
var CircularInformationFlowProcess = &Anomaly{
	ID:         "circular-information-flow-process",
	Title:      "Circular information flow with session order",
	AlsoCalled: []string{"G1c-process"},
	Doc:        "A session read, directly or by way of others, what it was going to write only later.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.SO},
		Needs: []dependency.Kind{dependency.WR, dependency.SO},
	},
	Breaks:      []axioms.Set{axioms.SESSION, axioms.ARSESSION, axioms.MW, axioms.WFR},
	Together:    "the transactions of a session come in the order of the session",
	ForbiddenBy: []string{"strong-session-monotonic-atomic-view", "writes-follow-reads"},
	AdmittedBy:  []string{"pram", "serializable-no-stale-reads"},
	Example: "T1[a]: r(x,1)\n" +
		"T2[a]: w(x,1)",
	Source: "Elle, G1c-process",
}
