package checker

import (
	"context"
	"testing"
	"time"

	"visar/axioms"
	"visar/history"
	"visar/history/generate"
)

// ofStore makes lists by a store, with times.
func ofStore(tb testing.TB, store string, txns int) *history.History {
	tb.Helper()
	cfg := appends(store, txns)
	cfg.Times = true
	h, err := generate.Generate(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// TestClassifyDecidesAStrictHistoryOnce: the execution of the strongest model is that
// of all others.
func TestClassifyDecidesAStrictHistoryOnce(t *testing.T) {
	verdicts, err := Classify(context.Background(), ofStore(t, "strict-serializable", 2000), axioms.Models, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var first *axioms.Execution
	for _, v := range verdicts {
		switch {
		case v.Model.SingleObject:
			continue
		case v.Outcome != Consistent || !v.Certified:
			t.Errorf("%s is %s, certified %v", v.Model.Name, v.Outcome, v.Certified)
		case first == nil:
			first = v.Execution
		}
		if v.Execution != first || (v.Engine != "lattice") != (v.Model.Name == "strict-serializable") {
			t.Errorf("%s has been decided by %s, apart from the others", v.Model.Name, v.Engine)
		}
	}
}

// TestEvidenceIsOfOneModel: where a refutation stands for ever weaker models, all that it
// settles name the weakest of these, and its time is that one's alone.
func TestEvidenceIsOfOneModel(t *testing.T) {
	h := notated(t, "T1[a]: r(x,_) w(x,1)\nT2[b]: r(x,_) w(x,2)\n")
	var models []*axioms.Model
	for _, name := range []string{"serializable", "snapshot-isolation", "parallel-snapshot-isolation", "update-atomic"} {
		models = append(models, modelNamed(t, name))
	}
	verdicts, err := Classify(context.Background(), h, models, Options{})
	if err != nil {
		t.Fatal(err)
	}
	took := map[float64]string{}
	for _, v := range verdicts {
		weakest := v.Model.Name == "update-atomic"
		if v.Outcome != Violated || (v.Engine == "lattice") == weakest || !weakest && (v.From == nil || v.From.Name != "update-atomic") {
			t.Errorf("%s is %s by %s, from %v", v.Model.Name, v.Outcome, v.Engine, v.From)
		}
		if other := took[v.Seconds]; v.Seconds > 0 && other != "" {
			t.Errorf("the time of %s is that of %s too", v.Model.Name, other)
		}
		took[v.Seconds] = v.Model.Name
	}
}

// BenchmarkClassify holds what it takes to decide all models of a history against the
// model that takes most by itself.
func BenchmarkClassify(b *testing.B) {
	for _, store := range []string{"strict-serializable", "serializable", "snapshot-isolation", "causal"} {
		b.Run(store, func(b *testing.B) {
			h := ofStore(b, store, 5_000)
			var all time.Duration
			for b.Loop() {
				begin := time.Now()
				if _, err := Classify(context.Background(), h, axioms.Models, Options{}); err != nil {
					b.Fatal(err)
				}
				all += time.Since(begin)
			}
			name, most := dearest(b, h)
			b.Logf("the dearest model is %s", name)
			b.ReportMetric(float64(all)/float64(b.N)/float64(most), "dearest/op")
		})
	}
}

// dearest returns the model whose check takes most time, and how much.
func dearest(b *testing.B, h *history.History) (name string, most time.Duration) {
	for _, m := range axioms.Models {
		begin := time.Now()
		if _, err := Check(context.Background(), h, m, Options{}); err != nil {
			b.Fatal(err)
		}
		if d := time.Since(begin); d > most {
			name, most = m.Name, d
		}
	}
	return name, most
}
