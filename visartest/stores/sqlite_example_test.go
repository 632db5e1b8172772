package stores

import (
	"context"
	"database/sql"

	_ "modernc.org/sqlite"

	"visar/axioms"
	"visar/visartest"
)

// SQLite is serializable, unless connections share a cache and one of them asks for
// uncommitted data: PRAGMA read_uncommitted is meant literally. The reader sees a
// balance that is rolled back later, and one that is overwritten by the very
// transaction that wrote it.
func Example_sqlite() {
	ctx := context.Background()
	writer, reader, closeAll := sharedCache(ctx)
	defer closeAll()

	rec := visartest.New(nil)
	clerk, auditor := rec.NamedSession("clerk"), rec.NamedSession("auditor")
	for _, outcome := range []string{"COMMIT", "ROLLBACK"} {
		tx := clerk.Begin()
		exec(ctx, writer, "BEGIN")
		for _, balance := range balances[outcome] {
			tx.Write("balance", balance)
			exec(ctx, writer, "INSERT OR REPLACE INTO account VALUES ('balance', ?)", balance)
			seen := auditor.Begin()
			seen.Read("balance", balanceOf(ctx, reader))
			seen.Commit()
		}
		exec(ctx, writer, outcome)
		if outcome == "COMMIT" {
			tx.Commit()
		} else {
			tx.Abort()
		}
	}

	report(rec, axioms.ReadUncommitted)
	report(rec, axioms.ReadCommitted)
	// Output:
	// read-uncommitted is consistent
	// read-committed is violated by intermediate-read, aborted-read
	//   T2 (line 2) read balance=100, from the middle of T1 (line 1), which wrote balance=100 and after that wrote balance=80.
	//   That breaks COMMITTED: only the last write of a key by a transaction is ever a version for others.
	// the smallest part that shows it, 2 of 5 transactions:
	//   T1[clerk] @1-6: w(balance,100) w(balance,80)
	//   T2[auditor] @2-3: r(balance,100)
}

// balances are what the clerk writes in a transaction that ends so.
var balances = map[string][]int{"COMMIT": {100, 80}, "ROLLBACK": {1000}}

// sharedCache returns two connections to one cache in memory. The second reads what
// is not committed.
func sharedCache(ctx context.Context) (writer, reader *sql.Conn, closeAll func()) {
	db, err := sql.Open("sqlite", "file:bank?mode=memory&cache=shared")
	check(err)
	writer, err = db.Conn(ctx)
	check(err)
	exec(ctx, writer, "CREATE TABLE account (name TEXT PRIMARY KEY, balance INTEGER)")
	reader, err = db.Conn(ctx)
	check(err)
	exec(ctx, reader, "PRAGMA read_uncommitted = 1")
	return writer, reader, func() {
		check(reader.Close())
		check(writer.Close())
		check(db.Close())
	}
}

func exec(ctx context.Context, c *sql.Conn, statement string, args ...any) {
	_, err := c.ExecContext(ctx, statement, args...)
	check(err)
}

// balanceOf returns the balance as the connection sees it, nil for none.
func balanceOf(ctx context.Context, c *sql.Conn) *int {
	var balance *int
	check(c.QueryRowContext(ctx, "SELECT max(balance) FROM account").Scan(&balance))
	return balance
}
