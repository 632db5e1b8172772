package checker

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
	"visar/history/generate"
)

// replayed returns the execution that a replay finds of h under a closed set of axioms,
// if it finds one, from what the clocks show at the start alone.
func replayed(t *testing.T, h *history.History, m *axioms.Model) *axioms.Execution {
	t.Helper()
	r := dependency.Resolve(h, false)
	if len(r.Breaches) > 0 {
		return nil
	}
	s := newSaturation(&job{ctx: context.Background(), h: h, r: r, set: m.Axioms.Closure()})
	s.graph = newMesh(s.total, s.outside, s.arcs)
	order, ok := s.graph.topological()
	if !ok {
		return nil
	}
	s.order, s.cover = order, newCover(s.polygraph, order)
	s.groups = s.groupWriters()
	s.open(0, s.cover.count)
	if !s.replays(s.seen) {
		return nil
	}
	return s.execution(s.replayed)
}

// grouped returns h with its transactions listed session by session and without
// times.
func grouped(t *testing.T, h *history.History) *history.History {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(h.String()), "\n")
	session := func(line string) string {
		_, name, _ := strings.Cut(line, "[")
		name, _, _ = strings.Cut(name, "]")
		return name
	}
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(session(a), session(b)) })
	return notated(t, strings.Join(lines, "\n"))
}

// TestReplaysDecideGeneratedHistories: contended histories whose lines say nothing of
// their order are settled without a search, by an execution that the axioms confirm.
func TestReplaysDecideGeneratedHistories(t *testing.T) {
	for store, name := range map[string]string{"serializable": "ss-ser", "snapshot-isolation": "ss-si", "prefix": "ss-pc"} {
		m := modelNamed(t, name)
		const n = 20
		found := 0
		for seed := range uint64(n) {
			h := grouped(t, generated(t, generate.Config{Seed: seed, Model: store, Sessions: 10, Txns: 600, Ops: 6, Keys: 60,
				Distribution: "zipf", ReadShare: 0.5, BlindShare: 1}))
			v, err := Check(context.Background(), h, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if v.Outcome != Consistent || !v.Certified {
				t.Fatalf("%s, seed %d: %s", name, seed, v.Outcome)
			}
			if v.Engine == "replay" {
				found++
			}
		}
		if found < n*9/10 {
			t.Errorf("%s: replays found %d of %d orders", name, found, n)
		}
	}
}

// TestReplaysAcquitNoViolation compares replays with all executions of small
// histories: what they find is an execution of the model.
func TestReplaysAcquitNoViolation(t *testing.T) {
	rng := rand.New(rand.NewPCG(41, 42))
	found, missed := 0, 0
	for range 4000 {
		h := oracle.Random(rng, oracle.Config{Txns: 2 + rng.IntN(4), Ops: 1 + rng.IntN(3), Keys: 1 + rng.IntN(3), Sessions: rng.IntN(2) == 0, Unknown: true})
		admitted := oracle.Admitted(h, oracle.Versioned)
		for _, name := range []string{"serializable", "strong-session-serializable", "snapshot-isolation", "strong-session-snapshot-isolation", "prefix"} {
			m := modelNamed(t, name)
			e := replayed(t, h, m)
			switch {
			case e == nil && admitted.Has(name):
				missed++
			case e == nil:
			case !admitted.Has(name):
				t.Fatalf("a replay acquits %s\n%s", name, h)
			default:
				found++
				if b := e.Validate(m.Axioms); b != nil {
					t.Fatalf("%s: %s\n%s", name, b.Message, h)
				}
			}
		}
	}
	t.Logf("%d found, %d missed", found, missed)
	if found < 1000 || missed > found/20 {
		t.Errorf("replays found %d orders and missed %d", found, missed)
	}
}
