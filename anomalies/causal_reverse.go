package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// CausalReverse is a reader that sees the later of two writes and misses the
// earlier one: RT;WR;RW.
//
//	T1 @1-2: w(x,1)
//	T2 @3-4: w(y,1)
//	T3 @0-5: r(x,_) r(y,1)
var CausalReverse = &Anomaly{
	ID:         "causal-reverse",
	Title:      "Causal reverse",
	AlsoCalled: []string{"Real-time monotonic writes violation", "G-single-realtime"},
	Doc: "One transaction ended before another one started, and somebody saw the second and not the first. The " +
		"effects came in the reverse order of their causes; no single client was involved in both.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.RT, dependency.WR, dependency.RW},
	},
	Breaks: []axioms.Set{
		axioms.REALTIME | axioms.TRANSVIS,
		axioms.ARREALTIME | axioms.PREFIX,
		axioms.ARREALTIMEKEY | axioms.TOTALVIS,
		axioms.ARREALTIMEUPDATE | axioms.TOTALVIS,
	},
	Together:    "who sees a transaction sees what had ended before that one started",
	ForbiddenBy: []string{"ordered-sequential-consistency", "realtime-prefix", "strong-causal"},
	AdmittedBy: []string{
		"strong-session-serializable-no-stale-reads",
		"realtime-parallel-snapshot-isolation",
		"strong-update-atomic",
	},
	Example: "T1 @1-2: w(x,1)\n" +
		"T2 @3-4: w(y,1)\n" +
		"T3 @0-5: r(x,_) r(y,1)",
	Source: "Corbett et al., Spanner, OSDI 2012: external consistency; the name is CockroachDB's",
}
