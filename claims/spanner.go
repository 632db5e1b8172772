package claims

import "visar/axioms"

// staleReads is what recordings say of reads that asked for an old state.
const staleReads = `A read that asked for an old state (a stale or bounded read) needs the field "stale":true; it has then no real time and no session to keep to.`

// oneTimeline is what real time needs.
const oneTimeline = "Times must come from one clock, or --clock-skew must say by how much the clocks differ."

// Spanner promises external consistency.
var Spanner = &Claim{
	Name:  "spanner",
	Also:  []string{"cloud-spanner"},
	Title: "Spanner: external consistency",
	Doc: "Transactions that read and write, and strong reads, behave as if they ran one after the other in an order that" +
		" keeps to real time.",
	Tests: []Test{{Model: axioms.StrictSerializable, View: StaleApart}},
	Basis: "Google Cloud, Spanner: TrueTime and external consistency; Corbett et al., OSDI 2012",
	Caveats: []string{
		staleReads,
		oneTimeline,
		"Transactions at the isolation level repeatable read are promised snapshot isolation only.",
	},
	Accepts: Example{
		Doc: "a strong read after a write sees it, and a stale one does not",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","start":3,"end":4,"ops":[["r","x",1]]}` + "\n" +
			`{"id":"T3","session":"b","start":5,"end":6,"stale":true,"ops":[["r","x",null]]}`,
	},
	Rejects: staleRead.as("a read that asked for no old state, and got one"),
}
