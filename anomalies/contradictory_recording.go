package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// ContradictoryRecording is session order against real time: (SO | RT)+.
//
//	T1[a] @5-6: w(x,1)
//	T2[a] @1-2: w(x,2)
var ContradictoryRecording = &Anomaly{
	ID:         "contradictory-recording",
	Title:      "Contradictory recording",
	AlsoCalled: []string{"Clock skew"},
	Doc: "The recording contradicts itself: a session's transactions come in one order, and by their times in " +
		"the other. This says nothing about the database. The clocks of the clients disagree, or the " +
		"recording is out of order.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.SO, dependency.RT},
	},
	Breaks: []axioms.Set{
		axioms.SESSION | axioms.ARREALTIME,
		axioms.ARREALTIME,
		axioms.ARREALTIMEKEY,
		axioms.ARREALTIMEUPDATE,
	},
	Together: "a transaction cannot come both before and after another one",
	ForbiddenBy: []string{
		"ordered-sequential-consistency",
		"strong-session-serializable-no-stale-reads",
		"realtime-read-atomic",
	},
	AdmittedBy: []string{"serializable-no-stale-reads", "strong-session-serializable"},
	Example: "T1[a] @5-6: w(x,1)\n" +
		"T2[a] @1-2: w(x,2)",
	Source: "our own",
}
