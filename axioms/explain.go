package axioms

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// textColumns is the width of explanations.
const textColumns = 80

// Explain returns what the axiom says, in plain text of 80 columns; formulas may
// be wider.
func (a *Axiom) Explain() string {
	var b strings.Builder
	Wrap(&b, "", a.Name+": "+a.Title)
	b.WriteString("\n")
	Wrap(&b, "", a.Plain)
	Section(&b, "Formula", a.Formula)
	b.WriteString("\n" + a.heading() + "\n")
	example(&b, a.Breaks)
	Section(&b, "Implied by", strings.Join(a.impliedBy(), "; "))
	Section(&b, "Implies", (a.Bit.Closure() &^ a.Bit).words())
	Section(&b, "Models", strings.Join(modelNames(func(m *Model) bool { return m.Axioms.Closure().Has(a.Bit) }), ", "))
	Section(&b, "Source", a.Source)
	return b.String()
}

func (a *Axiom) heading() string {
	if a.BreaksWith == 0 {
		return "A history that breaks it"
	}
	return "A history that breaks it, together with " + a.BreaksWith.words()
}

// impliedBy returns the axioms that imply a: one alone, or several together.
func (a *Axiom) impliedBy() []string {
	var by []string
	for _, other := range Axioms {
		if other != a && other.Bit.Closure().Has(a.Bit) {
			by = append(by, other.Name)
		}
	}
	for _, i := range implications {
		if i.If&(i.If-1) != 0 && i.Then.Has(a.Bit) {
			by = append(by, i.If.words())
		}
	}
	return by
}

// words returns the names of the axioms of s as prose: "A, B and C".
func (s Set) words() string {
	names := strings.Split(s.String(), ",")
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Explain returns what the model promises, in plain text of 80 columns; formulas
// may be wider.
func (m *Model) Explain() string {
	var b strings.Builder
	Wrap(&b, "", m.Name+": "+m.Title)
	b.WriteString("\n")
	Wrap(&b, "", m.Doc)
	if m.SingleObject {
		Wrap(&b, "", "It is defined for histories in which every transaction uses one key.")
	}
	Section(&b, "Other names", strings.Join(m.otherNames(), ", "))
	b.WriteString("\nAxioms\n")
	if m.Axioms == 0 {
		Wrap(&b, "  ", "none")
	}
	for _, a := range Axioms {
		if m.Axioms.Has(a.Bit) {
			fmt.Fprintf(&b, "  %-16s  %s\n", a.Name, a.Formula)
		}
	}
	for _, a := range m.telling() {
		fmt.Fprintf(&b, "\nA history that %s forbids\n", a.Name)
		example(&b, a.Breaks)
	}
	Section(&b, "Implies directly", strings.Join(modelNames(func(w *Model) bool { return isStep(m, w) }), ", "))
	Section(&b, "Implied directly by", strings.Join(modelNames(func(s *Model) bool { return isStep(s, m) }), ", "))
	Section(&b, "Source", m.Source)
	return b.String()
}

func (m *Model) otherNames() []string {
	if m.Short == "" {
		return m.Also
	}
	return append([]string{m.Short}, m.Also...)
}

// telling returns the axioms that set the model apart: those beside INT and EXT,
// or these if there are no others.
func (m *Model) telling() []*Axiom {
	tell := m.Axioms
	if tell&^(INT|EXT) != 0 {
		tell &^= INT | EXT
	}
	var axioms []*Axiom
	for _, a := range Axioms {
		if tell.Has(a.Bit) {
			axioms = append(axioms, a)
		}
	}
	return axioms
}

func isStep(stronger, weaker *Model) bool {
	for _, w := range Below(stronger) {
		if w == weaker {
			return true
		}
	}
	return false
}

func modelNames(wanted func(*Model) bool) []string {
	var names []string
	for _, m := range Models {
		if wanted(m) {
			names = append(names, m.Name)
		}
	}
	return names
}

// Section writes a title and the indented text below it, if there is any.
func Section(b *strings.Builder, title, text string) {
	if text != "" {
		b.WriteString("\n" + title + "\n")
		Wrap(b, "  ", text)
	}
}

func example(b *strings.Builder, history string) {
	for line := range strings.SplitSeq(history, "\n") {
		b.WriteString("  " + line + "\n")
	}
}

// Wrap writes the words of text in lines of at most 80 runes, each indented. It is
// how explanations are set.
func Wrap(b *strings.Builder, indent, text string) {
	column := 0
	for _, word := range strings.Fields(text) {
		width := utf8.RuneCountInString(word)
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
	b.WriteByte('\n')
}
