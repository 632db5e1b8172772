package generate

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// In n draws by weight each number comes up as often as it should, within five
// standard deviations.
func TestSamplerFollowsTheWeights(t *testing.T) {
	for name, weights := range map[string][]float64{
		"zipf below 1": zipfWeights(100, 0.99), "steep zipf": zipfWeights(20, 2.5),
		"hotspot": hotspotWeights(50), "hotspot of 1": hotspotWeights(1), "hotspot of 2": hotspotWeights(2),
	} {
		const n = 200_000
		rng := rand.New(rand.NewPCG(3, 5))
		s := newSampler(weights)
		counts := make([]float64, len(weights))
		for range n {
			counts[s.draw(rng)]++
		}
		var total float64
		for _, w := range weights {
			total += w
		}
		for i, w := range weights {
			p := w / total
			if want := p * n; math.Abs(counts[i]-want) > 5*math.Sqrt(want*(1-p))+1e-6 {
				t.Errorf("%s: %d came %v times, want about %.0f", name, i, counts[i], want)
			}
		}
	}
}

// A key that is written all the time keeps about as many versions as a view may
// lag behind, however long the history is.
func TestOldVersionsAreDropped(t *testing.T) {
	for _, m := range models {
		t.Run(m.name, func(t *testing.T) {
			cfg, err := Config{Model: m.name, Sessions: 10, Txns: 20_000, Ops: 2, Keys: 2, BlindShare: 1, Lag: 64}.withDefaults()
			if err != nil {
				t.Fatal(err)
			}
			s := newStore(cfg)
			most := 0
			for range cfg.Txns {
				s.transaction()
				for _, k := range s.writes {
					most = max(most, cap(k.versions))
				}
			}
			if most > 2048 {
				t.Errorf("%d versions were kept of one key", most)
			}
		})
	}
}

// The transactions of a session follow each other in time, and the moments of
// commit, which lie within, are in the order of arbitration.
func TestIntervals(t *testing.T) {
	for _, sessions := range []int{0, 1, 2, 3, 7, 40} {
		t.Run(fmt.Sprint(sessions), func(t *testing.T) {
			c := newClients(Config{Sessions: sessions}, rand.New(rand.NewPCG(1, 2)))
			for i := range int64(5000) {
				moment := (i + 1) * CommitInterval
				s := c.next(moment)
				before := s.end
				start, end := c.interval(s, moment)
				if start <= before && !s.alone || start > moment || end < moment || start < 1 {
					t.Fatalf("after %d a transaction from %d to %d, which commits at %d", before, start, end, moment)
				}
			}
		})
	}
}
