package stats

import "math"

// scale places values between the foot of a panel and its top.
type scale struct {
	log       bool
	most      float64
	decades   int // of a logarithmic scale, below most
	top, size int
}

// maxDecades bounds what a logarithmic scale shows.
const maxDecades = 6

// newScale returns a scale from 0 to most, or over the decades from least to it.
func newScale(log bool, least, most float64, top, height int) *scale {
	s := &scale{log: log, most: most, top: top, size: height}
	if log {
		s.most = math.Pow(10, math.Ceil(math.Log10(max(10, most))))
		s.decades = min(maxDecades, max(1, int(math.Round(math.Log10(s.most)-math.Floor(math.Log10(max(1, least)))))))
	}
	return s
}

// y is where a value is. On a logarithmic scale all that is too small is at the foot.
func (s *scale) y(v float64) int {
	share := v / s.most
	if s.log {
		share = 0
		if v > 0 {
			share = 1 + (math.Log10(v)-math.Log10(s.most))/float64(s.decades)
		}
	}
	share = min(1, max(0, share))
	return s.top + s.size - int(math.Round(share*float64(s.size)))
}

// ticks are the values to name.
func (s *scale) ticks() []float64 {
	if !s.log {
		step := math.Pow(10, math.Floor(math.Log10(s.most)))
		for s.most/step < 2 && step > 1 {
			step /= 2
		}
		for s.most/step > 5 {
			step *= 2
		}
		var all []float64
		for v := 0.0; v <= s.most*1.0001; v += step {
			all = append(all, v)
		}
		return all
	}
	var all []float64
	for n := range s.decades + 1 {
		all = append(all, s.most/math.Pow(10, float64(s.decades-n)))
	}
	return all
}
