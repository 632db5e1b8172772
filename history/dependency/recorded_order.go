package dependency

import (
	"cmp"
	"slices"

	"visar/history"
)

// RecordedOrder yields the adjacent pairs of WW, as indices in Writes, in the order
// that the database reports: by arbitration or by commit timestamps. It covers the
// registers and the appends that nobody read, whose order nothing else tells. It
// yields nothing and returns false unless each node has a place, and the writers
// of each key different ones. It takes time to sort the writers.
func (r *Resolved) RecordedOrder(yield func(before, after int32)) bool {
	for n := range int32(r.Len()) {
		if _, ok := r.RecordedPlace(n); !ok {
			return false
		}
	}
	place := func(w int32) int64 {
		at, _ := r.RecordedPlace(r.Writes[w].Node)
		return at
	}
	var pairs [][2]int32
	for k := range int32(r.History.Keys()) {
		writers := r.unordered(k)
		slices.SortStableFunc(writers, func(a, b int32) int { return cmp.Compare(place(a), place(b)) })
		for i := 1; i < len(writers); i++ {
			if place(writers[i-1]) == place(writers[i]) {
				return false
			}
			pairs = append(pairs, [2]int32{writers[i-1], writers[i]})
		}
	}
	for _, p := range pairs {
		yield(p[0], p[1])
	}
	return len(r.Txn) > 0
}

// RecordedPlace returns the place that the database reports for node n: its
// arbitration or else its commit timestamp.
func (r *Resolved) RecordedPlace(n int32) (place int64, ok bool) {
	rec, ok := r.History.Recorded(r.Txn[n])
	if !ok {
		return 0, false
	}
	if rec.Arbitration != history.NoTime {
		return rec.Arbitration, true
	}
	return rec.CommitTS, rec.CommitTS != history.NoTime
}

// unordered returns the writes of key k that no read puts in order: all of a
// register, and those of a list that nobody read.
func (r *Resolved) unordered(k int32) []int32 {
	writers := slices.Clone(r.WritersOf(k))
	v := r.Versions[k]
	if v == nil {
		return writers
	}
	return slices.DeleteFunc(writers, func(w int32) bool { return !slices.Contains(v.Tail, r.Writes[w].Op) })
}
