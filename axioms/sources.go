package axioms

import "visar/history"

// sources returns a function from the place of a committed transaction and an
// external read of it to what the read should return: the latest visible version
// of the key, or -1 for none. For a list that is a log it is how many of the
// elements that the read returned are the visible appends in their order, or -1
// where an element is not one.
//
// The function is to be called for every external read, in the order of AR and
// of the operations within a transaction.
func (v *view) sources() func(i, op int32) int32 {
	if v.VIS.Edges == nil {
		return v.prefixSource
	}
	found, n := v.edgeSources(), -1
	return func(int32, int32) int32 {
		n++
		return found[n]
	}
}

func (v *view) prefixSource(i, op int32) int32 {
	k := v.h.OpKey(op)
	j := v.writes().before(k, v.VIS.Prefix[i])
	if v.Lists != Log || !v.h.IsList(k) {
		return j
	}
	if n := v.logs.length(j); v.begins(op, n) {
		return n
	}
	return -1
}

// eachExternal calls f with every external read of the committed transactions,
// in the order in which [view.sources] wants them, and with how often the
// transaction had written the key before.
func (v *view) eachExternal(f func(i, op, own int32)) {
	for i := range int32(len(v.Order)) {
		if !v.committed(i) {
			continue
		}
		v.walk.begin(v.Order[i])
		for op := v.walk.lo; op < v.walk.hi; op++ {
			if prev, own := v.walk.step(op); v.h.OpKind(op) == history.Read && v.external(op, prev) {
				f(i, op, own)
			}
		}
	}
}
