package history

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestInternerAgreesWithMap interns integers near and far from each other, in
// turns, and after clearing too.
func TestInternerAgreesWithMap(t *testing.T) {
	var n interner
	near, hashed, most := 0, 0, 0
	for run := range 200 {
		rng := rand.New(rand.NewPCG(3, uint64(run)))
		n.clear()
		ids := map[int64]int32{}
		base := rng.Int64() >> rng.IntN(63)
		for range 1 + rng.IntN(3000) {
			i := base + rng.Int64N(1<<(1+rng.IntN(14)))
			switch rng.IntN(16) {
			case 0:
				i = rng.Int64() >> rng.IntN(63)
			case 1:
				i = -i
			case 2:
				i = math.MinInt64 + rng.Int64N(4)
			}
			want, ok := ids[i]
			if !ok {
				want = int32(len(ids))
				ids[i] = want
			}
			if got := n.id(IntValue(i)); got != want || n.values.at(got) != IntValue(i) {
				t.Fatalf("run %d: id %d of %d, expected %d, is that of %s", run, got, i, want, n.values.at(got))
			}
		}
		for i := range ids {
			if n.near.has(i) {
				near++
			} else {
				hashed++
			}
		}
		most = max(most, len(ids))
		if limit := 8*most + 4*apart; len(n.near.ids) > limit {
			t.Fatalf("run %d: a table of %d for at most %d integers, expected at most %d", run, len(n.near.ids), most, limit)
		}
	}
	if near < 1000 || hashed < 1000 {
		t.Errorf("%d integers near the others and %d far: too few to tell", near, hashed)
	}
}
