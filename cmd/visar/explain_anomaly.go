package main

import (
	"strings"

	"visar/anomalies"
)

// explainAnomaly returns what the catalogue knows of a.
func explainAnomaly(a *anomalies.Anomaly) string {
	var b strings.Builder
	b.WriteString(a.ID + ": " + a.Title + "\n\n" + folded(a.Doc, 80) + "\n")
	paragraph(&b, "Also called", strings.Join(a.AlsoCalled, ", "))
	paragraph(&b, "Breaks", breaks(a))
	b.WriteString("\nExample\n  " + strings.ReplaceAll(a.Example, "\n", "\n  ") + "\n")
	paragraph(&b, "The weakest models that forbid the example", strings.Join(a.ForbiddenBy, ", "))
	paragraph(&b, "The strongest models that allow it", strings.Join(a.AdmittedBy, ", "))
	paragraph(&b, "Source", a.Source)
	return b.String()
}

// breaks names what a breaks, which may depend on the model.
func breaks(a *anomalies.Anomaly) string {
	var sets []string
	for _, s := range a.Breaks {
		sets = append(sets, strings.ReplaceAll(s.String(), ",", " with "))
	}
	return strings.Join(sets, ", or ")
}

// paragraph writes a title and the text below it, if there is any.
func paragraph(b *strings.Builder, title, text string) {
	if text != "" {
		b.WriteString("\n" + title + "\n  " + strings.ReplaceAll(folded(text, 78), "\n", "\n  ") + "\n")
	}
}

// folded returns the words of text in lines of at most width.
func folded(text string, width int) string {
	var b strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		switch {
		case column == 0:
		case column+1+len(word) > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
