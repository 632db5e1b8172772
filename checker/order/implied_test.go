package order_test

import (
	"context"
	"fmt"
	"testing"

	"visar/checker/order"
)

// With a thousand nodes, conflicts are met both by values that were decided and
// by those that the order implies; problems small enough for the exhaustive
// oracle meet hardly any of the latter.
func TestImpliedValues(t *testing.T) {
	for seed := range uint64(12) {
		for _, stale := range []int{0, 30} {
			run := serialRun{nodes: 1000, keys: 60, sessions: 20, skew: 0.9, window: 60, apart: true, stale: stale, seed: seed}
			t.Run(fmt.Sprintf("seed=%d,stale=%d", seed, stale), func(t *testing.T) {
				p := run.problem()
				r, err := order.Solve(context.Background(), p, order.Options{Proof: true})
				if err != nil {
					t.Fatal(err)
				}
				if stale == 0 && r.Outcome != order.Satisfied {
					t.Errorf("a run that happened is %v", r.Outcome)
				}
				if err := order.Verify(p, r); err != nil {
					t.Error(err)
				}
			})
		}
	}
}
