package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
	"visar/history/generate"
)

// windowedModels are those of which what reads force is collected in windows.
var windowedModels = []string{"causal", "strong-session-causal", "realtime-causal", "strong-causal",
	"monotonic-writes", "writes-follow-reads", "pram"}

// windowedHistories yields histories with anomalies here and there, of stores that obey
// their model but for these, and random ones, in which there are many.
func windowedHistories(t *testing.T, yield func(what string, h *history.History)) {
	t.Helper()
	anomalies := []string{"", "fractured-read", "causality-violation", "monotonic-reads-violation", "read-your-writes-violation", "long-fork"}
	for i, anomaly := range anomalies {
		for _, store := range []string{"serializable", "causal", "read-atomic"} {
			cfg := generate.Config{Model: store, Seed: uint64(i), Txns: 300, Ops: 4, Sessions: 8, Keys: 60, ReadShare: 0.5, BlindShare: 0.7,
				Times: i%2 == 1, Unknown: 0.02 * float64(i%3)}
			if anomaly != "" {
				cfg.Inject = []string{anomaly}
			}
			yield(fmt.Sprintf("%s with %q", store, anomaly), generated(t, cfg))
		}
	}
	rng := rand.New(rand.NewPCG(5, 21))
	for i := range 400 {
		c := oracle.Config{Txns: 12 + i%30, Keys: 4 + i%9, Ops: 3, Sessions: i%4 > 0, Times: i%2 > 0, Unknown: i%3 > 0, Lists: i%7 == 0}
		yield(fmt.Sprintf("random history %d", i), oracle.Random(rng, c))
	}
}

// TestWindowsLoseNothing: what is collected in windows has the same cycles, arc by arc,
// and the same writers that were missed as all that the reads force.
func TestWindowsLoseNothing(t *testing.T) {
	windowed, cyclic, stale := 0, 0, 0
	windowedHistories(t, func(what string, h *history.History) {
		r := dependency.Resolve(h, false)
		for _, name := range windowedModels {
			set := modelNamed(t, name).Axioms.Closure()
			collect := func(sweeps bool) *horn {
				j := &job{ctx: context.Background(), h: h, r: r, set: set, opt: Options{sweeps: sweeps}}
				return (&hornJob{job: j, surveyed: true}).netOf()
			}
			some, all := collect(true), collect(false)
			if !slices.Equal(some.stales, all.stales) {
				t.Fatalf("%s under %s: missed writers %v, want %v\n%s", what, name, some.stales, all.stales, h)
			}
			if !reflect.DeepEqual(some.inCycles(), all.inCycles()) {
				t.Fatalf("%s under %s: cycles of %v, want %v\n%s", what, name, some.inCycles(), all.inCycles(), h)
			}
			if some.windows != nil {
				windowed++
				cyclic += min(1, len(some.inCycles().arcs))
				stale += min(1, len(some.stales))
			}
		}
	})
	if windowed < 300 || cyclic < 30 || stale < 30 {
		t.Errorf("%d nets were collected in windows, %d of them with cycles and %d with missed writers: too few", windowed, cyclic, stale)
	}
}

// TestWindowsGiveTheSameEvidence: with and without windows there is an execution, which
// the axioms confirm, or there is the same counter-example. Some executions are in order
// only since nodes have moved within their windows.
func TestWindowsGiveTheSameEvidence(t *testing.T) {
	var seen [3]int
	moved := 0
	windowedHistories(t, func(what string, h *history.History) {
		for _, name := range windowedModels {
			m := modelNamed(t, name)
			some, err := Check(context.Background(), h, m, Options{sweeps: true})
			if err != nil {
				t.Fatalf("%s under %s: %v\n%s", what, name, err, h)
			}
			all, err := Check(context.Background(), h, m, Options{})
			if err != nil {
				t.Fatal(err)
			}
			seen[all.Outcome]++
			if some.Outcome != all.Outcome || !reflect.DeepEqual(some.Refutation, all.Refutation) {
				t.Fatalf("%s under %s: %s by %v, want %s by %v\n%s", what, name, some.Outcome, some.Refutation, all.Outcome, all.Refutation, h)
			}
			if some.Outcome == Consistent && movesWithinWindows(h, m.Axioms.Closure()) {
				moved++
			}
		}
	})
	if seen[Consistent] < 100 || seen[Violated] < 100 || moved < 10 {
		t.Errorf("%d consistent, %d violated and %d that had to move are too few", seen[Consistent], seen[Violated], moved)
	}
}

// movesWithinWindows reports whether the order of the windows does not agree with what
// is collected in them.
func movesWithinWindows(h *history.History, set axioms.Set) bool {
	j := &job{ctx: context.Background(), h: h, r: dependency.Resolve(h, false), set: set, opt: Options{sweeps: true}}
	s := (&hornJob{job: j}).causalNet(set, nil)
	return s.windows != nil && !s.windows.none() && len(s.stales) == 0 && !slices.Equal(s.along(), s.windows.order)
}

// TestSurveyTakesWhatTheEngineKept: with the net of the verdict a survey finds what it
// finds without, and takes it.
func TestSurveyTakesWhatTheEngineKept(t *testing.T) {
	models := append([]string{"monotonic-atomic-view", "read-atomic", "read-your-writes", "monotonic-reads"}, windowedModels...)
	taken := 0
	windowedHistories(t, func(what string, h *history.History) {
		for _, name := range models {
			m := modelNamed(t, name)
			v, err := Check(context.Background(), h, m, Options{Survey: true})
			if err != nil {
				t.Fatal(err)
			}
			if v.Outcome != Violated {
				continue
			}
			if v.kept != nil {
				taken++
			}
			with, complete, err := Survey(context.Background(), h, v, Options{Survey: true})
			if err != nil || v.kept != nil {
				t.Fatalf("%s under %s: error %v, kept %v", what, name, err, v.kept)
			}
			without, wholly, err := Survey(context.Background(), h, v, Options{})
			if err != nil || complete != wholly || !reflect.DeepEqual(with, without) {
				t.Fatalf("%s under %s: %d (%t), want %d (%t), error %v\n%s", what, name, len(with), complete, len(without), wholly, err, h)
			}
		}
	})
	if taken < 100 {
		t.Errorf("%d surveys took what was kept: too few", taken)
	}
}

// TestOnlyTheLastVerdictKeeps: of several models that are refuted each by itself one
// keeps what a survey needs, and none if no survey was asked for.
func TestOnlyTheLastVerdictKeeps(t *testing.T) {
	h := generated(t, generate.Config{Model: "serializable", Seed: 3, Txns: 200, Ops: 4, Sessions: 5, Keys: 20,
		Inject: []string{"read-your-writes-violation", "monotonic-reads-violation", "causality-violation"}})
	models := []*axioms.Model{modelNamed(t, "read-your-writes"), modelNamed(t, "monotonic-reads"), modelNamed(t, "causal")}
	for _, survey := range []bool{false, true} {
		verdicts, err := Classify(context.Background(), h, models, Options{Survey: survey})
		if err != nil {
			t.Fatal(err)
		}
		var keep []string
		for _, v := range verdicts {
			if v.Outcome != Violated || v.From != nil {
				t.Fatalf("%s is %s by %s, want it violated by itself", v.Model.Name, v.Outcome, v.Engine)
			}
			if v.kept != nil {
				keep = append(keep, v.Model.Name)
			}
		}
		if want := map[bool]int{true: 1}[survey]; len(keep) != want {
			t.Errorf("survey %t: verdicts on %v keep a net, want %d", survey, keep, want)
		}
	}
}
