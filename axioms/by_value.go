package axioms

import "sort"

// byValue finds the versions of a key that have a given value: their final
// value, or for logs the first element that they added.
type byValue struct {
	writes *writes
	value  func(j int32) int32
	// version holds the versions, by key, then by value, then by place. The range
	// of a key is that of writes.
	version []int32
}

// versionsBy builds the table for values below n by counting, in time linear in
// the versions and n.
func (v *view) versionsBy(n int, value func(j int32) int32) *byValue {
	w, h := &v.writes, v.h
	next := make([]int32, n+1)
	for j := range w.op {
		next[value(int32(j))+1]++
	}
	for x := range n {
		next[x+1] += next[x]
	}
	sorted := make([]int32, len(w.op))
	for j := range w.op {
		x := value(int32(j))
		sorted[next[x]] = int32(j)
		next[x]++
	}
	b := &byValue{writes: w, value: value, version: make([]int32, len(w.op))}
	at := append([]int32(nil), w.first...)
	for _, j := range sorted {
		k := h.OpKey(w.op[j])
		b.version[at[k]] = j
		at[k]++
	}
	return b
}

// finalsOf returns the table of final values, built once.
func (v *view) finalsOf() *byValue {
	if v.finals == nil {
		v.finals = v.versionsBy(v.h.Values(), v.written)
	}
	return v.finals
}

// with returns the versions of key k that have the value and whose writers are
// at place lo or later and before place hi, in the order of places.
func (b *byValue) with(k, value, lo, hi int32) []int32 {
	of := b.version[b.writes.first[k]:b.writes.first[k+1]]
	from := sort.Search(len(of), func(n int) bool {
		x := b.value(of[n])
		return x > value || x == value && b.writes.place[of[n]] >= lo
	})
	to := from + sort.Search(len(of)-from, func(n int) bool {
		return b.value(of[from+n]) > value || b.writes.place[of[from+n]] >= hi
	})
	return of[from:to]
}
