package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// ReadSkew is a reader that sees what came on top of a version which it
// misses: a cycle with one RW, reached by a read, and a WW before.
//
//	T1: a(x,1) a(y,1)
//	T2: a(y,2)
//	T3: r(y,[1 2]) r(x,[])
var ReadSkew = &Anomaly{
	ID:         "read-skew",
	Title:      "Read skew",
	AlsoCalled: []string{"A5A", "G-single", "PL-2+ violation"},
	Doc: "A transaction read a key after a change and another key before it, so that what it saw together " +
		"never was the state of the database at one moment. The two changes were made by different " +
		"transactions, the one on top of the other; where one transaction made both it is a fractured read.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW},
		Needs: []dependency.Kind{dependency.WW},
		MinRW: 1,
		MaxRW: 1,
		Where: EndsInRead,
	},
	Breaks:      []axioms.Set{axioms.TRANSVIS | axioms.NOCONFLICT, axioms.PREFIX},
	Together:    "who sees a version sees the transactions whose versions it replaced, and all that they wrote",
	ForbiddenBy: []string{"parallel-snapshot-isolation", "prefix"},
	AdmittedBy:  []string{"strong-update-atomic", "strong-causal"},
	Example: "T1: a(x,1) a(y,1)\n" +
		"T2: a(y,2)\n" +
		"T3: r(y,[1 2]) r(x,[])",
	Source: "Berenson et al.: A5A; Adya's thesis, section 4.3: G-single",
}
