package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

const guarantees = axioms.RYW | axioms.MR | axioms.MW | axioms.WFR

// weak decides a Horn model: one without TOTALVIS, PREFIX and NOCONFLICT, or
// without EXT. Which version of a key is later is then never a choice: what the
// axioms force is all there is.
//
//	no EXT                    arbitration alone, time O(n^1.5) (committed.go)
//	EXT, one step of SO, RT   O(n^1.5) (read_atomic.go)
//	EXT, VIS that composes    O(n·chains) (causal.go, windows.go)
//
// n is the number of operations. Memory is linear in it but for the edges that
// the reads force, at most one for each version read and each chain.
//
// The order of the recording is tried first as arbitration: where it is one, nothing
// needs to be collected, and time is linear, times the sessions under TRANSVIS. Session
// guarantees are tried as causality with sessions, from which they follow.
//
// Reads that by themselves refute the set have been dealt with.
func (j *job) weak() answer {
	h, part := j.withLogs()
	switch {
	case part != nil && (j.has(axioms.COMMITTED) || h.logs.backward):
		return violatedBy("read-consistency", &Refutation{Read: part})
	}
	if e := h.recordedExecution(); e != nil {
		return answer{outcome: Consistent, engine: recordedOrder, exec: e}
	}
	h.surveyed = j.opt.Survey && part == nil
	a := h.forced(part)
	if a.outcome == Violated {
		a.net = h.kept
	}
	return a
}

// forced decides by all that the reads force. part is a read of a log that
// contradicts others, or nil.
func (h *hornJob) forced(part *dependency.Breach) answer {
	j := h.job
	switch {
	case !j.has(axioms.EXT):
		return h.commitOrder()
	case part != nil || j.unjudgedList():
		return answer{outcome: Undecided, engine: saturationEngine,
			reason: "no engine decides EXT without INT and COMMITTED on lists that contradict each other"}
	case extraGuarantees(j.set) != 0 && j.has(axioms.REALTIME):
		return answer{outcome: Undecided, engine: saturationEngine,
			reason: "no engine decides session guarantees together with real-time visibility"}
	case j.set&(axioms.TRANSVIS|axioms.MW|axioms.WFR) != 0:
		return h.causal()
	}
	a := h.readAtomic()
	if a.outcome != Violated && extraGuarantees(j.set) != 0 {
		if b := h.causalNet(withSessions(j.set), nil).settle(); b.outcome == Consistent {
			return b
		}
	}
	return a
}

// hornJob is a job whose reads of lists, if these are logs, have been understood.
type hornJob struct {
	*job
	logs *replicatedLogs // nil if lists are versioned
	// surveyed says that a survey needs the net of the surveyed set, which is kept here.
	surveyed bool
	kept     *horn
}

// extraGuarantees returns the session guarantees of the set that the rest of it
// does not imply.
func extraGuarantees(set axioms.Set) axioms.Set {
	return set & guarantees &^ (set &^ guarantees).Closure()
}
