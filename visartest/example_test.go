package visartest_test

import (
	"context"
	"fmt"

	"visar/axioms"
	"visar/visartest"
)

// Two doctors are on call, and each goes off duty since the other one is on. A test
// calls New(t) and Require(t, rec, axioms.Serializable); an example has no t.
func Example() {
	rec := visartest.New(nil)
	rec.Initial("on")
	alice, bob := rec.NamedSession("alice").Begin(), rec.NamedSession("bob").Begin()
	alice.Read("bob", "on")
	bob.Read("alice", "on")
	alice.Write("alice", "off")
	bob.Write("bob", "off")
	alice.Commit()
	bob.Commit()

	for _, m := range []*axioms.Model{axioms.SnapshotIsolation, axioms.Serializable} {
		result, err := rec.Judge(context.Background(), m)
		if err != nil {
			panic(err)
		}
		fmt.Print(result)
	}
	// Output:
	// snapshot-isolation is consistent
	// serializable is violated by write-skew
	//   T1 (line 2) read bob=on, the initial value, which T2 (line 3) overwrote with off.
	//   T2 (line 3) read alice=on, the initial value, which T1 (line 2) overwrote with off.
	//   That breaks TOTALVIS: one after the other, whoever came second would have seen the write of the first.
	// the smallest part that shows it, 2 of 2 transactions:
	//   initial on
	//   T1[alice] @1-3: r(bob,_) w(alice,off)
	//   T2[bob] @2-4: r(alice,_) w(bob,off)
}
