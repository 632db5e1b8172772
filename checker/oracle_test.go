package checker

import (
	"context"
	"flag"
	"math/rand/v2"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
)

// full asks for the long form of the comparisons with the oracle (`make oracle`).
var full = flag.Bool("full", false, "compare with the oracle at length")

// lists names the two ways to understand lists, in both vocabularies.
var lists = []struct {
	ours   axioms.Lists
	theirs oracle.Lists
}{{axioms.Versioned, oracle.Versioned}, {axioms.Log, oracle.Log}}

// agree fails unless every model has the verdict that the oracle gives it, with
// evidence that was certified.
func agree(t *testing.T, h *history.History, reading axioms.Lists, admitted oracle.Set) {
	t.Helper()
	verdicts, err := Classify(context.Background(), h, axioms.Models, Options{Lists: reading})
	if err != nil {
		t.Fatalf("%v\n%s", err, h)
	}
	defined := oracle.Defined(h)
	for _, v := range verdicts {
		if !defined.Has(v.Model.Name) {
			if v.Outcome != Undecided {
				t.Fatalf("%s: %s, expected undecided\n%s", v.Model.Name, v.Outcome, h)
			}
			continue
		}
		if v.Outcome == Undecided && reading == axioms.Log && v.Model.Axioms.Closure()&(axioms.TRANSVIS|axioms.NOCONFLICT) == axioms.NOCONFLICT {
			continue // update atomicity of logs is not decided, and says so
		}
		want := Violated
		if admitted.Has(v.Model.Name) {
			want = Consistent
		}
		if v.Outcome != want || !v.Certified {
			t.Fatalf("%s (lists %d): %s by %s, certified %v, the oracle says %s\n%s",
				v.Model.Name, reading, v.Outcome, v.Engine, v.Certified, want, h)
		}
	}
}

// alone checks each model by itself: no verdict may lean on another.
func alone(t *testing.T, h *history.History, admitted oracle.Set) {
	t.Helper()
	for _, m := range axioms.Models {
		if !oracle.Defined(h).Has(m.Name) {
			continue
		}
		v, err := Check(context.Background(), h, m, Options{})
		if err != nil {
			t.Fatalf("%s: %v\n%s", m.Name, err, h)
		}
		if (v.Outcome == Consistent) != admitted.Has(m.Name) || !v.Certified {
			t.Fatalf("%s: %s by %s, certified %v\n%s", m.Name, v.Outcome, v.Engine, v.Certified, h)
		}
	}
}

func TestRandomHistoriesAgainstOracle(t *testing.T) {
	count := 1500
	if *full {
		count = 100_000
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range count {
		cfg := oracle.Config{Txns: 2 + i%4, Keys: 1 + i%3, Ops: 1 + i%4, Sessions: i%2 == 0, Times: i%3 == 0,
			Aborted: i%5 == 0, Unknown: i%4 == 0, Lists: i%7 < 2}
		reading := lists[i/7%2]
		h := oracle.Random(rng, cfg)
		if i%3 == 0 {
			h, _ = oracle.Telling(rng, cfg, reading.theirs)
		}
		admitted := oracle.Admitted(h, reading.theirs)
		agree(t, h, reading.ours, admitted)
		if i%5 == 0 && reading.ours == axioms.Versioned {
			alone(t, h, admitted)
		}
	}
}

func TestAllSmallHistoriesAgainstOracle(t *testing.T) {
	limit, ops := 3000, 2
	if *full {
		limit, ops = 60_000, 3
	}
	seen := 0
	oracle.Enumerate(ops, func(h *history.History) bool {
		for s := range oracle.Sessions(h) {
			agree(t, s, axioms.Versioned, oracle.Admitted(s, oracle.Versioned))
			seen++
		}
		return seen < limit
	})
	if seen < limit {
		t.Fatalf("%d histories, expected at least %d", seen, limit)
	}
}

// TestRenaming: the names of keys, values and sessions are of no account.
func TestRenaming(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for i := range 300 {
		h, _ := oracle.Telling(rng, oracle.Config{Txns: 6, Keys: 3, Ops: 4, Sessions: i%2 == 0, Times: i%3 == 0, Unknown: true}, oracle.Versioned)
		renamed := oracle.Rename(h, rng)
		a, errA := Classify(context.Background(), h, axioms.Models, Options{})
		b, errB := Classify(context.Background(), renamed, axioms.Models, Options{})
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		for j := range a {
			if a[j].Outcome != b[j].Outcome {
				t.Fatalf("%s: %s, renamed %s\n%s\n%s", a[j].Model.Name, a[j].Outcome, b[j].Outcome, h, renamed)
			}
		}
	}
}
