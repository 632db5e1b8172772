package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// OwnWriteMissed is a read after an own write of the key that does not return
// the write.
//
//	T1: w(x,1) r(x,_)
var OwnWriteMissed = &Anomaly{
	ID:         "own-write-missed",
	Title:      "Own write missed",
	AlsoCalled: []string{"internal", "TAP-d", "TAP-e"},
	Doc: "A transaction wrote a key and then, in the same transaction, read something else from it. It does " +
		"not see what it is doing itself.",
	Shape: Shape{
		Reads: []dependency.BreachKind{dependency.OwnWriteMissed},
	},
	Breaks:      []axioms.Set{axioms.INT, axioms.COMMITTED},
	Together:    "within a transaction a read returns what the last own operation on the key left",
	ForbiddenBy: []string{"read-committed"},
	AdmittedBy:  []string{"read-uncommitted"},
	Example:     "T1: w(x,1) r(x,_)",
	Source:      "Cerone, Bernardi and Gotsman, CONCUR 2015: INT; Elle, internal",
}
