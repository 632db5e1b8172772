package dependency

// markStarts marks where transactions start, and lists those that have operations if some
// have none.
func (x *resolver) markStarts() {
	x.starts = newMarkedOps(x.h.NumOps())
	empty := false
	for t := range int32(x.h.Len()) {
		if lo, hi := x.h.Ops(t); lo < hi {
			x.starts.mark(lo)
		} else {
			empty = true
		}
	}
	x.starts.count()
	if !empty {
		return
	}
	for t := range int32(x.h.Len()) {
		if lo, hi := x.h.Ops(t); lo < hi {
			x.started = append(x.started, t)
		}
	}
}

// txnOf returns the transaction of an operation.
func (x *resolver) txnOf(op int32) int32 {
	n := x.starts.upTo(op) - 1
	if x.started != nil {
		return x.started[n]
	}
	return n
}
