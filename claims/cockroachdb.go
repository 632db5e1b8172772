package claims

import "visar/axioms"

// CockroachDB promises serializability without stale reads.
var CockroachDB = &Claim{
	Name:  "cockroachdb",
	Also:  []string{"cockroach", "crdb", "yugabytedb-serializable"},
	Title: "CockroachDB: serializable, with no stale reads",
	Doc: "Transactions behave as if they ran one after the other, and of two that use a common key the one that ended" +
		" before the other started comes first. Between transactions on different keys real time may be reversed: that is the" +
		" anomaly of causal reverse, and it is allowed.",
	Tests: []Test{{Model: axioms.SerializableNoStaleReads, View: StaleApart}},
	Basis: "CockroachDB documentation and its discussion of consistency (no stale reads; causal reverse); Jepsen, CockroachDB beta (2017)",
	Caveats: []string{
		"Two transactions that only read a key share it: without that a stale read after another client's fresh one would pass.",
		"The order of a session is promised for one gateway only. Where every session keeps to one, strong-session-serializable-no-stale-reads is the sharper test.",
		`Follower reads (AS OF SYSTEM TIME) need the field "stale":true.`,
		oneTimeline,
	},
	Stronger: []string{"strong-session-serializable-no-stale-reads", "strict-serializable"},
	Accepts: Example{
		Doc:     "causal reverse: T3 sees the later of two writes and not the earlier, which are on different keys",
		History: "T1[a] @1-2: w(x,1)\nT2[b] @3-4: w(y,1)\nT3[c] @0-6: r(x,_) r(y,1)",
	},
	Rejects: staleRead.as("a stale read of a key that both use"),
}
