package main

import "visar/checker"

// border is where, among the models that were decided, holding turns into
// failing.
type border struct {
	strongest []*checker.Verdict // hold, and nothing that holds implies them
	weakest   []*checker.Verdict // fail, and they imply nothing that fails
	undecided []*checker.Verdict
}

// borderOf sorts verdicts, in their order. It compares all pairs: the models are
// a few dozen.
func borderOf(verdicts []*checker.Verdict) border {
	var b border
	for _, v := range verdicts {
		switch {
		case !applies(v):
		case v.Outcome == checker.Undecided:
			b.undecided = append(b.undecided, v)
		case v.Outcome == checker.Consistent && !dominated(v, verdicts):
			b.strongest = append(b.strongest, v)
		case v.Outcome == checker.Violated && !dominated(v, verdicts):
			b.weakest = append(b.weakest, v)
		}
	}
	return b
}

// applies reports whether the model of v has a meaning for the history: some are
// defined for single objects only.
func applies(v *checker.Verdict) bool {
	return !(v.Model.SingleObject && v.Outcome == checker.Undecided && v.Engine == "none")
}

// dominated reports whether another verdict of the same outcome says more than
// v: that a stronger model holds, that a weaker one fails.
func dominated(v *checker.Verdict, verdicts []*checker.Verdict) bool {
	for _, o := range verdicts {
		if o == v || o.Outcome != v.Outcome {
			continue
		}
		more, less := o.Model.Implies(v.Model), v.Model.Implies(o.Model)
		if v.Outcome == checker.Violated {
			more, less = less, more
		}
		if more && !less {
			return true
		}
	}
	return false
}
