package dependency_test

import (
	"slices"
	"testing"

	"visar/history/dependency"
)

// TestLeastRotation tries every rotation of short cycles of two kinds.
func TestLeastRotation(t *testing.T) {
	for n := 1; n < 9; n++ {
		for bits := range 1 << n {
			var words []string
			for i := range n {
				words = append(words, []string{"RW", "WR"}[bits>>i&1])
			}
			best := words
			for i := range words {
				if turned := slices.Concat(words[i:], words[:i]); slices.Compare(turned, best) < 0 {
					best = turned
				}
			}
			at := dependency.LeastRotation(words)
			if got := slices.Concat(words[at:], words[:at]); !slices.Equal(got, best) {
				t.Fatalf("%v: least rotation %v, want %v", words, got, best)
			}
		}
	}
}
