package claims

import "visar/axioms"

// Models that only claims have, since no search decides them.
var (
	lastWriterWins = &axioms.Model{
		Name:   "last-writer-wins",
		Title:  "Last writer wins",
		Axioms: axioms.INT | axioms.EXT | axioms.ARSESSION,
		Doc:    "A read returns, of the writes that it sees, the one with the greatest timestamp; timestamps grow along sessions and from a write to those that read it.",
		Source: "Burckhardt et al., POPL 2014; Kulkarni et al., OPODIS 2014, for the clocks",
	}
	lastWriterWinsConverged = &axioms.Model{
		Name:   "last-writer-wins-after-quiescence",
		Title:  "Last writer wins, after quiescence",
		Axioms: axioms.INT | axioms.EXT | axioms.REALTIME,
		Doc:    "What starts after quiescence sees every write that ended before.",
		Source: "our own",
	}
	multiValue = &axioms.Model{
		Name:   "multi-value-register",
		Title:  "Multi-value register",
		Axioms: axioms.SESSION | axioms.TRANSVIS,
		Doc:    "A read returns the values of the visible writes of the key that no other visible write of it has seen; visibility is causal.",
		Source: "Burckhardt et al., POPL 2014",
	}
)

// LWWRegister is a store of registers in which timestamps arbitrate.
var LWWRegister = &Claim{
	Name:  "lww-register",
	Also:  []string{"lww"},
	Title: "Registers in which the last writer wins, by hybrid logical clocks",
	Doc: "Arbitration is the order of the timestamps that the store gave. They must grow along each session and from a" +
		" write to whoever reads it, a read returns one of the visible writes and of these the last, and after quiescence all are visible.",
	Tests: []Test{
		{Model: lastWriterWins, Law: Clocks},
		{Model: lastWriterWinsConverged, View: ConvergedApart, Law: Clocks},
	},
	Basis: "our own wording of last-writer-wins registers with hybrid logical clocks",
	Caveats: []string{
		`Every committed transaction needs the field "hlc": an integer, [physical, logical, "node"], or such parts in a string, as "1700000000000:2@n1".`,
		"A clock that goes back shows as a timestamp that is not greater than that of the session's last transaction, or of a write that was read.",
		"Session guarantees are not promised. --claims lww-register and -m read-your-writes -m monotonic-reads are different questions.",
		quiescenceCaveat,
	},
	Accepts: Example{
		Doc: "two writes at once; the one with the greater timestamp stays",
		History: `{"id":"T1","session":"a","hlc":[10,0,"a"],"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","hlc":[10,0,"b"],"ops":[["w","x",2]]}` + "\n" +
			`{"id":"T3","session":"a","hlc":[12,0,"a"],"ops":[["r","x",2]]}`,
	},
	Rejects: Example{
		Doc: "T2 has read what T1 wrote, and its clock is behind: its write will lose against the one that it replaced",
		History: `{"id":"T1","session":"a","hlc":[20,0,"a"],"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","hlc":[15,0,"b"],"ops":[["r","x",1],["w","x",2]]}`,
		Anomaly: "clock-inversion",
	},
}

// MVRegister is a store that keeps all writes made at once.
var MVRegister = &Claim{
	Name:  "mv-register",
	Also:  []string{"mvr", "multi-value"},
	Title: "Multi-value registers",
	Doc: "A read returns all writes that it sees and that no other of these replaced. Visibility is causal: it contains the" +
		" order of sessions and what was read, and is transitive.",
	Tests: []Test{{Model: multiValue, Law: Siblings}},
	Basis: "Burckhardt et al., POPL 2014; Dynamo and Riak for the practice",
	Caveats: []string{
		`A read returns a list: ["r","x",[1,2]], with ["w","x",1] for a write. [] is the initial state.`,
		"Which of several returned writes has replaced a missing one may be open. Then a choice that fits is looked for; that none does is undecided.",
	},
	Accepts: Example{
		Doc: "two writes at once are both returned, and one that has seen them replaces both",
		History: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","ops":[["w","x",2]]}` + "\n" +
			`{"id":"T3","session":"c","ops":[["r","x",[1,2]],["w","x",3]]}` + "\n" +
			`{"id":"T4","session":"d","ops":[["r","x",[3]]]}`,
	},
	Rejects: Example{
		Doc: "a write that was replaced comes back beside the one that replaced it",
		History: `{"id":"T1","session":"a","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","ops":[["r","x",[1]],["w","x",2]]}` + "\n" +
			`{"id":"T3","session":"c","ops":[["r","x",[1,2]]]}`,
		Anomaly: "sibling-overwritten",
	},
}

// Convergence is what every replicated store promises at the least.
var Convergence = &Claim{
	Name:  "convergence",
	Also:  []string{"eventual-consistency", "strong-eventual-consistency"},
	Title: "Convergence: after quiescence all reads see all writes",
	Doc: "What started after every write had been delivered sees all that had ended before. Since there is one arbitration" +
		" for all, two reads of a key that see the same writes return the same value.",
	Tests: []Test{{Model: axioms.StrongReadAtomic, View: ConvergedApart}},
	Basis: "Shapiro et al., SSS 2011, on a history that ends; the encoding is our own",
	Caveats: []string{
		quiescenceCaveat,
		"Without a moment of quiescence there is nothing to test: the history is vacuous.",
	},
	Accepts: Example{
		Doc: "replicas differ at first and agree in the end",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","start":3,"end":4,"ops":[["r","x",null]]}` + "\n" +
			`{"fault":"quiescence","start":10}` + "\n" +
			`{"id":"T3","session":"b","start":11,"end":12,"ops":[["r","x",1]]}`,
	},
	Rejects: Example{
		Doc: "a replica never learns of a write",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"fault":"quiescence","start":10}` + "\n" +
			`{"id":"T2","session":"b","start":11,"end":12,"ops":[["r","x",null]]}`,
		Anomaly: "stale-read",
	},
}
