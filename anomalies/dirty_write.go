package anomalies

import "visar/history/dependency"

// DirtyWrite is a cycle in the order of versions alone: WW+.
//
//	T1: a(x,1) a(y,1)
//	T2: a(x,2) a(y,2)
//	T3: r(x,[1 2]) r(y,[2 1])
var DirtyWrite = &Anomaly{
	ID:         "dirty-write",
	Title:      "Dirty write",
	AlsoCalled: []string{"G0", "P0", "Write cycle"},
	Doc: "Two transactions overwrote each other: on one key the first one's version came last, on another key " +
		"the second one's, so that their writes interleaved. What is left in the end is a mixture that " +
		"neither would have written alone. It shows only where the order of versions is known.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WW},
	},
	Together:    "each transaction would come before the other one",
	ForbiddenBy: []string{"read-uncommitted"},
	Example: "T1: a(x,1) a(y,1)\n" +
		"T2: a(x,2) a(y,2)\n" +
		"T3: r(x,[1 2]) r(y,[2 1])",
	Source: "Adya's thesis, section 4.2.1: G0; Berenson et al.: P0",
}
