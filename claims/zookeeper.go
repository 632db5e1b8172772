package claims

import "visar/axioms"

// ZooKeeper promises ordered sequential consistency.
var ZooKeeper = &Claim{
	Name:  "zookeeper",
	Also:  []string{"zk"},
	Title: "ZooKeeper: linearizable updates, first-in first-out clients",
	Doc: "Updates behave as if they ran one after the other in an order that keeps to real time. A client's requests take" +
		" effect in the order in which it made them. A read may be old, but a client never goes back.",
	Tests: []Test{{Model: axioms.OrderedSequentialConsistency}},
	Basis: "ZooKeeper Internals, consistency guarantees; Hunt et al., USENIX ATC 2010; Lev-Ari et al., 2017",
	Caveats: []string{
		"A multi is one transaction.",
		"A read after sync is judged as any read. Where every read is preceded by a sync, linearizable is the sharper test, which a sync that needs no quorum may fail.",
		oneTimeline,
	},
	Stronger: []string{"strict-serializable"},
	Accepts: Example{
		Doc:     "a stale read in another session",
		History: "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,_)",
	},
	Rejects: Example{
		Doc:     "a client goes back",
		History: "T1[a] @1-2: w(x,1)\nT2[b] @3-4: r(x,1)\nT3[b] @5-6: r(x,_)",
		Anomaly: "monotonic-reads-violation",
	},
}
