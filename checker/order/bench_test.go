package order_test

import (
	"context"
	"fmt"
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
		{"saturated=1k", serialRun{nodes: 1000, keys: 1000, sessions: 25, skew: 0.99}, order.Satisfied},
		{"saturated=4k", serialRun{nodes: 4000, keys: 1000, sessions: 50, skew: 0.99}, order.Satisfied},
		{"window=10k", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50}, order.Satisfied},
		{"window=10k,hint", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, hinted: true}, order.Satisfied},
		{"window=10k,stale", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 100, stale: 100}, order.Unsatisfiable},
		{"window=100k", serialRun{nodes: 100000, keys: 100000, sessions: 100, skew: 0.8, window: 500}, order.Satisfied},
		{"window=100k,hint", serialRun{nodes: 100000, keys: 100000, sessions: 100, skew: 0.8, window: 500, hinted: true}, order.Satisfied},
	} {
		b.Run(c.name, func(b *testing.B) { benchmark(b, c.run.problem(), c.want) })
	}
}

// Readers are kept apart from later writers by forbidden pairs.
func BenchmarkPairs(b *testing.B) {
	for _, c := range []struct {
		name string
		run  serialRun
		want order.Outcome
	}{
		{"window=1k", serialRun{nodes: 1000, keys: 100, sessions: 20, skew: 0.9, window: 50, apart: true}, order.Satisfied},
		{"window=10k", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, apart: true}, order.Satisfied},
		{"window=10k,hint", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, apart: true, hinted: true}, order.Satisfied},
		{"window=10k,stale", serialRun{nodes: 10000, keys: 1000, sessions: 50, skew: 0.99, window: 50, apart: true, stale: 100}, order.Unsatisfiable},
		{"window=100k,hint", serialRun{nodes: 100000, keys: 30000, sessions: 50, skew: 0.8, window: 200, apart: true, hinted: true}, order.Satisfied},
	} {
		b.Run(c.name, func(b *testing.B) { benchmark(b, c.run.problem(), c.want) })
	}
}

// Two keys that all write at once: the choices grow with the square.
func BenchmarkHotKey(b *testing.B) {
	for _, n := range []int{100, 200, 400, 800} {
		run := serialRun{nodes: n, keys: 2, sessions: n / 3, window: n}
		b.Run(fmt.Sprintf("nodes=%d", n), func(b *testing.B) { benchmark(b, run.problem(), order.Satisfied) })
		run.stale = 1
		b.Run(fmt.Sprintf("nodes=%d,stale", n), func(b *testing.B) { benchmark(b, run.problem(), order.Unsatisfiable) })
	}
}

// An NP-complete problem near the point where it stops to have solutions: here
// the conflicts grow exponentially.
func BenchmarkBetweenness(b *testing.B) {
	for _, c := range []struct {
		nodes, triples int
		seed           uint64
		want           order.Outcome
	}{
		{100, 150, 1, order.Satisfied},
		{100, 170, 1, order.Unsatisfiable},
		{200, 260, 0, order.Satisfied},
		{200, 300, 0, order.Satisfied},
		{400, 520, 1, order.Satisfied},
		{1000, 1200, 0, order.Satisfied},
	} {
		b.Run(fmt.Sprintf("nodes=%d,triples=%d", c.nodes, c.triples), func(b *testing.B) {
			benchmark(b, betweenness(c.nodes, c.triples, c.seed), c.want)
		})
	}
}

// Few choices in a large graph.
func BenchmarkLarge(b *testing.B) {
	const nodes, choices = 2_000_000, 100_000
	r := newRand(1)
	p := &order.Problem{Nodes: nodes, Vars: choices}
	for i := range nodes {
		for range 5 {
			if j := i + 1 + r.IntN(2000); j < nodes {
				p.Edges = append(p.Edges, order.Edge{From: int32(i), To: int32(j)})
			}
		}
	}
	for v := range choices {
		i := int32(r.IntN(nodes - 300))
		j := i + 1 + r.Int32N(299)
		l := order.Lit(2 * v)
		p.Guarded = append(append(p.Guarded, guarded(l, i, j)...), guarded(l.Not(), j, i)...)
	}
	benchmark(b, p, order.Satisfied)
}
