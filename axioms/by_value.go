package axioms

import (
	"slices"
	"sort"
)

// byValue finds the versions of a key that have a given value: their final
// value, or for logs the first element that they added.
type byValue struct {
	writes *writes
	// only has, by value, the version that alone has it, or none or several. Most
	// values are written once, and then nothing is sorted and nothing searched.
	only []valued
	*sortedVersions
}

// sortedVersions are the versions of each key in the order of something that
// they have.
type sortedVersions struct {
	writes *writes
	// sorted holds the versions by key, whose range is that of writes, and then by
	// value and place. Side by side they are found with few reads of memory.
	sorted []valued
}

// valued is a version with its value in the upper half.
type valued uint64

func versionWith(x, version int32) valued { return valued(x)<<32 | valued(uint32(version)) }

func (x valued) value() int32   { return int32(x >> 32) }
func (x valued) version() int32 { return int32(uint32(x)) }

// In byValue.only these are no versions.
const (
	none    = -1
	several = -2
)

// versionsBy builds the table in linear time if no value has several versions, and
// otherwise in n log n, for n versions of a key.
func (v *view) versionsBy(of func(j int32) int32) *byValue {
	b := &byValue{writes: v.writes(), only: make([]valued, v.h.Values())}
	for x := range b.only {
		b.only[x] = versionWith(int32(x), none)
	}
	unique := true
	for j := range int32(len(v.writes().op)) {
		at := &b.only[of(j)]
		if at.version() == none {
			*at = versionWith(of(j), j)
			continue
		}
		*at, unique = versionWith(of(j), several), false
	}
	if !unique {
		b.sortedVersions = v.sortVersions(of)
	}
	return b
}

func (v *view) sortVersions(by func(j int32) int32) *sortedVersions {
	s := &sortedVersions{writes: v.writes(), sorted: make([]valued, len(v.writes().op))}
	for j := range int32(len(s.sorted)) {
		s.sorted[j] = versionWith(by(j), j)
	}
	for k := range int32(v.h.Keys()) {
		slices.Sort(s.of(k))
	}
	return s
}

func (s *sortedVersions) of(k int32) []valued {
	return s.sorted[s.writes.first[k]:s.writes.first[k+1]]
}

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
	w := b.writes
	switch j := b.only[value].version(); {
	case j == several:
		return b.search(k, value, lo, hi)
	case j < w.first[k] || j >= w.first[k+1] || w.place[j] < lo || w.place[j] >= hi:
		return nil
	}
	return b.only[value : value+1]
}

func (s *sortedVersions) search(k, value, lo, hi int32) []valued {
	of := s.of(k)
	n, _ := slices.BinarySearch(of, valued(value)<<32)
	of = of[n:]
	// Few versions have the same value: the first steps come before a search.
	n = firstTrue(len(of), func(n int) bool {
		return of[n].value() != value || s.writes.place[of[n].version()] >= hi
	})
	of = of[:n]
	return of[firstTrue(n, func(n int) bool { return s.writes.place[of[n].version()] >= lo }):]
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
