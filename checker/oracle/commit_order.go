package oracle

// commitOrders finds the models among alive, of those weaker than read atomic,
// that some commit order satisfies.
//
// read-uncommitted wants no more than the order (Adya's PL-1: no cycle of
// writes). read-committed (PL-2) wants that each read returns a final write of
// a transaction before its own. In monotonic-atomic-view, if T reads y from T2
// and later x from T1, and T2 writes x too, then T2 is not after T1: the read
// committed of Biswas and Enea (OOPSLA 2019). item-cut-isolation adds INT.
func (e *execution) commitOrders(alive Set) {
	if alive &^= e.found; alive == 0 {
		return
	}
	if len(e.order) == len(e.txns) {
		e.found |= alive
		return
	}
	for t := range e.txns {
		if e.mayFollow(t) {
			broken := e.breaksCommitted(t)
			e.place(t, 0)
			e.commitOrders(alive &^ broken)
			e.remove(t)
		}
	}
}

// breaksCommitted returns the models that t breaks if it comes next.
func (e *execution) breaksCommitted(t int) Set {
	var broken Set
	reads := e.txns[t].committed
	for i := range reads {
		if !e.explainsGrowing(0, reads[i:i+1]) {
			broken |= demanding(readCommitted)
		}
	}
	if !e.explainsGrowing(0, reads) {
		broken |= demanding(monotonicReads)
	}
	if e.so[t]&^e.placed != 0 {
		broken |= demanding(sessionInAR)
	}
	return broken
}

// explainsGrowing reports whether each read sees some set of placed
// transactions, at least those that the read before it saw and at first seen.
//
// That is the rule of monotonic atomic view. If T1 is the latest writer of x
// among what the reads so far have read from, then no T2 among these is a later
// one; and of sets that grow one can keep those that were read from.
func (e *execution) explainsGrowing(seen txnSet, reads []read) bool {
	if len(reads) == 0 {
		return true
	}
	fresh := e.placed &^ seen
	for more := fresh; ; more = (more - 1) & fresh {
		if e.explains(seen|more, reads[0]) && e.explainsGrowing(seen|more, reads[1:]) {
			return true
		}
		if more == 0 {
			return false
		}
	}
}
