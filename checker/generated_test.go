package checker

import (
	"context"
	"math/rand/v2"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/generate"
)

// midSize returns a configuration of 200 transactions, too many for the oracle,
// that differs with the seed in every respect.
func midSize(model string, seed uint64) (generate.Config, axioms.Lists) {
	rng := rand.New(rand.NewPCG(seed, 3))
	cfg := generate.Config{
		Seed: seed, Model: model, Sessions: []int{0, 2, 5, 20}[rng.IntN(4)], Txns: 200, Ops: 1 + rng.IntN(8), Keys: 5 + rng.IntN(50),
		Distribution: []string{"uniform", "zipf", "hotspot"}[rng.IntN(3)],
		ReadShare:    0.3 + 0.4*rng.Float64(), BlindShare: float64(rng.IntN(3)) / 2, ReadOnly: float64(rng.IntN(2)) / 3,
		GlobalValues: rng.IntN(2) == 0, Lag: rng.IntN(30),
		Abort: float64(rng.IntN(2)) / 10, Unknown: float64(rng.IntN(2)) / 10,
		Times: rng.IntN(2) == 0,
	}
	switch rng.IntN(4) {
	case 0:
		cfg.Workload = "list-append"
	case 1:
		cfg.Workload, cfg.Lists = "list-append", "log"
		return cfg, axioms.Log
	}
	return cfg, axioms.Versioned
}

func generated(t *testing.T, cfg generate.Config) *history.History {
	t.Helper()
	h, err := generate.Generate(cfg)
	if err != nil {
		t.Fatalf("%+v: %v", cfg, err)
	}
	return h
}

// storeModel returns the model that a store of the given name obeys: sessions are
// always in force.
func storeModel(t *testing.T, store string) *axioms.Model {
	t.Helper()
	if store != "strict-serializable" {
		store = "strong-session-" + store
	}
	m := modelNamed(t, store)
	return m
}

// expectGenerated fails unless v is the outcome, certified, or the one question that is
// left open: update atomicity of logs.
func expectGenerated(t *testing.T, cfg generate.Config, v *Verdict, want Outcome) {
	t.Helper()
	if v.Outcome == Undecided && cfg.Lists == "log" && v.Model.Axioms.Closure()&(axioms.TRANSVIS|axioms.NOCONFLICT) == axioms.NOCONFLICT {
		return
	}
	if v.Outcome != want || !v.Certified {
		t.Errorf("%+v: %s is %s by %s, certified %v, expected %s; %s", cfg, v.Model.Name, v.Outcome, v.Engine, v.Certified, want, v.Reason)
	}
}

// TestGeneratedHistoriesObeyTheirModel: what a store produced obeys its model
// and all weaker ones. One of these is judged by itself each time, so that every
// engine meets histories of every store.
func TestGeneratedHistoriesObeyTheirModel(t *testing.T) {
	seeds := uint64(10)
	if *full {
		seeds = 1000
	}
	for _, store := range generate.Models() {
		t.Run(store, func(t *testing.T) {
			promised := []*axioms.Model{storeModel(t, store)}
			for _, m := range axioms.Models {
				if m != promised[0] && promised[0].Implies(m) {
					promised = append(promised, m)
				}
			}
			for seed := range seeds {
				cfg, lists := midSize(store, seed)
				h := generated(t, cfg)
				verdicts, err := Classify(context.Background(), h, promised, Options{Lists: lists})
				if err != nil {
					t.Fatalf("%+v: %v", cfg, err)
				}
				for _, v := range verdicts {
					expectGenerated(t, cfg, v, Consistent)
				}
				m := promised[seed%uint64(len(promised))]
				v, err := Check(context.Background(), h, m, Options{Lists: lists})
				if err != nil {
					t.Fatalf("%+v, %s: %v", cfg, m.Name, err)
				}
				expectGenerated(t, cfg, v, Consistent)
			}
		})
	}
}

// anomalyOutcomes returns, by anomaly and model, what testdata says of the
// anomaly alone.
func anomalyOutcomes(t *testing.T) map[string]map[string]Outcome {
	t.Helper()
	all := map[string]map[string]Outcome{}
	for _, n := range namedHistories(t) {
		all[n.Name] = map[string]Outcome{}
		for _, m := range n.Consistent {
			all[n.Name][m] = Consistent
		}
		for _, m := range n.Violated {
			all[n.Name][m] = Violated
		}
	}
	return all
}

// TestGeneratedAnomaliesAreFound: an anomaly among 200 transactions that obey
// every model breaks the models that it breaks alone, and no others.
func TestGeneratedAnomaliesAreFound(t *testing.T) {
	seeds := uint64(4)
	if *full {
		seeds = 100
	}
	outcomes := anomalyOutcomes(t)
	for _, anomaly := range generate.Anomalies() {
		t.Run(anomaly, func(t *testing.T) {
			want := outcomes[oracle.NameOf(anomaly)]
			if len(want) < 39 {
				t.Fatalf("testdata judges %s by %d models, expected 39", anomaly, len(want))
			}
			for seed := range seeds {
				cfg, lists := midSize("strict-serializable", seed)
				cfg.Times, cfg.Inject = true, []string{anomaly}
				verdicts, err := Classify(context.Background(), generated(t, cfg), axioms.Models, Options{Lists: lists})
				if err != nil {
					t.Fatalf("%+v: %v", cfg, err)
				}
				for _, v := range verdicts {
					if outcome, ok := want[v.Model.Name]; ok {
						expectGenerated(t, cfg, v, outcome)
					}
				}
			}
		})
	}
}

// TestGeneratedDuplicatesObeyTheirModel: stores whose registers take a few values
// in turn, so that most reads have several candidates.
func TestGeneratedDuplicatesObeyTheirModel(t *testing.T) {
	seeds := uint64(1)
	if *full {
		seeds = 100
	}
	for _, store := range generate.Models() {
		m := storeModel(t, store)
		for seed := range seeds {
			cfg, lists := midSize(store, seed)
			if cfg.Workload == "list-append" {
				cfg.Workload, cfg.Lists, lists = "", "", axioms.Versioned
			}
			cfg.Values, cfg.Keys = 60+int(seed%20), 20
			v, err := Check(context.Background(), generated(t, cfg), m, Options{Lists: lists})
			if err != nil {
				t.Fatalf("%+v: %v", cfg, err)
			}
			expectGenerated(t, cfg, v, Consistent)
		}
	}
}
