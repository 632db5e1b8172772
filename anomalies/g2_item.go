package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// G2Item is a cycle with RW edges, two of them in a row.
//
//	T1: r(z,3) r(x,_) w(v,1)
//	T2: w(x,2) r(y,_)
//	T3: w(y,3) w(z,3)
var G2Item = &Anomaly{
	ID:         "g2-item",
	Title:      "Anti-dependency cycle",
	AlsoCalled: []string{"G2"},
	Doc: "The transactions depend on each other around a circle, in which two in a row miss the next one's " +
		"write. No serial order explains it, though snapshots can. Cycles through predicates are not looked " +
		"for.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW},
		MinRW: 1,
	},
	Breaks:      []axioms.Set{axioms.TOTALVIS},
	Together:    "one after the other, each transaction would come before itself",
	ForbiddenBy: []string{"serializable"},
	AdmittedBy:  []string{"strong-snapshot-isolation"},
	Example: "T1: r(z,3) r(x,_) w(v,1)\n" +
		"T2: w(x,2) r(y,_)\n" +
		"T3: w(y,3) w(z,3)",
	Source: "Adya's thesis, section 4.2.3: G2-item",
}
