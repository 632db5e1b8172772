package stores

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/cockroachdb/pebble"
	"github.com/cockroachdb/pebble/vfs"

	"visar/axioms"
	"visar/visartest"
)

// An indexed batch of pebble reads its own writes and is committed as a whole, so
// that it looks like a transaction. It is none: nothing that it read is checked when
// it commits, and of two counters that both add one, one is lost.
func Example_pebble() {
	db, err := pebble.Open("", &pebble.Options{FS: vfs.NewMem(), Logger: silent{}})
	check(err)
	defer db.Close()

	rec := visartest.New(nil)
	alice, bob := rec.NamedSession("alice").Begin(), rec.NamedSession("bob").Begin()
	forAlice, forBob := db.NewIndexedBatch(), db.NewIndexedBatch()
	addTo(forAlice, alice, 1)
	addTo(forBob, bob, 10)
	check(forAlice.Commit(pebble.NoSync))
	alice.Commit()
	check(forBob.Commit(pebble.NoSync))
	bob.Commit()

	audit := rec.NamedSession("audit").Begin()
	audit.Read("likes", likes(db))
	audit.Commit()

	report(rec, axioms.ReadAtomic)
	report(rec, axioms.SnapshotIsolation)
	// Output:
	// read-atomic is consistent
	// snapshot-isolation is violated by lost-update
	//   If T1 came before T2, then T2 (line 2) read likes=_, the initial value, which T1 (line 1) overwrote with 1: a lost update.
	//   If T2 came before T1, then T1 (line 1) read likes=_, the initial value, which T2 (line 2) overwrote with 10: a lost update.
	//   So no order of the versions is left.
	//   That breaks NOCONFLICT: of two transactions that write the same key one sees the other, and here neither does.
	// the smallest part that shows it, 2 of 3 transactions:
	//   T1[alice] @1-3: r(likes,_) w(likes,1)
	//   T2[bob] @2-4: r(likes,_) w(likes,10)
}

// addTo adds n to the number of likes.
func addTo(b *pebble.Batch, tx *visartest.Txn, n int) {
	before := likes(b)
	tx.Read("likes", before)
	after := n
	if before != nil {
		after += *before
	}
	tx.Write("likes", after)
	check(b.Set([]byte("likes"), []byte(strconv.Itoa(after)), nil))
}

// likes returns the number of likes, nil for none.
func likes(from pebble.Reader) *int {
	text, closer, err := from.Get([]byte("likes"))
	if errors.Is(err, pebble.ErrNotFound) {
		return nil
	}
	check(err)
	defer closer.Close()
	n, err := strconv.Atoi(string(text))
	check(err)
	return &n
}

// silent is a log that nobody reads.
type silent struct{}

func (silent) Infof(string, ...any) {}

func (silent) Errorf(string, ...any) {}

func (silent) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }
