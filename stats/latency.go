package stats

import "slices"

// Latency are percentiles of how long things took, in the unit of the report.
type Latency struct {
	Count                    int
	P50, P90, P99, P999, Max int64
}

// latencyOf sorts times.
func latencyOf(times []int64) Latency {
	if len(times) == 0 {
		return Latency{}
	}
	slices.Sort(times)
	return Latency{
		Count: len(times),
		P50:   rank(times, 500), P90: rank(times, 900), P99: rank(times, 990), P999: rank(times, 999),
		Max: times[len(times)-1],
	}
}

// rank returns the number of nearest rank to so many thousandths.
func rank(sorted []int64, thousandths int) int64 {
	return sorted[(len(sorted)*thousandths+999)/1000-1]
}
