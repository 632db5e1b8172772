package checker

import "visar/axioms"

// recordedExecution returns the execution of least visibility whose arbitration is
// the order of the recording, if it obeys the axioms. Where transactions see what
// composes, they are taken to see their sessions too, and where there are session
// guarantees all that is before them: most stores that promise these keep what is
// simpler, and that implies them. Most stores that obey a model took effect in about
// the order that was recorded; nothing follows where it is not found.
func (j *hornJob) recordedExecution() *axioms.Execution {
	set := j.set
	if extraGuarantees(set) != 0 || set.Has(axioms.TRANSVIS) {
		set = withSessions(set)
	}
	if j.logs != nil || set.Has(axioms.REALTIME) || j.ctx.Err() != nil || j.shortOfMemory() {
		return nil
	}
	s := j.saturate(set)
	if e := s.execution(s.byMoment()); j.obeys(e, false) {
		return e
	}
	return nil
}

// shortOfMemory reports whether an execution, and judging it, takes more than half of
// the memory that there may be.
func (j *hornJob) shortOfMemory() bool {
	return j.opt.MaxMemory > 0 && 100*int64(j.r.Len())+16*int64(len(j.r.Reads)+len(j.r.Writes)) > j.opt.MaxMemory/2
}
