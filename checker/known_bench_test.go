package checker

import (
	"testing"

	"visar/history/generate"
)

// BenchmarkKnownOrders decides histories of 10,000 to a million transactions that
// need no search: the order of versions is known, or does not matter.
func BenchmarkKnownOrders(b *testing.B) {
	lists := generate.Config{Sessions: 20, Ops: 4, Keys: 100, Workload: "list-append", ReadShare: 0.5, BlindShare: 0.5, Times: true}
	weak := generate.Config{Model: "causal", Sessions: 50, Ops: 8, ReadShare: 0.5, BlindShare: 1, GlobalValues: true}
	stale := weak
	stale.Distribution, stale.Exponent, stale.Lag = "zipf", 1.1, 1000
	for _, shape := range []struct {
		name   string
		cfg    generate.Config
		store  string
		models []string
	}{
		{"lists", lists, "strict-serializable", []string{"strict-serializable", "serializable"}},
		{"lists", lists, "snapshot-isolation", []string{"snapshot-isolation", "parallel-snapshot-isolation"}},
		{"chains", generate.Config{Sessions: 20, Ops: 4, ReadShare: 0.5, Times: true}, "strict-serializable",
			[]string{"strict-serializable", "serializable", "snapshot-isolation", "parallel-snapshot-isolation"}},
		{"uniform", weak, "causal", []string{"monotonic-atomic-view", "read-atomic", "causal"}},
		{"stale", stale, "causal", []string{"monotonic-atomic-view", "read-atomic", "causal"}},
	} {
		b.Run(shape.name, func(b *testing.B) {
			for _, txns := range []int{10_000, 100_000, 1_000_000} {
				cfg := shape.cfg
				cfg.Model, cfg.Txns = shape.store, txns
				if cfg.Keys == 0 {
					cfg.Keys = txns / 10
				}
				for _, model := range shape.models {
					measure(b, model, cfg, Consistent)
				}
			}
		})
	}
}
