package checker

import (
	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// addPairs adds session order and real time: all of both to a few transactions, so
// that cycles are short, and to many only what the rest does not follow from, if
// they are transitive under the axioms.
func (s *sub) addPairs() {
	whole := axioms.REALTIME | axioms.ARREALTIME
	partly := axioms.ARREALTIMEKEY | axioms.ARREALTIMEUPDATE
	if len(s.txns) > maxKnown && s.shape != shapeUA && (s.set&whole != 0 || s.set&partly == 0) {
		s.addNearPairs()
		return
	}
	for i, a := range s.txns {
		for j, b := range s.txns {
			if i != j && s.r.SessionBefore(a, b) {
				s.addSession(int32(i), int32(j))
			}
			if i != j && s.r.RealTimeBefore(a, b) {
				s.addRealTime(int32(i), int32(j))
			}
		}
	}
}

// addNearPairs adds the pairs between which there is no third transaction.
func (s *sub) addNearPairs() {
	last := map[int32]int32{} // by session
	for j, b := range s.txns {
		session := s.h.Session(s.r.Txn[b])
		if i, ok := last[session]; ok {
			s.addSession(i, int32(j))
		}
		if s.r.Known(b) {
			last[session] = int32(j)
		}
	}
	line := s.r.RealTime(s.txns)
	start := func(n int32) int64 { return s.h.Start(s.r.Txn[n]) }
	latest := make([]int32, len(line.Ended)) // of those up to each, which started last
	for i, n := range line.Ended {
		if latest[i] = n; i > 0 && start(latest[i-1]) > start(n) {
			latest[i] = latest[i-1]
		}
	}
	for j := range s.txns {
		for i := line.Before[j] - 1; i >= 0 && !s.r.RealTimeBefore(line.Ended[i], latest[line.Before[j]-1]); i-- {
			s.addRealTime(s.local[line.Ended[i]], int32(j))
		}
	}
}

func (s *sub) addSession(i, j int32) {
	s.order(i, j, axioms.SESSION, s.has(axioms.ARSESSION), s.bare(i, j, dependency.SO))
}

func (s *sub) addRealTime(i, j int32) {
	s.order(i, j, axioms.REALTIME, s.realTimeArbitrates(s.txns[i], s.txns[j]), s.bare(i, j, dependency.RT))
}

// bare returns an edge between local transactions without key and operations.
func (s *sub) bare(i, j int32, kind dependency.Kind) dependency.Edge {
	return dependency.Edge{From: s.r.Txn[s.txns[i]], To: s.r.Txn[s.txns[j]], Kind: kind, Key: -1, FromOp: -1, ToOp: -1, Source: -1}
}

// order adds e as visibility if the axioms have all of visible, and else to
// arbitration if arbitrates.
func (s *sub) order(i, j int32, visible axioms.Set, arbitrates bool, e dependency.Edge) {
	if s.has(visible) {
		s.see(i, j, order.Base, e)
	} else if arbitrates {
		s.arbitrate(i, j, e)
	}
}

// realTimeArbitrates reports whether RT from a to b is a law on arbitration.
func (s *sub) realTimeArbitrates(a, b int32) bool {
	switch {
	case s.has(axioms.ARREALTIME):
		return true
	case s.has(axioms.ARREALTIMEUPDATE) && len(s.r.NodeWrites(b)) > 0:
		return true
	}
	return s.has(axioms.ARREALTIMEKEY) && s.shareKey(a, b)
}

func (s *sub) shareKey(a, b int32) bool {
	lo, hi := s.h.Ops(s.r.Txn[a])
	from, to := s.h.Ops(s.r.Txn[b])
	for i := lo; i < hi; i++ {
		for k := from; k < to; k++ {
			if s.h.OpKey(i) == s.h.OpKey(k) && s.uses(a, i) && s.uses(b, k) {
				return true
			}
		}
	}
	return false
}
