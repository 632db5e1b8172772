package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// DirtyWriteProcess is a cycle of versions and session order: (WW | SO)+.
//
//	T1[a]: a(x,1)
//	T2[a]: a(x,2)
//	T3: r(x,[2 1])
var DirtyWriteProcess = &Anomaly{
	ID:         "dirty-write-process",
	Title:      "Dirty write against session order",
	AlsoCalled: []string{"G0-process"},
	Doc: "The order of versions runs against the order in which a session wrote: what it wrote first came out " +
		"on top of what it wrote later.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WW, dependency.SO},
		Needs: []dependency.Kind{dependency.WW, dependency.SO},
	},
	Breaks:      []axioms.Set{axioms.SESSION, axioms.ARSESSION, axioms.MW},
	Together:    "the writes of a session come in the order of the session",
	ForbiddenBy: []string{"strong-session-monotonic-atomic-view", "monotonic-writes"},
	AdmittedBy: []string{
		"read-your-writes",
		"monotonic-reads",
		"writes-follow-reads",
		"serializable-no-stale-reads",
	},
	Example: "T1[a]: a(x,1)\n" +
		"T2[a]: a(x,2)\n" +
		"T3: r(x,[2 1])",
	Source: "Elle, G0-process",
}
