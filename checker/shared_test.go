package checker

import (
	"context"
	"testing"

	"visar/axioms"
	"visar/history"
	"visar/history/generate"
)

// TestSaturationIsShared: a model that is decided after a weaker one has only that
// forced which the weaker one did not force.
func TestSaturationIsShared(t *testing.T) {
	h := bySessions(t, "parallel-snapshot-isolation", 1000)
	forced := func(c *classification, name string) int {
		m := modelNamed(t, name)
		a := c.jobOf(m).strong()
		if a.outcome != Consistent || a.stages.Rounds == 0 {
			t.Fatalf("%s is %s after %d rounds of saturation", name, a.outcome, a.stages.Rounds)
		}
		return a.stages.Forced
	}
	fresh := func() *classification {
		r, err := resolve(h, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return &classification{ctx: context.Background(), h: h, r: r, shared: &shared{}}
	}
	const weaker, stronger = "strong-session-update-atomic", "strong-session-parallel-snapshot-isolation"
	alone := forced(fresh(), stronger)
	c := fresh()
	before := forced(c, weaker)
	if after := forced(c, stronger); before == 0 || after >= alone || before+after < alone {
		t.Errorf("%d edges are forced alone, %d after %d of a weaker model", alone, after, before)
	}
}

// TestSeedsAreForcedOnce: saturation of a model finds nothing to force where all was
// forced under the same axioms before, and as much as it would alone where it was
// under others.
func TestSeedsAreForcedOnce(t *testing.T) {
	h := bySessions(t, "snapshot-isolation", 1000)
	names := []string{"strong-session-update-atomic", "strong-session-parallel-snapshot-isolation", "strong-session-prefix", "strong-session-snapshot-isolation"}
	edges := func(seeds *shared, name string) (forced, all int) {
		j := jobUnder(t, h, name)
		j.shared = seeds
		s := newSaturation(j)
		s.without = true
		if !s.saturate() {
			t.Fatalf("%s is refuted", name)
		}
		distinct := map[arc]bool{}
		for _, a := range s.arcs[s.known:][:s.given] {
			distinct[a] = true
		}
		if len(distinct) < s.given {
			t.Errorf("%s: %d edges are given, of which %d differ", name, s.given, len(distinct))
		}
		seeds.keep(s)
		return len(s.why) - s.given, len(s.why)
	}
	together := &shared{}
	for _, name := range names {
		alone, _ := edges(&shared{}, name)
		forced, all := edges(together, name)
		again, _ := edges(together, name)
		if again != 0 {
			t.Errorf("%s: %d edges are forced a second time", name, again)
		}
		if name == names[3] && (forced >= alone || forced == all || all < alone) {
			t.Errorf("%s: %d edges are forced after the weaker models, of %d in all, and %d alone", name, forced, all, alone)
		}
	}
}

// TestClassifyOpenVersionsInFewDecisions: where no times were recorded the forms with
// real time say what those with sessions say, and models below snapshot isolation wait
// for it.
func TestClassifyOpenVersionsInFewDecisions(t *testing.T) {
	verdicts, err := Classify(context.Background(), bySessions(t, "serializable", 1000), axioms.Models, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var decided []string
	for _, v := range verdicts {
		if v.Outcome != Undecided && v.Engine != "lattice" {
			decided = append(decided, v.Model.Name)
		}
		if !v.Model.SingleObject && (v.Outcome != Consistent || !v.Certified) {
			t.Errorf("%s is %s, certified %v", v.Model.Name, v.Outcome, v.Certified)
		}
	}
	if len(decided) > 3 {
		t.Errorf("%d models were decided apart: %q", len(decided), decided)
	}
}

// bySessions makes a history of registers that tells nothing of the order of versions.
func bySessions(t *testing.T, store string, txns int) *history.History {
	return listedBySession(t, generate.Config{
		Model: store, Sessions: 20, Txns: txns, Ops: 4, Keys: txns / 10, ReadShare: 0.5, BlindShare: 0.5,
	})
}
