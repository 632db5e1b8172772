package claims

import "visar/axioms"

// ZooKeeper promises ordered sequential consistency.
var ZooKeeper = &Claim{
	Name:  "zookeeper",
	Also:  []string{"zk"},
	Title: "ZooKeeper: linearizable updates, first-in first-out clients",
	Doc: "Updates behave as if they ran one after the other in an order that keeps to real time. A client's requests take" +
		" effect in the order in which it made them. A read may be old, but a client never goes back;" +
		" one after a sync is as new as an update would be.",
	Tests: []Test{{Model: axioms.OrderedSequentialConsistency, View: Synced}},
	Basis: "ZooKeeper Internals, consistency guarantees; Hunt et al., USENIX ATC 2010; Lev-Ari et al., 2017",
	Caveats: []string{
		"A multi is one transaction.",
		`A read that was made after a sync needs the field "sync":true, and the start of the sync for its own; else it is judged as any read. A sync that needs no quorum may break what is promised (Jepsen's issue 399).`,
		oneTimeline,
	},
	Stronger: []string{"strict-serializable"},
	Accepts:  staleRead.as("a stale read in another session").allowed(),
	Rejects: Example{
		Doc:     "a client goes back",
		History: "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,1)\nT3[b] @5-6: r(x,_)",
		Anomaly: "monotonic-reads-violation",
	},
}
