package checker

import (
	"context"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// job is one history under one set of axioms.
type job struct {
	ctx context.Context
	h   *history.History
	r   *dependency.Resolved
	set axioms.Set // closed under implication
	opt Options
	// asked are the axioms of which set is the closure, or 0 for set itself: fewer to
	// judge.
	asked axioms.Set
	// judged takes note of the validation of an execution that obeys them, so that it
	// is not made again; nil if nobody asks.
	judged func(*axioms.Execution, *axioms.Validation)
	// shared is what other models of the history have left; nil where the sources of
	// reads are chosen, which make another history of it each time.
	shared *shared
}

// obeys reports whether e satisfies the axioms, as far as a pass over it can tell,
// and thorough as far as it takes. What validates it took no part in finding it, and
// need not do so again.
func (j *job) obeys(e *axioms.Execution, thorough bool) bool {
	set, v := j.asked, e.Validation()
	if set == 0 {
		set = j.set
	}
	if !v.Obeys(set) && !(thorough && v.Validate(set) == nil) {
		return false
	}
	if j.judged != nil {
		j.judged(e, v)
	}
	return true
}

// answer is what an engine found.
type answer struct {
	outcome Outcome
	engine  string
	reason  string
	exec    *axioms.Execution
	ref     *Refutation
	stages  Stages
	sources []Source
	net     *horn // what a survey of a weak model needs of what refutes it, or nil
}

func (j *job) has(s axioms.Set) bool { return j.set.Has(s) }

func violatedBy(engine string, ref *Refutation) answer {
	return answer{outcome: Violated, engine: engine, ref: ref}
}
