package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// LostUpdate is two writers of a key of which the later one replaced a version
// that was no longer the latest: T1 -WW(x)-> T2 -RW(x)-> T1.
//
//	T1: r(x,_) w(x,1)
//	T2: r(x,_) w(x,2)
var LostUpdate = &Anomaly{
	ID:         "lost-update",
	Title:      "Lost update",
	AlsoCalled: []string{"P4"},
	Doc: "A transaction read a key and wrote it anew, and between the two another transaction had written the " +
		"key. The second write was made without knowledge of the first, which is lost: two deposits to an " +
		"account, and one of them gone.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.WW, dependency.RW},
		MinRW: 1,
		Keys:  OneKey,
		Where: WritesWhatItRead,
	},
	Breaks:      []axioms.Set{axioms.NOCONFLICT},
	Together:    "of two transactions that write the same key one sees the other, and here neither does",
	ForbiddenBy: []string{"update-atomic"},
	AdmittedBy:  []string{"strong-prefix"},
	Example: "T1: r(x,_) w(x,1)\n" +
		"T2: r(x,_) w(x,2)",
	Source: "Berenson et al.: P4; Cerone, Bernardi and Gotsman, CONCUR 2015, figure 3c",
}
