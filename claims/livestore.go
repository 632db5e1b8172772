package claims

import "visar/axioms"

// LiveStore promises one order of confirmed events.
var LiveStore = &Claim{
	Name:  "livestore",
	Title: "LiveStore: one order of confirmed events, own events at once",
	Doc: "The backend puts all events in one order, and a client has a prefix of it with its own pending events on top. So" +
		" what is confirmed obeys prefix consistency, a client reads its own writes, and after quiescence all clients agree.",
	Tests: []Test{
		{Model: axioms.ReadYourWrites},
		{Model: axioms.Prefix, View: Confirmed},
		{Model: axioms.StrongReadAtomic, View: ConvergedApart},
	},
	Basis: "LiveStore documentation: syncing (push is rejected unless pulled and rebased)",
	Caveats: []string{
		`Transactions whose reads saw events that were not confirmed need the field "pending":true; what they read is then no evidence of the confirmed order.`,
		"Rebasing may run pending events again in another place: serializability is not promised.",
		quiescenceCaveat,
	},
	Accepts: Example{
		Doc: "a client sees its own pending event before another's, which the backend puts first",
		History: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","ops":[["w","x",2]]}` + "\n" +
			`{"id":"T3","session":"b","pending":true,"ops":[["r","x",2]]}` + "\n" +
			`{"id":"T4","session":"c","ops":[["r","x",1]]}`,
	},
	Rejects: Example{
		Doc:     "two clients see confirmed events in different orders",
		History: "T1[a]: w(x,1)\nT2[b]: w(y,1)\nT3[c]: r(x,1) r(y,_)\nT4[d]: r(x,_) r(y,1)",
		Anomaly: "long-fork",
	},
}
