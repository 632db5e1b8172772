package stores

import (
	"context"
	"errors"
	"fmt"

	"github.com/dgraph-io/badger/v4"

	"visar/axioms"
	"visar/gate"
	"visar/visartest"
)

// doctors are the keys that a scan of the prefix "on-call/" could find.
var doctors = []string{"on-call/alice", "on-call/bob"}

// badger calls its transactions serializable. It remembers the keys that a
// transaction got and those that an iterator came upon, and refuses to commit
// where one of them was written meanwhile. An iterator that comes upon nothing leaves
// nothing to remember: two transactions that both find a prefix empty, and then
// both put a key there, both commit. That is write skew. Had each of them got the
// two keys one by one, the second would have been refused.
func Example_badger() {
	fmt.Println("an empty scan of a prefix:")
	rec := visartest.New(nil)
	fmt.Println("second commit:", goOnCall(rec, scanDoctors))
	report(rec, axioms.SnapshotIsolation)
	report(rec, axioms.Serializable)

	fmt.Println("a get of each key:")
	rec = visartest.New(nil)
	fmt.Println("second commit:", goOnCall(rec, getDoctors))
	// What was refused has no effect, and what is left is one transaction.
	report(rec, axioms.Serializable)
	// Output:
	// an empty scan of a prefix:
	// second commit: <nil>
	// snapshot-isolation is consistent
	// serializable is violated by write-skew
	//   T1 (line 1) read on-call/bob=_, the initial value, which T2 (line 2) overwrote with monday.
	//   T2 (line 2) read on-call/alice=_, the initial value, which T1 (line 1) overwrote with monday.
	//   That breaks TOTALVIS: one after the other, whoever came second would have seen the write of the first.
	// the smallest part that shows it, 2 of 2 transactions:
	//   T1[alice] @1-3: r(on-call/bob,_) w(on-call/alice,monday)
	//   T2[bob] @2-4: r(on-call/alice,_) w(on-call/bob,monday)
	// a get of each key:
	// second commit: Transaction Conflict. Please retry
	// serializable is consistent, and vacuously so: all committed transactions are in one session: nothing was concurrent
}

// goOnCall lets two doctors go on call who both saw that nobody was, and returns
// the error of the second commit.
func goOnCall(rec *visartest.Recorder, look func(*badger.Txn) map[string]string) error {
	db, err := badger.Open(badger.DefaultOptions("").WithInMemory(true).WithLogger(nil))
	check(err)
	defer db.Close()
	alice, bob := rec.NamedSession("alice").Begin(), rec.NamedSession("bob").Begin()
	forAlice, forBob := db.NewTransaction(true), db.NewTransaction(true)
	defer forAlice.Discard()
	defer forBob.Discard()

	visartest.Scan(alice, doctors, look(forAlice))
	visartest.Scan(bob, doctors, look(forBob))
	alice.Write("on-call/alice", "monday")
	check(forAlice.Set([]byte("on-call/alice"), []byte("monday")))
	bob.Write("on-call/bob", "monday")
	check(forBob.Set([]byte("on-call/bob"), []byte("monday")))

	check(forAlice.Commit())
	alice.Commit()
	err = forBob.Commit()
	switch {
	case err == nil:
		bob.Commit()
	case errors.Is(err, badger.ErrConflict):
		bob.Abort()
	}
	return err
}

func scanDoctors(b *badger.Txn) map[string]string {
	found := map[string]string{}
	opt := badger.DefaultIteratorOptions
	opt.Prefix = []byte("on-call/")
	it := b.NewIterator(opt)
	defer it.Close()
	for it.Rewind(); it.Valid(); it.Next() {
		value, err := it.Item().ValueCopy(nil)
		check(err)
		found[string(it.Item().Key())] = string(value)
	}
	return found
}

func getDoctors(b *badger.Txn) map[string]string {
	found := map[string]string{}
	for _, k := range doctors {
		item, err := b.Get([]byte(k))
		if errors.Is(err, badger.ErrKeyNotFound) {
			continue
		}
		check(err)
		value, err := item.ValueCopy(nil)
		check(err)
		found[k] = string(value)
	}
	return found
}

// report judges what was recorded and prints what was found.
func report(rec *visartest.Recorder, m *axioms.Model) {
	result, err := rec.Judge(context.Background(), m, visartest.OnVacuous(gate.Pass))
	check(err)
	fmt.Print(result)
}
