package claims

import "visar/axioms"

// Convex promises serializability.
var Convex = &Claim{
	Name:  "convex",
	Title: "Convex: serializable mutations, queries at a consistent snapshot",
	Doc: "Mutations behave as if they ran one after the other, those of a client in its order. Queries read a snapshot of" +
		" that order, and a subscribed client may lag behind it but never goes back.",
	Tests: []Test{{Model: axioms.StrongSessionSerializable, View: StaleLagging}},
	Basis: "Convex documentation: OCC and atomicity; How Convex works (one committer, serializable snapshot)",
	Caveats: []string{
		`Queries that were answered by a subscription need the field "stale":true: those of a client are judged as a session of their own.`,
		"Real time is likely kept, through the one committer, and not promised: strict-serializable is the sharper test.",
	},
	Stronger: []string{"strict-serializable"},
	Accepts: Example{
		Doc: "a subscription lags behind the client's own mutation",
		History: `{"id":"T1","session":"a","ops":[["r","x",null],["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"a","stale":true,"ops":[["r","x",null]]}` + "\n" +
			`{"id":"T3","session":"a","stale":true,"ops":[["r","x",1]]}`,
	},
	Rejects: Example{
		Doc: "a subscription that goes back",
		History: `{"id":"T1","session":"a","ops":[["r","x",null],["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","stale":true,"ops":[["r","x",1]]}` + "\n" +
			`{"id":"T3","session":"b","stale":true,"ops":[["r","x",null]]}`,
		Anomaly: "monotonic-reads-violation",
	},
}
