package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// WriteSkew is a cycle of misses alone: RW+, over different keys.
//
//	T1: r(x,_) r(y,_) w(x,1)
//	T2: r(x,_) r(y,_) w(y,1)
var WriteSkew = &Anomaly{
	ID:         "write-skew",
	Title:      "Write skew",
	AlsoCalled: []string{"A5B", "G2-item"},
	Doc: "Every transaction read what another one was overwriting, and none saw the other. Each acted on a " +
		"state that was about to be gone: two doctors go off duty, each because the other one is on.",
	Shape: Shape{
		Pattern: []dependency.Kind{dependency.RW},
		AtLeast: 2,
		Keys:    DistinctKeys,
	},
	Breaks:      []axioms.Set{axioms.TOTALVIS},
	Together:    "one after the other, whoever came second would have seen the write of the first",
	ForbiddenBy: []string{"serializable"},
	AdmittedBy:  []string{"strong-snapshot-isolation"},
	Example: "T1: r(x,_) r(y,_) w(x,1)\n" +
		"T2: r(x,_) r(y,_) w(y,1)",
	Source: "Berenson et al.: A5B; Cerone, Bernardi and Gotsman, CONCUR 2015, figure 3e",
}
