package oracle

import (
	"math/rand/v2"

	"visar/history"
)

// Telling returns a random history that tells models apart, and the models that
// admit it: read-atomic does and strict-serializable does not. It is the first
// of that kind among a thousand of [Random], or the last of these. Two or three
// in a hundred are of that kind without sessions and times, about a third with both.
func Telling(rng *rand.Rand, cfg Config, lists Lists) (*history.History, Set) {
	for try := 1; ; try++ {
		h := Random(rng, cfg)
		s := Admitted(h, lists)
		if s.Has("read-atomic") && !s.Has("strict-serializable") || try == 1000 {
			return h, s
		}
	}
}
