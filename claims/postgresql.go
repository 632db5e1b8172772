package claims

import "visar/axioms"

// The levels of PostgreSQL. What it calls repeatable read is snapshot isolation.
var (
	PostgreSQLReadCommitted = &Claim{
		Name:  "postgresql-read-committed",
		Also:  []string{"postgres-read-committed", "pg-read-committed"},
		Title: "PostgreSQL, read committed",
		Doc: "A statement sees what was committed before it began, and the transaction's own changes. The snapshots of the" +
			" statements of a transaction are not older from one to the next.",
		Tests: []Test{{Model: axioms.StrongSessionMonotonicAtomicView}},
		Basis: "PostgreSQL documentation, 13.2.1 Read Committed Isolation Level",
		Caveats: []string{
			readsDiffer,
			onePrimary,
		},
		Accepts: updateBetweenReads.allowed(),
		Rejects: Example{
			Doc:     "a later statement sees less than an earlier one",
			History: "T1[a]: w(x,1) w(y,1)\nT2[b]: r(x,1) r(y,_)",
			Anomaly: "observed-transaction-vanishes",
		},
	}

	PostgreSQLRepeatableRead = &Claim{
		Name:  "postgresql-repeatable-read",
		Also:  []string{"postgres-repeatable-read", "pg-repeatable-read"},
		Title: "PostgreSQL, repeatable read: snapshot isolation",
		Doc: "A transaction sees what was committed before its first statement, and of two that change the same row at once" +
			" one is aborted.",
		Tests: []Test{{Model: axioms.StrongSessionSnapshotIsolation}},
		Basis: "PostgreSQL documentation, 13.2.2 Repeatable Read Isolation Level (implemented as snapshot isolation)",
		Caveats: []string{
			"Write skew is allowed, as documented.",
			"On one primary strong-snapshot-isolation holds as well: the snapshot contains all that was acknowledged before.",
			onePrimary,
		},
		Stronger: []string{"strong-snapshot-isolation"},
		Accepts:  writeSkew.allowed(),
		Rejects:  lostUpdate,
	}

	PostgreSQLSerializable = &Claim{
		Name:  "postgresql-serializable",
		Also:  []string{"postgres-serializable", "pg-serializable"},
		Title: "PostgreSQL, serializable",
		Doc:   "Transactions behave as if they ran one after the other, those of a session in its order.",
		Tests: []Test{{Model: axioms.StrongSessionSerializable}},
		Basis: "PostgreSQL documentation, 13.2.3 Serializable Isolation Level; Ports and Grittner, VLDB 2012",
		Caveats: []string{
			"Every transaction must run at the level: one at a lower level may break it for the others.",
			"Real time is not promised; strict-serializable is the sharper test.",
			onePrimary,
		},
		Stronger: []string{"strict-serializable"},
		Accepts:  oneSeesTheOther,
		Rejects:  writeSkew,
	}
)

// readsDiffer is what read committed leaves open.
const readsDiffer = "Two reads in a transaction may differ, and updates may be lost, as documented."

// onePrimary is what the levels are promised for.
const onePrimary = "Reads from replicas are older, and different ones may disagree on the order of commits: record the primary."
