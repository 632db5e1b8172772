package web

import (
	"html/template"
	"strings"

	"visar/history"
)

// shownNotes returns notes as a page shows them.
func shownNotes(notes []Note) []Note {
	var shown []Note
	for _, n := range notes {
		shown = append(shown, Note{n.Warning, history.Visible(n.Text)})
	}
	return shown
}

func (r *Run) shownRulings() []Ruling {
	var shown []Ruling
	for _, ruling := range r.Rulings {
		one := Ruling{Model: ruling.Model, Grade: ruling.Grade}
		for _, reason := range ruling.Reasons {
			one.Reasons = append(one.Reasons, history.Visible(reason))
		}
		shown = append(shown, one)
	}
	return shown
}

// figureView is a figure as the template needs it.
type figureView struct {
	ID, Title string
	Sentences []string
	Drawing   template.HTML
}

func (v *runView) figures() error {
	for _, f := range v.run.Figures {
		var b strings.Builder
		if err := f.Draw(&b); err != nil {
			return err
		}
		one := figureView{ID: f.ID, Title: history.Visible(f.Title), Drawing: template.HTML(b.String())}
		for _, s := range f.Sentences {
			one.Sentences = append(one.Sentences, history.Visible(s))
		}
		v.Figures = append(v.Figures, one)
	}
	return nil
}
