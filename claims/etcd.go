package claims

import "visar/axioms"

// Etcd promises strict serializability.
var Etcd = &Claim{
	Name:  "etcd",
	Title: "etcd: strict serializability of the key-value interface",
	Doc: "Operations and transactions on keys behave as if they ran one after the other in an order that keeps to real" +
		" time.",
	Tests: []Test{{Model: axioms.StrictSerializable, View: StaleApart}},
	Basis: "etcd documentation, KV API guarantees; Jepsen, etcd 3.4.3 (2020)",
	Caveats: []string{
		`Reads made with the option "serializable" may be old; they need the field "stale":true and have then no real time and no session to keep to.`,
		"Watches and leases are no part of it, and locks are not mutual exclusion.",
		oneTimeline,
	},
	Accepts: Example{
		Doc:     "two transactions at once, ordered by what was read",
		History: "T1[a] @1-4: r(x,_) w(x,1)\nT2[b] @2-5: r(x,1) w(x,2)\nT3[a] @6-7: r(x,2)",
	},
	Rejects: Example{
		Doc:     "an acknowledged write that a later transaction does not see",
		History: "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,_) w(y,1)",
		Anomaly: "stale-read",
	},
}
