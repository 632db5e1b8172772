package claims

import (
	"slices"

	"visar/checker"
	"visar/history"
)

// crashes puts into a verdict on a view of crashes what these took back, and takes
// back what the view does not show for certain.
func (p *Part) crashes(v *checker.Verdict) {
	switch {
	case v.Outcome == checker.Violated && p.View == Surviving && p.Inexact && !p.torn():
		undecided(v, "values were written more than once, or operations say of others more than a value: which of them survived is open")
	case v.Outcome == checker.Violated:
		v.Losses, v.Torn = p.Losses, p.View == Surviving
	case v.Outcome == checker.Consistent && p.View == CutOff && late(v, p.cutOff):
		undecided(v, "an operation that a crash cut off, and that no value shows, took effect after it in the order that was found: whether there is another order is open")
	}
}

// torn reports whether something is lost that had ended before something started that
// survived, of which no values leave any doubt.
func (p *Part) torn() bool {
	return slices.ContainsFunc(p.Losses, func(l checker.Loss) bool { return l.Torn != nil })
}

func undecided(v *checker.Verdict, reason string) {
	v.Outcome, v.Reason = checker.Undecided, reason
	v.Execution, v.Refutation, v.Objects, v.Certified = nil, nil, nil, false
}

// late reports whether in the linearizations of v an operation of unknown outcome comes
// after one that started after the crash that cut it off.
func late(v *checker.Verdict, cutOff func(t int32) (at int64, inFlight bool)) bool {
	if v.Objects == nil {
		return false
	}
	ops := v.Objects.History.Ops
	for _, k := range v.Objects.Keys {
		started := history.NoTime
		for _, i := range k.Order {
			started = max(started, ops[i].Invoke)
			if at, inFlight := cutOff(ops[i].Txn); inFlight && started > at {
				return true
			}
		}
	}
	return false
}
