package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// GSingle is a cycle with exactly one RW edge.
//
//	T1: w(y,1) a(x,1)
//	T2: r(y,_) a(x,2)
//	T3: r(x,[1 2])
var GSingle = &Anomaly{
	ID:         "g-single",
	Title:      "Single anti-dependency cycle",
	AlsoCalled: []string{"G-single-item", "PL-2+ violation"},
	Doc: "A transaction missed a write of another one and yet comes after it, by way of versions and reads. It " +
		"works on a state that never was the state of the database.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW},
		MinRW: 1,
		MaxRW: 1,
	},
	Breaks:      []axioms.Set{axioms.NOCONFLICT, axioms.TRANSVIS, axioms.TRANSVIS | axioms.NOCONFLICT, axioms.PREFIX},
	Together:    "the transaction that was missed comes before the one that missed it, which therefore sees it",
	ForbiddenBy: []string{"update-atomic"},
	AdmittedBy:  []string{"strong-prefix"},
	Example: "T1: w(y,1) a(x,1)\n" +
		"T2: r(y,_) a(x,2)\n" +
		"T3: r(x,[1 2])",
	Source: "Adya's thesis, section 4.3: G-single; Elle, G-single-item",
}
