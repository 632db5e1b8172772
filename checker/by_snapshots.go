package checker

import (
	"time"

	"visar/axioms"
)

// bySnapshots decides a set under which anti-dependencies forbid paths, if the
// history obeys snapshot isolation too and that is easily seen: the order of
// versions is known, or the recorded one serves. Most histories that obey parallel
// snapshot isolation do, and prefixes cost less to find and to judge than paths.
func (j *job) bySnapshots() (a answer, ok bool) {
	if !shapeOf(j.set).forbids() {
		return a, false
	}
	stricter := *j
	stricter.set = (j.set | axioms.PREFIX | axioms.NOCONFLICT).Closure()
	if j.shared.refutes(stricter.set) {
		return a, false
	}
	if a = stricter.atSight(); a.exec == nil || !j.obeys(a.exec, true) {
		return a, false
	}
	return a, true
}

// atSight looks for an execution where the order of versions is known or the recorded
// one serves, in near-linear time, and for no refutation.
func (j *job) atSight() answer {
	begin := time.Now()
	if e := j.chainExecution(); e != nil {
		return answer{outcome: Consistent, engine: knownOrder, exec: e, stages: Stages{Guesses: 1, GuessSeconds: since(begin)}}
	}
	s := newSaturation(j)
	e := s.firstExecution()
	a := answer{outcome: Consistent, engine: s.guessed(), exec: e, stages: s.stages(0)}
	if a.exec == nil && s.onlyTailsOpen() {
		a = s.settleTails()
	}
	a.stages.GuessSeconds = since(begin) - a.stages.SearchSeconds
	return a
}

// onlyTailsOpen reports whether all that is open is the order of appends that nobody
// read. What is known of the others leaves little of it to choose.
func (s *saturation) onlyTailsOpen() bool {
	for k := range int32(s.h.Keys()) {
		if s.r.Versions[k] == nil && len(s.unordered(k)) > 0 {
			return false
		}
	}
	return true
}

// settleTails finds an execution where only tails are open. It finds no refutation:
// that of another model is none.
func (s *saturation) settleTails() answer {
	if !s.saturate() {
		return answer{}
	}
	pairs, ok := s.openPairs()
	switch {
	case !ok || s.ctx.Err() != nil:
		return answer{}
	case len(pairs) == 0:
		return answer{outcome: Consistent, engine: s.engine(), exec: s.execution(s.ranked()), stages: s.stages(0)}
	}
	return s.search(pairs)
}
