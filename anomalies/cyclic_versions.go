package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// CyclicVersions is a cycle of reads and versions of one key, each reader a
// writer of the key.
//
//	T1: r(x,2) w(x,1)
//	T2: r(x,1) w(x,2)
var CyclicVersions = &Anomaly{
	ID:    "cyclic-versions",
	Title: "Cyclic versions",
	Doc: "Each transaction read a version of a key and replaced it, and the replacements go in a circle: every " +
		"version of the key was made from the next one.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW},
		Needs: []dependency.Kind{dependency.WR},
		Keys:  OneKey,
		Where: WritesWhatItRead,
	},
	Breaks:      []axioms.Set{axioms.EXT, axioms.COMMITTED},
	Together:    "each version of the key would come before itself",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example: "T1: r(x,2) w(x,1)\n" +
		"T2: r(x,1) w(x,2)",
	Source: "Elle, cyclic-versions",
}
