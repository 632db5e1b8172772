package checker

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestSortMoments: those that nearly are in order and those that are not.
func TestSortMoments(t *testing.T) {
	rng := rand.New(rand.NewPCG(61, 62))
	for _, spread := range []int{1, 5, 100, 100_000} {
		moments := make([]moment, 3000)
		for n := range moments {
			moments[n] = moment{int64(n + rng.IntN(spread)), int32(n)}
		}
		want := slices.Clone(moments)
		slices.SortFunc(want, compareMoments)
		if sortMoments(moments); !slices.Equal(moments, want) {
			t.Errorf("not sorted where moments are up to %d away", spread)
		}
	}
}
