package anomalies

import (
	"visar/axioms"
	"visar/history/dependency"
)

// CausalityViolation is a reader that sees an effect without its cause:
// WR;WR+;RW.
//
//	T1: w(x,1)
//	T2: r(x,1) w(y,1)
//	T3: r(x,_) r(y,1)
var CausalityViolation = &Anomaly{
	ID:         "causality-violation",
	Title:      "Causality violation",
	AlsoCalled: []string{"Causality anomaly", "G-single", "TAP-m", "TAP-n"},
	Doc: "A transaction read what was written by someone who had read, directly or by way of others, a write " +
		"that the transaction itself did not see. It saw the answer without the question.",
	Shape: Shape{
		Among: []dependency.Kind{dependency.WR, dependency.RW},
		Needs: []dependency.Kind{dependency.WR},
		MinRW: 1,
		MaxRW: 1,
	},
	Breaks:      []axioms.Set{axioms.TRANSVIS, axioms.WFR},
	Together:    "who sees a transaction sees what that transaction saw",
	ForbiddenBy: []string{"causal"},
	AdmittedBy:  []string{"pram", "strong-update-atomic"},
	Example: "T1: w(x,1)\n" +
		"T2: r(x,1) w(y,1)\n" +
		"T3: r(x,_) r(y,1)",
	Source: "Cerone, Bernardi and Gotsman, CONCUR 2015, figure 3a",
}
