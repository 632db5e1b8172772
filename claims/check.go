package claims

import (
	"context"

	"visar/axioms"
	"visar/checker"
	"visar/history"
)

// Part is the tests of a claim that share a view, with the history as it shows it.
type Part struct {
	View    View
	History *history.History // nil if the history declares no quiescence, which the view needs
	Tests   []Test
}

// Parts returns the tests of c by view, in their order. Quiescence is the moment
// after which all reads see all earlier writes, or NoTime for none.
func (c *Claim) Parts(h *history.History, quiescence int64) []Part {
	var parts []Part
	for _, t := range c.Tests {
		if n := len(parts); n > 0 && parts[n-1].View == t.View {
			parts[n-1].Tests = append(parts[n-1].Tests, t)
			continue
		}
		p := Part{View: t.View, Tests: []Test{t}}
		if view, ok := t.View.of(h, quiescence); ok {
			p.History = view
		}
		parts = append(parts, p)
	}
	return parts
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
