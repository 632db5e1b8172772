package visartest_test

import (
	"strings"
	"testing"

	"visar/axioms"
	"visar/visartest"
)

// lostUpdate records two clients that both add one to a counter.
func lostUpdate(rec *visartest.Recorder) {
	setup := rec.NamedSession("setup").Begin()
	setup.Write("x", 0)
	setup.Commit()
	a, b := rec.NamedSession("alice").Begin(), rec.NamedSession("bob").Begin()
	a.Read("x", 0)
	b.Read("x", 0)
	a.Write("x", 1)
	b.Write("x", 2)
	a.Commit()
	b.Commit()
}

func TestRequireFailsWithSentencesAndFiles(t *testing.T) {
	f := newFake(t)
	failed, said := f.run(func(t testing.TB) {
		rec := visartest.New(t)
		lostUpdate(rec)
		visartest.Require(t, rec, axioms.SnapshotIsolation)
	})
	t.Log(said)
	if !failed || !strings.Contains(said, "snapshot-isolation is violated by lost-update") {
		t.Errorf("got failed=%t and\n%s", failed, said)
	}
}
