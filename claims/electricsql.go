package claims

import "visar/axioms"

// ElectricSQL promised transactional causal consistency.
var ElectricSQL = &Claim{
	Name:  "electricsql",
	Also:  []string{"electric", "vaxine", "antidote", "cure"},
	Title: "ElectricSQL (with Vaxine): transactional causal+ consistency",
	Doc: "A transaction reads a snapshot that contains what its session did and saw, and with a write everything that came" +
		" before it. Replicas that have seen the same writes agree, and after quiescence all have seen all.",
	Tests: []Test{
		{Model: axioms.StrongSessionCausal},
		{Model: axioms.StrongCausal, View: Converged},
	},
	Basis: "Vaxine and AntidoteDB documentation: Cure, TCC+ (Akkoorath et al., ICDCS 2016)",
	Caveats: []string{
		"It is the promise of the generation on Vaxine; the later read-path sync does not make it.",
		"Rich types merge by their own rules: record what a register of last writes would show, or lists as logs (--lists=log).",
		quiescenceCaveat,
	},
	Accepts: Example{
		Doc:     "two replicas see two writes in different orders (a long fork)",
		History: "T1[a]: w(x,1)\nT2[b]: w(y,1)\nT3[c]: r(x,1) r(y,_)\nT4[d]: r(x,_) r(y,1)",
	},
	Rejects: Example{
		Doc:     "an effect without its cause",
		History: "T1[a]: w(x,1)\nT2[b]: r(x,1) w(y,1)\nT3[c]: r(y,1) r(x,_)",
		Anomaly: "causality-violation",
	},
}

// quiescenceCaveat says how convergence is tested.
const quiescenceCaveat = `Convergence is tested where the history has a fault named "quiescence", or --quiescence-at says when every write had been delivered: what started then must see all that ended before.`
