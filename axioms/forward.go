package axioms

import "visar/history"

// leadsForward reports whether every rule of e leads from places to later ones only.
// Then all that it generates is within AR.
func (v *view) leadsForward(e *VisibleEdges) bool {
	return v.pairsForward(e) &&
		(!e.Sessions && e.Guarantees == 0 || v.sessionsForward()) &&
		(!e.RealTime || v.realTimeForward())
}

func (v *view) pairsForward(e *VisibleEdges) bool {
	if len(e.First) == 0 {
		return true
	}
	for i, t := range v.Order {
		for _, p := range e.Seen[e.First[t]:e.First[t+1]] {
			if v.place[p] >= int32(i) {
				return false
			}
		}
	}
	return true
}

// sessionsForward reports whether no transaction comes after one that SO has after it.
func (v *view) sessionsForward() bool {
	latest := make([]int32, v.h.Sessions()) // plus one, of those placed so far
	for i, t := range v.Order {
		s := v.h.Session(t)
		if latest[s] > t && v.committed(int32(i)) {
			return false
		}
		latest[s] = max(latest[s], t+1)
	}
	return true
}

// realTimeForward reports whether no transaction comes before one that ended before
// it started.
func (v *view) realTimeForward() bool {
	for i, t := range v.Order {
		if start := v.h.Start(t); start != history.NoTime && v.leastEnd(int32(i)+1) < start {
			return false
		}
	}
	return true
}
