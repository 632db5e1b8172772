package claims

import "visar/axioms"

const (
	crashCaveat = "Crashes are the faults named crash, kill-all or power-failure, with or without a colon before, or the times that --crash-at gives. They are of the whole system: a crash of one node of several is none."
	// lossCaveat is about the numbers.
	lossCaveat = "Losses are those that reads show. A write that nobody looked for after the crash is not counted, and one that several crashes may have taken is counted for the first."
	// objectCaveat is about the numbers where operations are calls.
	objectCaveat = "Of queues, stacks and sets an element is lost that was put there and neither taken nor seen any more, and the taking of one that is there again; of a map what was put, appended or deleted. Of a counter, and where calls of unknown outcome may have taken elements, the least number is told. Locks are not counted."
)

// Durable promises that what was acknowledged survives a crash.
var Durable = &Claim{
	Name:  "durable",
	Also:  []string{"durable-linearizability", "durable-linearizable"},
	Title: "Durable linearizability: what was acknowledged survives a crash of the whole system",
	Doc: "Without its crashes, and with sessions that end at them, the history is linearizable, or strictly serializable" +
		" where transactions have several operations. What was in flight at a crash may take effect then, later, or never.",
	Tests: []Test{{Model: axioms.StrictSerializable, Single: axioms.Linearizable, View: Restarted}},
	Basis: "Izraelevitz, Mendes and Scott, DISC 2016; of transactions, the same with real time across the crash",
	Caveats: []string{crashCaveat, lossCaveat, objectCaveat, oneTimeline,
		"A store that answers before it has written to disk breaks it only in a crash that loses the memory of the machine, or the unwritten pages of the program."},
	Stronger: []string{"strict-serializable"},
	Accepts: Example{
		Doc: "what was acknowledged is there after the crash, and so is what was in flight",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","start":3,"status":"unknown","ops":[["w","x",2]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T3","session":"a","start":6,"end":7,"ops":[["r","x",1]]}` + "\n" +
			`{"id":"T4","session":"b","start":8,"end":9,"ops":[["r","x",2]]}`,
	},
	Rejects: Example{
		Doc: "a write is served to a reader before it is on disk, and the crash takes it (fsync loss)",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","start":3,"end":4,"ops":[["r","x",1]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T3","session":"b","start":6,"end":7,"ops":[["r","x",null]]}`,
		Anomaly: "lost-after-read",
	},
}

// StrictDurable promises that, and that nothing takes effect after a crash that began
// before.
var StrictDurable = &Claim{
	Name:  "strict-durable",
	Also:  []string{"strict-linearizability", "strictly-linearizable"},
	Title: "Strict linearizability: what a crash cuts off took effect before it or never",
	Doc: "Durable linearizability, and what was in flight at a crash took effect before it or never: a write that no read" +
		" after the crash finds at first does not come later.",
	Tests: []Test{{Model: axioms.StrictSerializable, Single: axioms.Linearizable, View: CutOff}},
	Basis: "Aguilera and Frølund, HP Labs 2003-241; of transactions, the same with real time across the crash",
	Caveats: []string{crashCaveat, lossCaveat, objectCaveat, oneTimeline,
		"An operation that was cut off took effect if somebody read what it alone wrote. Where that does not tell, as with counters, an order in which it took effect too late is undecided."},
	Stronger: []string{"strict-serializable"},
	Accepts: Example{
		Doc: "of two writes in flight one took effect before the crash and one never",
		History: `{"id":"T1","session":"a","start":1,"status":"unknown","ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"b","start":2,"status":"unknown","ops":[["w","y",1]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T3","session":"c","start":6,"end":7,"ops":[["r","x",1]]}` + "\n" +
			`{"id":"T4","session":"c","start":8,"end":9,"ops":[["r","y",null]]}`,
	},
	Rejects: Example{
		Doc: "what was in flight takes effect some time after the crash",
		History: `{"id":"T1","session":"a","start":1,"status":"unknown","ops":[["w","x",1]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T2","session":"b","start":6,"end":7,"ops":[["r","x",null]]}` + "\n" +
			`{"id":"T3","session":"b","start":8,"end":9,"ops":[["r","x",1]]}`,
		Anomaly: "stale-read",
	},
}

// BufferedDurable promises that what survives a crash is a state from before it.
var BufferedDurable = &Claim{
	Name:  "buffered-durable",
	Also:  []string{"buffered-durable-linearizability"},
	Title: "Buffered durable linearizability: a crash may take the last of what was acknowledged",
	Doc: "At each crash some of what came before it survives, with all that happened before that: what it read, and what" +
		" had ended before it started. With what survived of all earlier crashes, what was done up to the next crash is" +
		" linearizable, or strictly serializable where transactions have several operations.",
	Tests: []Test{{Model: axioms.StrictSerializable, Single: axioms.Linearizable, View: Surviving}},
	Basis: "Izraelevitz, Mendes and Scott, DISC 2016; of transactions, the same with reads and real time as what happened before",
	Caveats: []string{crashCaveat, lossCaveat, objectCaveat, oneTimeline,
		"There is a check for each crash, of all that came before it.",
		"Where values were written more than once, or in queues, stacks, sets, counters and locks, what survived is not known; a violation is undecided then, unless something is lost for certain that had ended before something started that survived."},
	Stronger: []string{"strict-serializable"},
	Accepts: Example{
		Doc: "the last two writes are lost, although one had been read; the one before them survives",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"a","start":3,"end":4,"ops":[["w","x",2]]}` + "\n" +
			`{"id":"T3","session":"b","start":5,"end":6,"ops":[["r","x",2]]}` + "\n" +
			`{"id":"T4","session":"a","start":7,"end":8,"ops":[["w","y",1]]}` + "\n" +
			`{"fault":"crash","start":9}` + "\n" +
			`{"id":"T5","session":"c","start":10,"end":11,"ops":[["r","x",1]]}` + "\n" +
			`{"id":"T6","session":"c","start":12,"end":13,"ops":[["r","y",null]]}`,
	},
	Rejects: Example{
		Doc: "a later transaction survives and an earlier one does not (fsync loss on one of two logs)",
		History: `{"id":"T1","session":"a","start":1,"end":2,"ops":[["w","x",1]]}` + "\n" +
			`{"id":"T2","session":"a","start":3,"end":4,"ops":[["w","y",1]]}` + "\n" +
			`{"fault":"crash","start":5}` + "\n" +
			`{"id":"T3","session":"b","start":6,"end":7,"ops":[["r","x",null],["r","y",1]]}`,
		Anomaly: "torn-recovery",
	},
}
