package claims

import (
	"context"

	"visar/axioms"
	"visar/checker"
	"visar/checker/linear"
	"visar/history"
)

// Part is the tests of a claim that share a view, with the history as it shows it.
type Part struct {
	View    View
	Era     string           // of a view that has a history for each crash: which it is
	History *history.History // nil if the history declares no quiescence or crash, which the view needs
	Tests   []Test
	Losses  []checker.Loss // what crashes took back
	cutOff  func(t int32) (at int64, inFlight bool)
	// Inexact says of a Surviving history that more than what it shows may have survived,
	// so that a violation is none for certain.
	Inexact bool
}

// String says what the view leaves out.
func (p *Part) String() string {
	if p.Era == "" {
		return p.View.String()
	}
	return p.View.String() + ", " + p.Era
}

// Parts returns the tests of c by view, in their order.
func (c *Claim) Parts(h *history.History, at Moments) []Part {
	var parts []Part
	for _, t := range c.Tests {
		if t.Single != nil && linear.Applies(h) {
			t.Model = t.Single
		}
		if n := len(parts); n > 0 && parts[n-1].View == t.View {
			parts[n-1].Tests = append(parts[n-1].Tests, t)
			continue
		}
		parts = append(parts, t.View.parts(h, at, t)...)
	}
	return parts
}

// parts returns the part that begins with test t, or those of each crash.
func (v View) parts(h *history.History, at Moments, t Test) []Part {
	p := Part{View: v, Tests: []Test{t}}
	if v == Surviving && len(at.Crashes) > 0 {
		return newCut(h, at.Crashes).parts(p)
	}
	view, ok := v.of(h, at)
	if ok {
		p.History = view
	}
	if v == CutOff {
		p.cutOff = newCrashed(h, at.Crashes).cutAt
	}
	if v == Restarted || v == CutOff {
		p.Losses = checker.Losses(h, at.Crashes)
	}
	return []Part{p}
}

// Check judges the history of the part by its tests. The error is for a history
// that cannot be judged, or for evidence that does not stand.
func (p *Part) Check(ctx context.Context, opt checker.Options) ([]*checker.Verdict, error) {
	var searched []*axioms.Model
	for _, t := range p.Tests {
		if t.Law == Search {
			searched = append(searched, t.Model)
		}
	}
	var verdicts []*checker.Verdict
	var err error
	if len(searched) > 0 {
		if verdicts, err = checker.Classify(ctx, p.History, searched, opt); err != nil {
			return nil, err
		}
	}
	var all []*checker.Verdict
	for _, t := range p.Tests {
		var v *checker.Verdict
		switch t.Law {
		case Clocks:
			v, err = checker.CheckByClocks(p.History, t.Model, opt)
		case Siblings:
			v, err = checker.CheckSiblings(ctx, p.History, t.Model, opt)
		default:
			v, verdicts = verdicts[0], verdicts[1:]
		}
		if err != nil {
			return nil, err
		}
		p.crashes(v)
		all = append(all, v)
	}
	return all, nil
}

// LawOf returns how the model with this name is decided, if it is one that only
// claims have.
func LawOf(model string) (*axioms.Model, Law, bool) {
	for _, c := range Catalogue {
		for _, t := range c.Tests {
			if t.Law != Search && t.Model.Name == model {
				return t.Model, t.Law, true
			}
		}
	}
	return nil, Search, false
}
