package generate_test

import (
	"context"
	"slices"
	"testing"

	"visar/axioms"
	"visar/checker"
	"visar/checker/oracle"
	"visar/history/generate"
)

// contended returns a configuration whose sessions share a few keys.
func contended(model string, seed uint64) generate.Config {
	cfg := generate.Config{
		Seed: seed, Model: model, Sessions: 10, Txns: 400, Ops: 4, Keys: 40,
		ReadShare: 0.5, BlindShare: 0.3, ReadOnly: 0.2, Times: true,
	}
	if seed%2 == 1 {
		cfg.Workload = "list-append"
	}
	return cfg
}

// outcomes returns what the checker says of h under each model that
// generate knows.
func outcomes(t *testing.T, cfg generate.Config) map[string]checker.Outcome {
	t.Helper()
	var models []*axioms.Model
	for _, model := range generate.Models() {
		models = append(models, modelOf(t, model))
	}
	verdicts, err := checker.Classify(context.Background(), generated(t, cfg), models, checker.Options{})
	if err != nil {
		t.Fatalf("%+v: %v", cfg, err)
	}
	found := map[string]checker.Outcome{}
	for i, model := range generate.Models() {
		found[model] = verdicts[i].Outcome
	}
	return found
}

// The checker accepts larger histories at the model and refuses most of them at
// every model that is not weaker.
func TestTheCheckerFindsTheModel(t *testing.T) {
	for _, model := range generate.Models() {
		t.Run(model, func(t *testing.T) {
			t.Parallel()
			const n = 10
			refused := map[string]int{}
			for seed := range uint64(n) {
				cfg := contended(model, seed)
				for other, outcome := range outcomes(t, cfg) {
					if modelOf(t, model).Implies(modelOf(t, other)) {
						if outcome != checker.Consistent {
							t.Fatalf("%+v: %s is %v", cfg, other, outcome)
						}
					} else if outcome == checker.Violated {
						refused[other]++
					}
				}
			}
			for _, other := range generate.Models() {
				if !modelOf(t, model).Implies(modelOf(t, other)) && refused[other] < n-1 {
					t.Errorf("%d of %d histories break %s", refused[other], n, other)
				}
			}
		})
	}
}

// The checker accepts replicated logs at the two models at which stores keep them.
func TestTheCheckerAcceptsLogs(t *testing.T) {
	for _, model := range []string{"causal", "read-atomic"} {
		for seed := range uint64(10) {
			cfg := contended(model, seed)
			cfg.Workload, cfg.Lists = "list-append", "log"
			v, err := checker.Check(context.Background(), generated(t, cfg), modelOf(t, model), checker.Options{Lists: axioms.Log})
			if err != nil {
				t.Fatalf("%+v: %v", cfg, err)
			}
			if v.Outcome != checker.Consistent {
				t.Errorf("%+v: %v", cfg, v.Outcome)
			}
		}
	}
}

// recordedVerdicts returns the models that admit each anomaly of testdata.
func recordedVerdicts(t *testing.T) map[string]oracle.Set {
	t.Helper()
	named, err := oracle.ReadNamed("../../testdata/anomalies/verdicts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]oracle.Set{}
	for _, n := range named {
		verdicts[n.Name] = oracle.Of(n.Consistent...)
	}
	return verdicts
}

// An anomaly that is injected breaks the models that it breaks alone.
func TestAnomaliesBreakTheirModels(t *testing.T) {
	verdicts := recordedVerdicts(t)
	for _, name := range generate.Anomalies() {
		want, ok := verdicts[oracle.NameOf(name)]
		if !ok {
			t.Fatalf("testdata has no %s", name)
		}
		for seed := range uint64(20) {
			cfg := generate.Config{Seed: seed, Model: "strict-serializable", Sessions: int(seed % 3), Txns: 2, Ops: 2, Keys: 2,
				ReadShare: 0.5, Times: true, Inject: []string{name}}
			switch seed % 4 {
			case 1:
				cfg.Workload = "list-append"
			case 3:
				cfg.Workload, cfg.Lists = "list-append", "log"
			}
			h := generated(t, cfg)
			admitted := oracle.Admitted(h, oracleLists(cfg))
			for _, model := range recordedModels() {
				if admitted.Has(model) != want.Has(model) {
					t.Fatalf("%s: %s admits it: %v, want %v\n%s", name, model, admitted.Has(model), want.Has(model), h)
				}
			}
		}
	}
}

// recordedModels returns the models whose verdicts testdata has.
func recordedModels() []string {
	return slices.DeleteFunc(slices.Clone(oracle.Models), func(name string) bool {
		return name == "read-uncommitted" || name == "sequential" || name == "linearizable"
	})
}

// The checker finds an anomaly among many transactions, under the models that it
// breaks and no others.
func TestTheCheckerFindsAnomalies(t *testing.T) {
	verdicts := recordedVerdicts(t)
	for _, name := range []string{"aborted-read", "fractured-read", "causality-violation", "lost-update", "long-fork", "write-skew", "stale-read"} {
		cfg := contended("strict-serializable", 4)
		cfg.Inject = []string{name, name}
		for model, outcome := range outcomes(t, cfg) {
			if admits := verdicts[oracle.NameOf(name)].Has(strongSession(model)); (outcome == checker.Consistent) != admits {
				t.Errorf("%s under %s is %v", name, model, outcome)
			}
		}
	}
}

// An anomaly that the model forbids is in the recorded execution too.
func TestTheRecordedExecutionShowsTheAnomaly(t *testing.T) {
	verdicts := recordedVerdicts(t)
	for _, model := range generate.Models() {
		for _, name := range []string{"fractured-read", "causality-violation", "lost-update", "long-fork", "write-skew"} {
			if verdicts[name].Has(strongSession(model)) {
				continue
			}
			cfg := contended(model, 2)
			cfg.Execution, cfg.Inject = true, []string{name}
			e, err := axioms.RecordedExecution(generated(t, cfg))
			if err != nil {
				t.Fatal(err)
			}
			if e.Validate(modelOf(t, model).Axioms) == nil {
				t.Errorf("%s in a history of %s: the recorded execution is one of the model", name, model)
			}
		}
	}
}
