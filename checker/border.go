package checker

// Border is where, among the models that were decided, holding turns into failing.
type Border struct {
	Strongest []*Verdict // hold, and nothing that holds implies them
	Weakest   []*Verdict // fail, and they imply nothing that fails
	Undecided []*Verdict
}

// BorderOf sorts verdicts on one history, in their order. It compares all pairs:
// the models are a few dozen. A model that has no meaning for the history, since
// it is defined for single objects, is left out.
func BorderOf(verdicts []*Verdict) Border {
	var b Border
	for _, v := range verdicts {
		switch {
		case !v.applies():
		case v.Outcome == Undecided:
			b.Undecided = append(b.Undecided, v)
		case v.Outcome == Consistent && !v.dominated(verdicts):
			b.Strongest = append(b.Strongest, v)
		case v.Outcome == Violated && !v.dominated(verdicts):
			b.Weakest = append(b.Weakest, v)
		}
	}
	return b
}

// applies reports whether the model of v has a meaning for the history.
func (v *Verdict) applies() bool {
	return !(v.Model.SingleObject && v.Outcome == Undecided && v.Engine == "none")
}

// dominated reports whether another verdict of the same outcome says more than
// v: that a stronger model holds, that a weaker one fails.
func (v *Verdict) dominated(verdicts []*Verdict) bool {
	for _, o := range verdicts {
		if o == v || o.Outcome != v.Outcome {
			continue
		}
		more, less := o.Model.Implies(v.Model), v.Model.Implies(o.Model)
		if v.Outcome == Violated {
			more, less = less, more
		}
		if more && !less {
			return true
		}
	}
	return false
}
