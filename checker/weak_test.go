package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
)

// weakModels are the models that [job.weak] decides.
var weakModels = []string{
	"read-uncommitted", "read-committed", "monotonic-atomic-view", "strong-session-monotonic-atomic-view",
	"item-cut-isolation",
	"read-atomic", "strong-session-read-atomic", "realtime-read-atomic", "strong-read-atomic",
	"causal", "strong-session-causal", "realtime-causal", "strong-causal",
	"read-your-writes", "monotonic-reads", "monotonic-writes", "writes-follow-reads", "pram",
}

// checkWeak decides h under set and checks the evidence.
func checkWeak(t *testing.T, h *history.History, set axioms.Set, opt Options) answer {
	t.Helper()
	set = set.Closure()
	j := &job{ctx: context.Background(), h: h, r: dependency.Resolve(h, opt.Lists == axioms.Log), set: set, opt: opt}
	a := j.decide()
	if a.engine == recordedOrder && set&(axioms.TOTALVIS|axioms.PREFIX|axioms.NOCONFLICT) == 0 {
		// What the reads force must admit what the order of the recording does, if it
		// says anything.
		if checkEvidence(t, j, a); a.outcome != Consistent {
			t.Fatalf("%s: %s by the order of the recording\n%s", set, a.outcome, h)
		}
		logs, part := j.withLogs()
		switch forced := logs.forced(part); forced.outcome {
		case Violated:
			t.Fatalf("%s: violated by what the reads force, consistent by the order of the recording\n%s", set, h)
		case Consistent:
			a = forced
		}
	}
	checkEvidence(t, j, a)
	return a
}

// checkEvidence checks the evidence of a.
func checkEvidence(t *testing.T, j *job, a answer) {
	t.Helper()
	h, set, opt := j.h, j.set, j.opt
	switch a.outcome {
	case Consistent:
		if b := a.exec.Validate(set); b != nil {
			t.Fatalf("%s: the execution breaks %v: %s\norder %v, edges %+v\n%s", set, b.Axiom, b.Message, a.exec.Order, a.exec.VIS.Edges, h)
		}
	case Violated:
		err := certifyRefutation(a.ref, h, set, opt.Lists)
		if err == nil && opt.Lists == axioms.Versioned {
			err = literal{j.r, set}.refutes(a.ref)
		}
		if err != nil {
			t.Fatalf("%s: the refutation %v: %s\n%s", set, err, describeCycle(h, a.ref.Cycle), h)
		}
	}
}

// TestWeakModelsAgainstOracle compares every weak model with the oracle on random
// histories.
func TestWeakModelsAgainstOracle(t *testing.T) {
	for _, c := range []oracle.Config{
		{Txns: 4, Keys: 2, Ops: 3},
		{Txns: 5, Keys: 3, Ops: 3, Sessions: true},
		{Txns: 5, Keys: 2, Ops: 3, Sessions: true, Times: true},
		{Txns: 5, Keys: 3, Ops: 4, Sessions: true, Times: true, Aborted: true, Unknown: true},
		{Txns: 4, Keys: 2, Ops: 4, Sessions: true, Lists: true, Unknown: true},
		{Txns: 5, Keys: 2, Ops: 3, Sessions: true, Times: true, Lists: true},
	} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			t.Parallel()
			rng := rand.New(rand.NewPCG(7, 1))
			seen := map[string][2]int{}
			for i := range 1500 {
				h := oracle.Random(rng, c)
				reading := lists[0]
				if c.Lists {
					reading = lists[i%2]
				}
				admitted := oracle.Admitted(h, reading.theirs)
				for _, name := range weakModels {
					compareWeakModel(t, h, name, admitted, reading.ours, seen)
				}
			}
			for name, n := range seen {
				if (n[0] < 50 || n[1] < 50) && name != "read-uncommitted" {
					t.Errorf("%s: %d consistent and %d violated histories are too few", name, n[0], n[1])
				}
			}
		})
	}
}

func compareWeakModel(t *testing.T, h *history.History, name string, admitted oracle.Set, lists axioms.Lists, seen map[string][2]int) {
	t.Helper()
	m := modelNamed(t, name)
	a := checkWeak(t, h, m.Axioms, Options{Lists: lists})
	n := seen[name]
	n[a.outcome]++
	seen[name] = n
	if (a.outcome == Consistent) != admitted.Has(name) {
		t.Fatalf("%s is %s, the oracle says %t\n%s\n%s", name, a.outcome, admitted.Has(name), describeAnswer(h, a), h)
	}
}

// TestWeakSetsByDefinition compares random sets of axioms, named or not, with
// their definition on larger histories than the oracle can take.
func TestWeakSetsByDefinition(t *testing.T) {
	laws := []axioms.Set{axioms.INT, axioms.COMMITTED, axioms.MONOTONICVIEW, axioms.SESSION, axioms.REALTIME,
		axioms.TRANSVIS, axioms.RYW, axioms.MR, axioms.MW, axioms.WFR,
		axioms.ARSESSION, axioms.ARREALTIME, axioms.ARREALTIMEKEY, axioms.ARREALTIMEUPDATE}
	rng := rand.New(rand.NewPCG(3, 3))
	var seen [3]int
	for i := range 6000 {
		c := oracle.Config{Txns: 14, Keys: 3, Ops: 3, Sessions: i%4 > 0, Times: i%2 > 0, Unknown: i%3 > 0, Aborted: i%5 == 0, Lists: i%7 == 0}
		h := oracle.Random(rng, c)
		set := axioms.EXT
		for _, law := range laws {
			if rng.IntN(5) == 0 || law == axioms.INT && rng.IntN(4) > 0 {
				set |= law
			}
		}
		if set.Has(axioms.MONOTONICVIEW) {
			set |= axioms.COMMITTED // alone it judges reads whose values nothing else does
		}
		// Hardly any memory: the clocks of one chain at a time.
		a := checkWeak(t, h, set, Options{MaxMemory: int64(i % 2)})
		seen[a.outcome]++
		if a.outcome == Undecided || a.outcome == Violated && a.ref.Read != nil {
			continue
		}
		if want := (literal{dependency.Resolve(h, false), set.Closure()}).consistent(); want != (a.outcome == Consistent) {
			t.Fatalf("%s is %s, by definition %t\n%s\n%s", set, a.outcome, want, describeAnswer(h, a), h)
		}
	}
	if seen[Consistent] < 500 || seen[Violated] < 500 {
		t.Errorf("%d consistent and %d violated histories are too few", seen[Consistent], seen[Violated])
	}
}

func describeAnswer(h *history.History, a answer) string {
	switch {
	case a.outcome == Undecided:
		return "undecided: " + a.reason
	case a.outcome == Consistent:
		return fmt.Sprintf("order %v, visible %v %+v", a.exec.Order, a.exec.VIS.Prefix, a.exec.VIS.Edges)
	case a.ref.Read != nil:
		return a.ref.Read.Kind.String() + " by " + h.Name(a.ref.Read.Txn)
	default:
		return describeCycle(h, a.ref.Cycle)
	}
}

// describeCycle writes edges as "T1 WR(x) T2, T2 SO T3"; of a forced one the path
// to its reader follows in brackets.
func describeCycle(h *history.History, edges []dependency.Edge) string {
	var words []string
	for _, e := range edges {
		kind := e.Kind.String()
		if e.Key >= 0 {
			kind += "(" + h.Key(e.Key).String() + ")"
		}
		word := h.Name(e.From) + " " + kind + " " + h.Name(e.To)
		if e.Via != nil {
			word += " [" + describeCycle(h, e.Via.Visible) + "]"
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}
