package generate

import (
	"math"
	"math/rand/v2"
)

// sampler draws from 0..n-1 by given weights in constant time: Walker's alias
// method (Walker, 1977, in Vose's form of 1991). Each column holds its own
// number below a threshold, and another one above.
type sampler struct {
	below []uint32 // of 2^32
	other []int32
}

func newSampler(weights []float64) *sampler {
	n := len(weights)
	s := &sampler{make([]uint32, n), make([]int32, n)}
	var total float64
	for _, w := range weights {
		total += w
	}
	scaled := make([]float64, n)
	var small, large []int32
	for i, w := range weights {
		scaled[i] = w / total * float64(n)
		s.below[i], s.other[i] = math.MaxUint32, int32(i)
		if scaled[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		i, j := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		s.below[i], s.other[i] = uint32(scaled[i]*(1<<32)), j
		scaled[j] -= 1 - scaled[i]
		if scaled[j] < 1 {
			large = large[:len(large)-1]
			small = append(small, j)
		}
	}
	return s
}

func (s *sampler) draw(rng *rand.Rand) int32 {
	i := rng.Int32N(int32(len(s.below)))
	if rng.Uint32() < s.below[i] {
		return i
	}
	return s.other[i]
}

// zipfWeights returns the weights i^-exponent of 1..n.
func zipfWeights(n int, exponent float64) []float64 {
	weights := make([]float64, n)
	for i := range weights {
		weights[i] = math.Pow(float64(i+1), -exponent)
	}
	return weights
}

// hotspotWeights returns weights of which a fifth of n, the first, has four
// fifths.
func hotspotWeights(n int) []float64 {
	hot := max(1, n/5)
	weights := make([]float64, n)
	for i := range weights {
		if i < hot {
			weights[i] = 0.8 / float64(hot)
		} else {
			weights[i] = 0.2 / float64(n-hot)
		}
	}
	return weights
}
