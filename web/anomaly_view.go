package web

import (
	"html/template"
	"strings"

	"visar/anomalies"
	"visar/anomalies/draw"
	"visar/history"
)

// groupView is a kind of anomaly.
type groupView struct {
	*anomalies.Anomaly
	Count, Kinds, Shown int
	All                 []anomalyView
	Rest                []restView
}

// restView is an anomaly that is not shown in full.
type restView struct {
	Count      int
	Txns, Keys string
}

// anomalyView is an anomaly that is shown in full.
type anomalyView struct {
	Number   int
	Count    int
	Summary  string // the keys, or the transactions
	Open     bool
	Axiom    string
	Models   []string
	Relation string
	Steps    []stepView
	Drawing  template.HTML // "" where the script draws it
	Lines    []lineView
}

// stepView is a sentence, with what its edges rest on.
type stepView struct {
	Text string
	Why  []string
}

// lineView is a transaction in the notation, with its line in the file.
type lineView struct {
	ID, Text string
	Line     int32
}

// maxRest bounds the anomalies of a kind that are listed without being shown in
// full.
const maxRest = 20

func (v *runView) anomalies() error {
	told := map[int32]bool{}
	for _, g := range v.groups {
		view := groupView{Anomaly: g.anomaly, Count: g.count, Kinds: len(g.all), Shown: g.shown}
		for i, s := range g.all {
			switch {
			case i < g.shown:
				a, err := v.anomaly(s, told)
				if err != nil {
					return err
				}
				view.All = append(view.All, a)
			case i < g.shown+maxRest:
				view.Rest = append(view.Rest, restView{s.count, strings.Join(s.TxnNames, ", "), strings.Join(s.Keys, ", ")})
			}
		}
		v.Groups = append(v.Groups, view)
		v.Count, v.Shown, v.Kinds = v.Count+g.count, v.Shown+g.shown, v.Kinds+len(g.all)
	}
	return nil
}

func (v *runView) anomaly(s *sighted, told map[int32]bool) (anomalyView, error) {
	h := v.run.History
	a := anomalyView{Number: s.number, Count: s.count, Open: s.number == 1, Axiom: strings.ReplaceAll(s.Axiom, ",", ", "), Relation: v.run.relation(s)}
	for _, m := range s.models {
		a.Models = append(a.Models, m.Name)
	}
	a.Summary = listed(s.TxnNames)
	if len(s.TxnNames) > 4 {
		a.Summary = counted(len(s.TxnNames), "transaction")
	}
	if len(s.Keys) > 0 && len(s.Keys) < 4 {
		a.Summary += " on " + listed(s.Keys)
	}
	a.Steps = stepsOf(h, s.Found)
	lines := strings.Split(s.Transactions, "\n")
	txns := sorted(s.Txns)
	skip := len(lines) - len(txns) // the line of the initial value
	for i, text := range lines {
		line := lineView{Text: text}
		if i >= skip {
			t := txns[i-skip]
			line.Line = h.Line(t)
			if !told[t] {
				line.ID = txnID(h.Name(t))
			}
			told[t] = true
		}
		a.Lines = append(a.Lines, line)
	}
	if !s.first {
		return a, nil
	}
	drawing, err := drawn(s.Found, h)
	a.Drawing = template.HTML(drawing)
	return a, err
}

// drawn returns the picture of an anomaly, as a part of a page.
func drawn(f *anomalies.Found, h *history.History) (string, error) {
	var b strings.Builder
	if err := draw.Inline(&b, f, h); err != nil {
		return "", err
	}
	err := draw.InlineTimeline(&b, f)
	return b.String(), err
}

// stepsOf returns the sentences of an anomaly, each with the reasons of the edges
// that it is about: those of a step of a proof, or one.
func stepsOf(h *history.History, f *anomalies.Found) []stepView {
	var steps []stepView
	for i, text := range f.Sentences {
		step := stepView{Text: text}
		switch {
		case i < len(f.Steps):
			for _, e := range f.Steps[i].Cycle {
				step.Why = append(step.Why, whyEdge(h, e)...)
			}
		case len(f.Steps) == 0 && i < len(f.Cycle):
			step.Why = whyEdge(h, f.Cycle[i])
		}
		steps = append(steps, step)
	}
	return steps
}
