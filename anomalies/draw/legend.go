package draw

import (
	"fmt"
	"slices"

	"visar/anomalies"
	"visar/history/dependency"
)

// kinds are the kinds of dependencies with what the legend says of them.
var kinds = []struct {
	kind dependency.Kind
	text string
}{
	{dependency.SO, "session order"},
	{dependency.RT, "ended before the start"},
	{dependency.WR, "was read by"},
	{dependency.WW, "earlier version"},
	{dependency.RW, "read, then overwritten by"},
	{dependency.CO, "has to come before"},
}

// foot is a line below the picture: the legend of a kind of arrow, or a remark.
type foot struct {
	class, text string
}

func (f foot) width() int { return legendWidth + textWidth(f.text) }

const legendWidth = 40

// foundLegend tells the kinds of arrows and, of an anomaly that is a cycle, in
// which relation an execution has them, and why.
func (s *scene) foundLegend(f *anomalies.Found) []foot {
	var feet []foot
	for _, k := range kinds {
		if name := k.kind.String(); s.draws(name) {
			text := name + " " + k.text
			if f.Read == nil {
				text += inExecution(f, k.kind)
			}
			feet = append(feet, foot{name, text})
		}
	}
	for _, pair := range f.Follows() {
		line := foot{string(pair.Relation), string(pair.Relation) + " follows, by " + pair.By}
		if s.draws(line.class) && !slices.Contains(feet, line) {
			feet = append(feet, line)
		}
	}
	if slices.ContainsFunc(s.arrows, func(a arrow) bool { return a.headless }) {
		feet = append(feet, foot{text: "no head: one of the two orders"})
	}
	if slices.ContainsFunc(s.arrows, func(a arrow) bool { return !a.headless && a.text != "" && a.text[len(a.text)-1] == '?' }) {
		feet = append(feet, foot{text: "? in one of the orders that were tried"})
	}
	return feet
}

func (s *scene) draws(class string) bool {
	return slices.ContainsFunc(s.arrows, func(a arrow) bool { return a.class == class })
}

// inExecution says what an edge of the kind means in an execution.
func inExecution(f *anomalies.Found, kind dependency.Kind) string {
	relation, by := f.Forces(kind)
	switch {
	case kind == dependency.RW && relation == "" && f.HidesBack():
		return ": not seen, by EXT"
	case relation == "":
		return ""
	case by == "":
		return ": in " + string(relation)
	}
	return ": in " + string(relation) + ", by " + by
}

// feet returns the lines below the picture.
func (s *scene) feet() []foot {
	feet := slices.Clone(s.legend)
	if s.omits > 0 {
		feet = append(feet, foot{text: fmt.Sprintf("%d more transactions are not drawn", s.omits)})
	}
	return feet
}
