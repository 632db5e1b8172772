package axioms

// The models of the grid. In each row sessions and real time force more and
// more; from row to row the base does.
var (
	// Read atomic: transactions are seen whole.
	ReadAtomic              = readAtomic.plain()
	StrongSessionReadAtomic = readAtomic.strongSession()
	RealtimeReadAtomic      = readAtomic.realtime()
	StrongReadAtomic        = readAtomic.strong()

	// Read atomic without lost updates.
	UpdateAtomic              = updateAtomic.plain()
	StrongSessionUpdateAtomic = updateAtomic.strongSession()
	RealtimeUpdateAtomic      = updateAtomic.realtime()
	StrongUpdateAtomic        = updateAtomic.strong()

	// Causal consistency: effects are seen with their causes.
	Causal              = causal.plain()
	StrongSessionCausal = causal.strongSession()
	RealtimeCausal      = causal.realtime()
	StrongCausal        = causal.strong()

	// Causal consistency without lost updates.
	ParallelSnapshotIsolation              = parallelSnapshotIsolation.plain()
	StrongSessionParallelSnapshotIsolation = parallelSnapshotIsolation.strongSession()
	RealtimeParallelSnapshotIsolation      = parallelSnapshotIsolation.realtime()
	StrongParallelSnapshotIsolation        = parallelSnapshotIsolation.strong()

	// Prefix consistency: snapshots are prefixes of one order.
	Prefix              = prefixConsistency.plain()
	StrongSessionPrefix = prefixConsistency.strongSession()
	RealtimePrefix      = prefixConsistency.realtime()
	StrongPrefix        = prefixConsistency.strong()

	// Prefix consistency without lost updates.
	SnapshotIsolation              = snapshotIsolation.plain()
	StrongSessionSnapshotIsolation = snapshotIsolation.strongSession()
	RealtimeSnapshotIsolation      = snapshotIsolation.realtime()
	StrongSnapshotIsolation        = snapshotIsolation.strong()

	// Serializability: each sees all that come before it. Its real-time and its
	// strong form are [StrictSerializable].
	Serializable              = serializability.plain()
	StrongSessionSerializable = serializability.strongSession()
)

// StrictSerializable is the strongest model: where visibility is total, real
// time in arbitration is real time in visibility, so that the real-time and the
// strong form of serializability are one.
var StrictSerializable = &Model{
	Name:   "strict-serializable",
	Short:  "sser",
	Also:   []string{"strong-serializable", "realtime-serializable", "strong-ser", "rt-ser", "pl-ss", "external-consistency"},
	Title:  "Strict serializability",
	Axioms: INT | EXT | TOTALVIS | REALTIME,
	Doc: "The transactions might have run one after the other, each at a moment between its start and its end." +
		" A transaction sees all that ended before it started, and all earlier ones of its session.",
	Source: "Papadimitriou, JACM 1979; Adya's thesis, PL-SS",
}

// ReadUncommitted asks for nothing but that the known order of the elements of
// each list is one that arbitration can follow. On registers it holds always.
var ReadUncommitted = &Model{
	Name:  "read-uncommitted",
	Also:  []string{"pl-1"},
	Title: "Read uncommitted",
	Doc: "The writes of transactions do not interleave. That shows only where the order of versions is known, as it" +
		" is from lists; on registers the model allows everything.",
	Source: "Adya's thesis (MIT 1999), PL-1",
}

// ReadCommitted is Adya's PL-2. It is weaker than what some checkers call read
// committed, which is [MonotonicAtomicView].
var ReadCommitted = &Model{
	Name:   "read-committed",
	Also:   []string{"pl-2"},
	Title:  "Read committed",
	Axioms: COMMITTED,
	Doc: "Reads return values that committed transactions left behind, never those of aborted ones or values that their" +
		" writer overwrote, and own writes are seen. A second read of a key may return another value, and of one" +
		" transaction a part may be seen.",
	Source: "Adya's thesis (MIT 1999), PL-2",
}

// MonotonicAtomicView is what Biswas and Enea call read committed.
var MonotonicAtomicView = &Model{
	Name:   "monotonic-atomic-view",
	Short:  "mav",
	Title:  "Monotonic atomic view",
	Axioms: COMMITTED | MONOTONICVIEW,
	Doc: "Reads return committed values, and once a transaction has read from another one, its later reads are not" +
		" older than what that one wrote. Reads need not repeat, and what was read before may turn out old.",
	Source: "Bailis et al., VLDB 2014; read committed of Biswas and Enea, OOPSLA 2019",
}

// StrongSessionMonotonicAtomicView is the form that most checkers of read
// committed test.
var StrongSessionMonotonicAtomicView = &Model{
	Name:   "strong-session-monotonic-atomic-view",
	Short:  "ss-mav",
	Title:  "Strong session monotonic atomic view",
	Axioms: COMMITTED | MONOTONICVIEW | ARSESSION,
	Doc: "Monotonic atomic view, with the transactions of a session ordered as it ran them. A client need not see its" +
		" own earlier transactions, but it cannot read from later ones.",
	Source: "read committed of Biswas and Enea, OOPSLA 2019, whose commit order extends session order",
}

// ItemCutIsolation is what SQL means by repeatable reads of single rows.
var ItemCutIsolation = &Model{
	Name:   "item-cut-isolation",
	Title:  "Item cut isolation",
	Axioms: COMMITTED | MONOTONICVIEW | INT,
	Doc: "Monotonic atomic view, and a second read of a key returns what the first one did. A transaction may still see" +
		" one part of another one and not the part that it read before.",
	Source: "Bailis et al., VLDB 2014; here it includes the monotonic atomic view",
}
