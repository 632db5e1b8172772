package dependency

import (
	"slices"

	"visar/history"
)

// link adds the writes of the values that are written more than once, and finds what the
// reads of registers have read.
func (x *resolver) link() {
	if x.slots != nil {
		x.linkByKey()
		return
	}
	for i := range int32(x.h.NumOps()) {
		x.fetch(i)
		if k := x.h.OpKey(i); x.h.OpKind(i) == history.Read && !x.h.IsList(k) {
			x.from[i] = x.firstWrite(k, x.h.OpValue(i)) + 1
		}
	}
}

// use is a write, or a read of a register, of one key.
type use struct {
	op    int32
	value int32 // ^v for a read of v
}

// linkByKey takes one key after the other: so the entries of a key are near while they are
// made and looked for, and those of all keys lie in a table that no cache holds.
func (x *resolver) linkByKey() {
	uses, first := x.usesByKey()
	for k := range int32(x.h.Keys()) {
		of := uses[first[k]:first[k+1]]
		for _, u := range of {
			if u.value >= 0 {
				if before := x.add(k, u.value, u.op); before >= 0 {
					x.repeat(before, u.op)
				}
			}
		}
		for _, u := range of {
			if u.value < 0 {
				x.from[u.op] = x.firstWrite(k, ^u.value) + 1
			}
		}
	}
}

// usesByKey returns the writes of values that are written more than once and the reads of
// registers, by key and then in order: those of key k from first[k] to first[k+1].
func (x *resolver) usesByKey() (uses []use, first []int) {
	first = make([]int, x.h.Keys()+1)
	for i := range int32(x.h.NumOps()) {
		if k := x.h.OpKey(i); x.linked(i, k) {
			first[k+1]++
		}
	}
	for k := range x.h.Keys() {
		first[k+1] += first[k]
	}
	uses = make([]use, first[x.h.Keys()])
	next := slices.Clone(first)
	for i := range int32(x.h.NumOps()) {
		k := x.h.OpKey(i)
		if !x.linked(i, k) {
			continue
		}
		v := x.h.OpValue(i)
		if x.h.OpKind(i) == history.Read {
			v = ^v
		}
		uses[next[k]] = use{i, v}
		next[k]++
	}
	return uses, first
}

// linked reports whether operation i of key k is one to link.
func (x *resolver) linked(i, k int32) bool {
	if x.h.OpKind(i) == history.Read {
		return !x.h.IsList(k)
	}
	return x.only[x.h.OpValue(i)].op == several
}

// repeat notes that a write repeats the value of a first one.
func (x *resolver) repeat(first, i int32) {
	if x.doubted == nil {
		x.doubted = make([]uint64, len(x.final))
	}
	x.doubted[first/64] |= 1 << (first % 64)
	x.again[first] = append(x.again[first], i)
}
