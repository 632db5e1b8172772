package anomalies

import (
	"slices"
	"strings"

	"visar/axioms"
)

// textColumns is the width of explanations.
const textColumns = 80

// Explain returns what the anomaly is, in plain text of 80 columns.
func (a *Anomaly) Explain() string {
	var b strings.Builder
	wrap(&b, "", a.ID+": "+a.Title)
	b.WriteString("\n")
	wrap(&b, "", a.Doc)
	section(&b, "Also called", strings.Join(a.AlsoCalled, ", "))
	section(&b, "Shape", a.shapeText())
	b.WriteString("\nExample\n  " + strings.ReplaceAll(a.Example, "\n", "\n  ") + "\n")
	section(&b, "Breaks", a.breaksText())
	if !slices.Contains(Objects, a) {
		section(&b, "Weakest models that forbid it", strings.Join(a.ForbiddenBy, ", "))
		section(&b, "Strongest models that allow it", a.admittedText())
	}
	section(&b, "Source", a.Source)
	return b.String()
}

// shapeText describes the shape: those of single objects are no cycles.
func (a *Anomaly) shapeText() string {
	if slices.Contains(Objects, a) {
		return "operations on single objects that have no order"
	}
	return a.Shape.String()
}

// breaksText names the axioms that the anomaly breaks and why: the sets by
// preference, without those that contain an earlier one.
func (a *Anomaly) breaksText() string {
	var sets []string
	for i, s := range a.Breaks {
		if !containsAny(s, a.Breaks[:i]) {
			sets = append(sets, words(strings.Split(s.String(), ",")))
		}
	}
	if len(sets) == 0 {
		sets = []string{Arbitration}
	}
	return strings.Join(sets, "; or ") + ": " + a.Together + "."
}

func containsAny(s axioms.Set, sets []axioms.Set) bool {
	for _, t := range sets {
		if s.Has(t) {
			return true
		}
	}
	return false
}

func (a *Anomaly) admittedText() string {
	if len(a.AdmittedBy) == 0 {
		return "none"
	}
	return strings.Join(a.AdmittedBy, ", ")
}

// section writes a title and the indented text below it, if there is any.
func section(b *strings.Builder, title, text string) {
	if text != "" {
		b.WriteString("\n" + title + "\n")
		wrap(b, "  ", text)
	}
}

// wrap writes the words of text in lines of at most textColumns runes.
func wrap(b *strings.Builder, indent, text string) {
	column := 0
	for _, word := range strings.Fields(text) {
		width := len([]rune(word))
		switch {
		case column == 0:
			b.WriteString(indent)
			column = len(indent)
		case column+1+width > textColumns:
			b.WriteString("\n" + indent)
			column = len(indent)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += width
	}
	b.WriteString("\n")
}
