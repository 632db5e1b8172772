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
}

func (j *job) has(s axioms.Set) bool { return j.set.Has(s) }

func violatedBy(engine string, ref *Refutation) answer {
	return answer{outcome: Violated, engine: engine, ref: ref}
}
