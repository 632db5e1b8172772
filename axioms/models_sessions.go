package axioms

// ReadYourWrites is the session guarantee over read atomic.
var ReadYourWrites = &Model{
	Name:   "read-your-writes",
	Short:  "ryw",
	Title:  "Read your writes",
	Axioms: INT | EXT | RYW,
	Doc: "A transaction sees all or nothing of another one, and the writes that its own session made before. It need" +
		" not see again what its session has read.",
	Source: "Terry et al., PDIS 1994, over read atomic",
}

// MonotonicReads is the session guarantee over read atomic.
var MonotonicReads = &Model{
	Name:   "monotonic-reads",
	Short:  "mr",
	Title:  "Monotonic reads",
	Axioms: INT | EXT | MR,
	Doc: "A transaction sees all or nothing of another one, and all that its own session has seen before. It need not" +
		" see the writes of its session.",
	Source: "Terry et al., PDIS 1994, over read atomic",
}

// MonotonicWrites is the session guarantee over read atomic.
var MonotonicWrites = &Model{
	Name:   "monotonic-writes",
	Short:  "mw",
	Title:  "Monotonic writes",
	Axioms: INT | EXT | MW,
	Doc: "A transaction sees all or nothing of another one, and with a write of a session the earlier writes of that" +
		" session, in their order.",
	Source: "Terry et al., PDIS 1994, over read atomic",
}

// WritesFollowReads is the session guarantee over read atomic.
var WritesFollowReads = &Model{
	Name:   "writes-follow-reads",
	Short:  "wfr",
	Title:  "Writes follow reads",
	Axioms: INT | EXT | WFR,
	Doc: "A transaction sees all or nothing of another one, and with a write all that its session had seen before it." +
		" This includes causal consistency without sessions.",
	Source: "Terry et al., PDIS 1994, over read atomic",
}

// PRAM is the conjunction of three session guarantees in one execution.
var PRAM = &Model{
	Name:   "pram",
	Title:  "PRAM (pipelined RAM, FIFO)",
	Axioms: INT | EXT | RYW | MR | MW,
	Doc: "The writes of a session are seen by all in the order in which it made them, a session sees its own writes, and" +
		" what it has seen it sees again. Writes of different sessions have no causal order.",
	Source: "Lipton and Sandberg, 1988; as session guarantees by Viotti and Vukolic, 2016, over read atomic",
}

// OrderedSequentialConsistency is what ZooKeeper promises.
var OrderedSequentialConsistency = &Model{
	Name:   "ordered-sequential-consistency",
	Short:  "osc",
	Title:  "Ordered sequential consistency",
	Axioms: INT | EXT | TOTALVIS | SESSION | ARREALTIMEUPDATE,
	Doc: "The transactions might have run one after the other, those of a session in its order, and one that writes" +
		" after all that ended before it started. A transaction that only reads may see an old state.",
	Source: "Lev-Ari et al., 2017; the exact clause is recalled, not checked",
}

// SerializableNoStaleReads is what CockroachDB documents.
var SerializableNoStaleReads = &Model{
	Name:   "serializable-no-stale-reads",
	Short:  "ser-kl",
	Title:  "Serializability without stale reads",
	Axioms: INT | EXT | TOTALVIS | ARREALTIMEKEY,
	Doc: "The transactions might have run one after the other, and of two that use a common key the one that ended" +
		" before the other started comes first. Between transactions on different keys real time may be reversed" +
		" (causal reverse).",
	Source: "the documentation of CockroachDB; the wording is our own",
}

// StrongSessionSerializableNoStaleReads adds session order.
var StrongSessionSerializableNoStaleReads = &Model{
	Name:   "strong-session-serializable-no-stale-reads",
	Short:  "ss-ser-kl",
	Title:  "Strong session serializability without stale reads",
	Axioms: INT | EXT | TOTALVIS | SESSION | ARREALTIMEKEY,
	Doc: "Serializability without stale reads, with the transactions of a session in its order. Between sessions real" +
		" time may be reversed where no key is shared.",
	Source: "our own",
}

// Sequential is strong session serializability of single operations.
var Sequential = &Model{
	Name:         "sequential",
	Short:        "sc",
	Also:         []string{"sequential-consistency"},
	Title:        "Sequential consistency",
	Axioms:       StrongSessionSerializable.Axioms,
	SingleObject: true,
	Doc: "The operations might have run one after the other, those of a session in its order. That order need not be" +
		" that of real time.",
	Source: "Lamport, 1979",
}

// Linearizable is strict serializability of single operations. It holds of a
// history if it does of each key.
var Linearizable = &Model{
	Name:         "linearizable",
	Also:         []string{"linearizability"},
	Title:        "Linearizability",
	Axioms:       StrictSerializable.Axioms,
	SingleObject: true,
	Doc: "Each operation might have taken effect at one moment between its start and its end: an operation sees all" +
		" that ended before it started.",
	Source: "Herlihy and Wing, TOPLAS 1990",
}

// Models are all models. A model comes after those that are weaker.
var Models = []*Model{
	ReadUncommitted,
	ReadCommitted,
	MonotonicAtomicView,
	StrongSessionMonotonicAtomicView,
	ItemCutIsolation,
	ReadAtomic,
	ReadYourWrites,
	MonotonicReads,
	MonotonicWrites,
	PRAM,
	UpdateAtomic,
	Causal,
	WritesFollowReads,
	ParallelSnapshotIsolation,
	Prefix,
	SnapshotIsolation,
	Serializable,
	SerializableNoStaleReads,
	StrongSessionReadAtomic,
	StrongSessionUpdateAtomic,
	StrongSessionCausal,
	StrongSessionParallelSnapshotIsolation,
	StrongSessionPrefix,
	StrongSessionSnapshotIsolation,
	StrongSessionSerializable,
	OrderedSequentialConsistency,
	StrongSessionSerializableNoStaleReads,
	RealtimeReadAtomic,
	RealtimeUpdateAtomic,
	RealtimeCausal,
	RealtimeParallelSnapshotIsolation,
	RealtimePrefix,
	RealtimeSnapshotIsolation,
	StrongReadAtomic,
	StrongUpdateAtomic,
	StrongCausal,
	StrongParallelSnapshotIsolation,
	StrongPrefix,
	StrongSnapshotIsolation,
	StrictSerializable,
	Sequential,
	Linearizable,
}
