package checker

import (
	"math"

	"visar/history/dependency"
)

// unknownVersion stands for the version that a write replaces until that is found out.
const unknownVersion = math.MinInt32

// findChains counts the readers of each version, and finds what each write replaces. It
// returns false if some versions are in no chain.
func (x *chainReplay) findChains() bool {
	writes := len(x.r.Writes)
	x.pending = make([]int32, writes+x.h.Keys())
	x.replaced = make([]int32, writes)
	for w := range x.replaced {
		x.replaced[w] = unknownVersion
	}
	once := make([]uint64, (len(x.pending)+63)/64)
	return x.countReaders() && x.readsReplaced(once) && x.listsInOrder(once) && x.firstOfRegisters(once)
}

// version returns what an external read has read.
func (x *chainReplay) version(rd *dependency.Read) int32 {
	if rd.Source == dependency.Init {
		return x.initial(rd.Key)
	}
	return rd.Write
}

func (x *chainReplay) initial(k int32) int32 { return int32(len(x.r.Writes)) + k }

// replaces notes that a version is replaced, and returns false if that was noted before.
func replaces(once []uint64, v int32) bool {
	is := once[v/64]>>(v%64)&1 == 0
	once[v/64] |= 1 << (v % 64)
	return is
}

// countReaders counts the readers of each version: by itself, so that the processor waits
// for many at once.
func (x *chainReplay) countReaders() bool {
	for i := range x.r.Reads {
		if rd := &x.r.Reads[i]; rd.External {
			v := x.version(rd)
			if v < 0 {
				return false
			}
			x.pending[v]++
		}
	}
	return true
}

// readsReplaced notes what writers have read of what they write: of registers they
// replace it.
func (x *chainReplay) readsReplaced(once []uint64) bool {
	for i := range x.r.Reads {
		rd := &x.r.Reads[i]
		if !rd.External {
			continue
		}
		if own := x.writeIndex(rd.Node, rd.Key); own >= 0 {
			v := x.version(rd)
			x.replaced[own] = v
			if x.r.Versions[rd.Key] == nil && !replaces(once, v) {
				return false
			}
		}
	}
	return true
}

// listsInOrder finds what appends replace: the version before theirs, or the last one
// that was read if theirs was not.
func (x *chainReplay) listsInOrder(once []uint64) bool {
	for k, v := range x.r.Versions {
		if v == nil {
			continue
		}
		last := x.initial(int32(k))
		for _, w := range v.Writes {
			if w == last {
				continue // the transaction appended more than once
			}
			if !replaces(once, last) {
				return false
			}
			x.replaceBy(w, last)
			last = w
		}
		for _, w := range v.TailWrites {
			if w != last { // it has read appends of its own before
				x.replaceBy(w, last)
			}
		}
	}
	return true
}

// replaceBy notes that write w replaces version v of a list.
func (x *chainReplay) replaceBy(w, v int32) {
	if x.replaced[w] != v {
		x.replaced[w] = ^v
	}
}

// firstOfRegisters finds the first writers of registers. It returns false where a key
// has several.
func (x *chainReplay) firstOfRegisters(once []uint64) bool {
	for w, v := range x.replaced {
		if v != unknownVersion {
			continue
		}
		k := x.r.Writes[w].Key
		if x.r.Versions[k] != nil || !replaces(once, x.initial(k)) {
			return false
		}
		x.replaced[w] = ^x.initial(k)
	}
	return true
}
