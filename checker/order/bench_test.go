package order_test

import (
	"context"
	"testing"

	"visar/checker/order"
)

// benchmark solves p again and again and reports the size and the work of one
// run.
func benchmark(b *testing.B, p *order.Problem, want order.Outcome) {
	var r *order.Result
	for b.Loop() {
		var err error
		if r, err = order.Solve(context.Background(), p, order.Options{Proof: true}); err != nil {
			b.Fatal(err)
		}
	}
	if r.Outcome != want {
		b.Errorf("outcome %v, want %v", r.Outcome, want)
	}
	if err := order.Verify(p, r); err != nil {
		b.Error(err)
	}
	b.ReportMetric(float64(p.Vars), "choices")
	b.ReportMetric(float64(r.Stats.Conflicts), "conflicts")
	b.ReportMetric(float64(r.Stats.Decisions), "decisions")
	b.ReportMetric(float64(len(r.Proof)), "lemmas")
	b.ReportMetric(float64(r.Stats.Steps), "steps")
}

func BenchmarkSerialRun(b *testing.B) {
	for _, c := range []struct {
		name string
		run  serialRun
		want order.Outcome
	}{
		{"1k zipf saturated", serialRun{nodes: 1000, keys: 1000, sessions: 25, skew: 0.99}, order.Satisfied},
		{"1k zipf saturated stale", serialRun{nodes: 1000, keys: 1000, sessions: 25, skew: 0.99, stale: 3}, order.Unsatisfiable},
		{"4k zipf saturated", serialRun{nodes: 4000, keys: 1000, sessions: 50, skew: 0.99}, order.Satisfied},
		{"4k uniform saturated", serialRun{nodes: 4000, keys: 4000, sessions: 50}, order.Satisfied},
		{"10k window", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50}, order.Satisfied},
		{"10k window hinted", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, hinted: true}, order.Satisfied},
		{"10k window stale", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, stale: 5}, order.Unsatisfiable},
		{"10k window stale hinted", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, stale: 5, hinted: true}, order.Unsatisfiable},
		{"100k window", serialRun{nodes: 100000, keys: 100000, sessions: 100, skew: 0.8, window: 500}, order.Satisfied},
		{"100k window hinted", serialRun{nodes: 100000, keys: 100000, sessions: 100, skew: 0.8, window: 500, hinted: true}, order.Satisfied},
	} {
		b.Run(c.name, func(b *testing.B) { benchmark(b, c.run.problem(), c.want) })
	}
}
