package anomalies

import (
	"slices"
	"strings"

	"visar/axioms"
)

// Explain returns what the anomaly is, in plain text of 80 columns.
func (a *Anomaly) Explain() string {
	var b strings.Builder
	axioms.Wrap(&b, "", a.ID+": "+a.Title)
	b.WriteString("\n")
	axioms.Wrap(&b, "", a.Doc)
	axioms.Section(&b, "Also called", strings.Join(a.AlsoCalled, ", "))
	axioms.Section(&b, "Shape", a.shapeText())
	b.WriteString("\nExample\n  " + strings.ReplaceAll(a.Example, "\n", "\n  ") + "\n")
	axioms.Section(&b, "Breaks", a.breaksText())
	if len(a.ForbiddenBy) > 0 {
		axioms.Section(&b, "Weakest models that forbid it", strings.Join(a.ForbiddenBy, ", "))
		axioms.Section(&b, "Strongest models that allow it", a.admittedText())
	}
	axioms.Section(&b, "Source", a.Source)
	return b.String()
}

// shapeText describes the shape: those of single objects and of replicated registers
// are no cycles.
func (a *Anomaly) shapeText() string {
	switch {
	case slices.Contains(Objects, a):
		return "operations on single objects that have no order"
	case slices.Contains(Replicated, a):
		return "a read, or a timestamp, that does not fit what is visible"
	case slices.Contains(Durability, a):
		return "a write that a crash took back"
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
