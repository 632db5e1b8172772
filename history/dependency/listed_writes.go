package dependency

import "visar/history"

// listWrites lists the last writes of nodes.
func (x *resolver) listWrites() {
	x.listed = newMarkedOps(x.h.NumOps())
	for n, t := range x.Txn {
		x.WriteFirst = append(x.WriteFirst, int32(len(x.Writes)))
		lo, hi := x.h.Ops(t)
		for i := lo; i < hi; i++ {
			if x.h.OpKind(i) != history.Read && x.isFinal(i) {
				x.listed.mark(i)
				x.Writes = append(x.Writes, Write{Node: int32(n), Key: x.h.OpKey(i), Op: i})
			}
		}
	}
	x.WriteFirst = append(x.WriteFirst, int32(len(x.Writes)))
	x.listed.count()
}

// writeBy returns the index in Writes of an operation, or -1.
func (x *resolver) writeBy(op int32) int32 {
	if !x.listed.has(op) {
		return -1
	}
	return x.listed.upTo(op) - 1
}

// onlyWriteRead returns the write that alone can be what read i of a register returned,
// with its index in Writes, or -1: there is none, or more than one.
func (x *resolver) onlyWriteRead(i int32) (op, write int32) {
	op = x.from[i] - 1
	if op < 0 || x.h.OpValue(i) == history.Initial || x.doubted != nil && x.doubted[op/64]>>(op%64)&1 == 1 {
		return -1, -1
	}
	return op, x.writeBy(op)
}
