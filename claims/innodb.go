package claims

import "visar/axioms"

// The levels of InnoDB, of MySQL and MariaDB.
var (
	InnoDBReadUncommitted = &Claim{
		Name:  "innodb-read-uncommitted",
		Also:  []string{"mysql-read-uncommitted", "mariadb-read-uncommitted"},
		Title: "InnoDB (MySQL, MariaDB), read uncommitted",
		Doc:   "Writes of transactions do not interleave. Reads may return what is not committed.",
		Tests: []Test{{Model: axioms.ReadUncommitted}},
		Basis: "MySQL reference manual, InnoDB transaction isolation levels",
		Caveats: []string{
			"On registers the model allows everything: only lists show the order of writes.",
		},
		Accepts: abortedRead.allowed(),
		Rejects: Example{
			Doc:     "two transactions append in different orders to two lists",
			History: "T1[a]: a(x,1) a(y,1)\nT2[b]: a(x,2) a(y,2)\nT3[c]: r(x,[1 2]) r(y,[2 1])",
			Anomaly: "dirty-write",
		},
	}

	InnoDBReadCommitted = &Claim{
		Name:  "innodb-read-committed",
		Also:  []string{"mysql-read-committed", "mariadb-read-committed"},
		Title: "InnoDB (MySQL, MariaDB), read committed",
		Doc: "Each consistent read sets and reads its own fresh snapshot of what is committed, so that a later read of a" +
			" transaction is not older than an earlier one.",
		Tests: []Test{{Model: axioms.StrongSessionMonotonicAtomicView}},
		Basis: "MySQL reference manual, InnoDB transaction isolation levels",
		Caveats: []string{
			readsDiffer,
			onePrimary,
		},
		Accepts: updateBetweenReads.allowed(),
		Rejects: abortedRead,
	}

	InnoDBRepeatableRead = &Claim{
		Name:  "innodb-repeatable-read",
		Also:  []string{"mysql-repeatable-read", "mariadb-repeatable-read"},
		Title: "InnoDB (MySQL, MariaDB), repeatable read",
		Doc: "Consistent reads of a transaction read the snapshot that the first of them established, and see the" +
			" transaction's own changes: what was read once is read again.",
		Tests: []Test{{Model: axioms.ItemCutIsolation}},
		Basis: "MySQL reference manual, InnoDB transaction isolation levels and consistent nonlocking reads",
		Caveats: []string{
			"Updates act on what is newest and not on the snapshot. A read after an own update of the same row shows others' later changes, which breaks repeatability where updates append; Jepsen found this in MySQL 8.0.34 (2023).",
			"Updates are lost, as documented.",
			onePrimary,
		},
		Accepts: lostUpdate.allowed(),
		Rejects: updateBetweenReads.as("the second read differs"),
	}

	InnoDBSerializable = &Claim{
		Name:  "innodb-serializable",
		Also:  []string{"mysql-serializable", "mariadb-serializable"},
		Title: "InnoDB (MySQL, MariaDB), serializable",
		Doc:   "Transactions behave as if they ran one after the other, those of a session in its order: all reads lock.",
		Tests: []Test{{Model: axioms.StrongSessionSerializable}},
		Basis: "MySQL reference manual, InnoDB transaction isolation levels",
		Caveats: []string{
			"With autocommit a single SELECT is a consistent read and does not lock.",
			"On one server locking keeps to real time: strict-serializable is the sharper test.",
			onePrimary,
		},
		Stronger: []string{"strict-serializable"},
		Accepts:  oneSeesTheOther,
		Rejects:  writeSkew,
	}
)
