package dependency

import (
	"math/bits"
	"slices"

	"visar/history"
)

// link finds what the reads of registers have read, and adds the writes of the values
// that are written more than once.
func (x *resolver) link() {
	shared, first := make([]uint64, len(x.final)), make([]int, x.h.Keys()+1)
	for i := range int32(x.h.NumOps()) {
		x.fetch(i)
		k, read := x.h.OpKey(i), x.h.OpKind(i) == history.Read
		if read && x.h.IsList(k) {
			continue
		}
		switch e := x.only[x.h.OpValue(i)]; {
		case e.op == several:
			shared[i/64] |= 1 << (i % 64)
			first[k+1]++
		case read && e.of == k:
			x.from[i] = e.op
		}
	}
	if x.slots != nil {
		x.linkShared(shared, first)
	}
}

// use is a write, or a read of a register, of a value that is written more than once.
type use struct {
	op    int32
	value int32 // ^v for a read of v
}

// linkShared links the operations of a set, of which first has counted those of key k as
// first[k+1]. It takes one key after the other: so the entries of a key are near while
// they are made and looked for, and those of all keys lie in a table that no cache holds.
func (x *resolver) linkShared(shared []uint64, first []int) {
	for k := range x.h.Keys() {
		first[k+1] += first[k]
	}
	uses := x.usesByKey(shared, first)
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

// usesByKey returns what a set of operations does, in order: to key k from first[k] to
// first[k+1].
func (x *resolver) usesByKey(shared []uint64, first []int) []use {
	uses := make([]use, first[x.h.Keys()])
	next := slices.Clone(first)
	for block, ops := range shared {
		for ; ops != 0; ops &= ops - 1 {
			i := int32(64*block + bits.TrailingZeros64(ops))
			k, v := x.h.OpKey(i), x.h.OpValue(i)
			if x.h.OpKind(i) == history.Read {
				v = ^v
			}
			uses[next[k]] = use{i, v}
			next[k]++
		}
	}
	return uses
}

// repeat notes that a write repeats the value of a first one.
func (x *resolver) repeat(first, i int32) {
	if x.doubted == nil {
		x.doubted = make([]uint64, len(x.final))
	}
	x.doubted[first/64] |= 1 << (first % 64)
	x.again[first] = append(x.again[first], i)
}
