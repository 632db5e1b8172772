package checker

import "visar/axioms"

// commitOrder decides a set without EXT. Visibility then explains no read, and
// VIS = AR satisfies every law on it as soon as AR does its part. AR contains
// the order of lists, WR under COMMITTED (Adya's PL-2: no cycle of WW and WR),
// and what [horn.monotonicView] forces.
func (j *hornJob) commitOrder() answer {
	a := j.commitOrderUnder(j.set)
	if a.outcome != Consistent || j.set&guarantees == 0 || j.has(axioms.ARSESSION) {
		return a
	}
	// With SO in AR the session guarantees hold, VIS being AR. They ask for less,
	// but nobody asks for them without EXT.
	a = j.commitOrderUnder(j.set | axioms.ARSESSION)
	if a.outcome == Violated {
		return answer{outcome: Undecided, engine: saturationEngine, reason: "no engine decides session guarantees without EXT"}
	}
	return a
}

func (j *hornJob) commitOrderUnder(set axioms.Set) answer { return j.commitNet(set).settle() }

// commitNet collects what the set forces.
func (j *hornJob) commitNet(set axioms.Set) *horn {
	s := j.saturate(set)
	if set.Has(axioms.COMMITTED) {
		s.readFrom(false)
	}
	s.arbitrate(0)
	s.plain = len(s.arcs)
	if set.Has(axioms.MONOTONICVIEW) {
		s.monotonicView()
	}
	return j.keep(s)
}
