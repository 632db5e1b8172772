package axioms

import (
	"slices"
	"sort"
)

// byValue finds the versions of a key that have a given value: their final
// value, or for logs the first element that they added.
type byValue struct {
	writes *writes
	// sorted holds the versions by key, whose range is that of writes, and then by
	// value and place. Side by side they are found with few reads of memory.
	sorted []valued
}

// valued is a version with its value in the upper half.
type valued uint64

func (x valued) value() int32   { return int32(x >> 32) }
func (x valued) version() int32 { return int32(uint32(x)) }

// versionsBy builds the table in n log n time, for n versions of a key.
func (v *view) versionsBy(value func(j int32) int32) *byValue {
	w := &v.writes
	b := &byValue{writes: w, sorted: make([]valued, len(w.op))}
	for j := range w.op {
		b.sorted[j] = valued(value(int32(j)))<<32 | valued(j)
	}
	for k := range int32(v.h.Keys()) {
		slices.Sort(b.of(k))
	}
	return b
}

func (b *byValue) of(k int32) []valued { return b.sorted[b.writes.first[k]:b.writes.first[k+1]] }

// finalsOf returns the table of final values, built once.
func (v *view) finalsOf() *byValue {
	if v.finals == nil {
		v.finals = v.versionsBy(v.written)
	}
	return v.finals
}

// with returns the versions of key k that have the value and whose writers are
// at place lo or later and before place hi, in the order of places.
func (b *byValue) with(k, value, lo, hi int32) []valued {
	of := b.of(k)
	n, _ := slices.BinarySearch(of, valued(value)<<32)
	of = of[n:]
	// Most values have one version: the first steps come before a search.
	n = firstTrue(len(of), func(n int) bool {
		return of[n].value() != value || b.writes.place[of[n].version()] >= hi
	})
	of = of[:n]
	return of[firstTrue(n, func(n int) bool { return b.writes.place[of[n].version()] >= lo }):]
}

// firstTrue is [sort.Search] for results that are mostly near 0: it takes steps
// logarithmic in the result.
func firstTrue(n int, f func(int) bool) int {
	lo, hi := 0, 1
	for hi < n && !f(hi-1) {
		lo, hi = hi, 2*hi
	}
	hi = min(hi, n)
	return lo + sort.Search(hi-lo, func(i int) bool { return f(lo + i) })
}
