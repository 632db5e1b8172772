package web

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"visar/axioms"
)

const (
	columnWidth = 96 // pixels from one column of the lattice to the next
	rowHeight   = 40
	nodeWidth   = 88
	nodeHeight  = 26
	latticeRows = 12
	latticeCols = 9
	border      = 8
)

// latticeSVG draws the models: the stronger ones above the weaker ones.
func latticeSVG(all []standing, prefix string) template.HTML {
	var b strings.Builder
	width, height := latticeCols*columnWidth+nodeWidth+2*border, latticeRows*rowHeight+nodeHeight+2*border
	fmt.Fprintf(&b, `<svg class="lattice" viewBox="0 0 %d %d" width="%d" height="%d" role="group" aria-label="Models, the stronger ones above those that they imply">`,
		width, height, width, height)
	at := places()
	drawCaptions(&b)
	known := map[*axioms.Model]standing{}
	for _, s := range all {
		known[s.model] = s
	}
	for _, step := range axioms.Lattice() {
		drawStep(&b, at, known, step)
	}
	for _, s := range all {
		if p, ok := at[s.model]; ok {
			drawModel(&b, p, s, prefix)
		}
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

func (p place) center() (x, y int) {
	return border + nodeWidth/2 + int(p.x*columnWidth), border + nodeHeight/2 + int((latticeRows-p.row)*rowHeight)
}

// captions name the blocks, below their lowest model.
var captions = []struct {
	place
	text string
}{
	{place{0.5, -0.75}, ""},
	{place{3.5, 4}, "sessions in order"},
	{place{6.5, 6}, "real time in AR"},
	{place{8.5, 7}, "real time in VIS"},
	{place{8, 0.05}, "single objects"},
}

func drawCaptions(b *strings.Builder) {
	for _, c := range captions {
		if c.text != "" {
			x, y := c.center()
			fmt.Fprintf(b, `<text class="caption" x="%d" y="%d">%s</text>`, x, y+4, c.text)
		}
	}
}

// drawStep draws the line from a model to one that implies it. It is dark where
// holding turns into failing.
func drawStep(b *strings.Builder, at map[*axioms.Model]place, known map[*axioms.Model]standing, step axioms.Step) {
	low, ok := at[step.Weaker]
	high, also := at[step.Stronger]
	if !ok || !also {
		return
	}
	class := "step"
	if known[step.Weaker].outcome == "consistent" && known[step.Stronger].outcome == "violated" {
		class = "step turn"
	}
	x1, y1 := low.center()
	x2, y2 := high.center()
	fmt.Fprintf(b, `<path class="%s" d="M%d %dL%d %d"/>`, class, x1, y1-nodeHeight/2, x2, y2+nodeHeight/2)
}

// marks tell outcomes apart without colour.
var marks = map[string]string{"unjudged": "–", "consistent": "✓", "violated": "✕", "undecided": "?", unasked: "–"}

// outcomeWords are the outcomes of models in words.
var outcomeWords = map[string]string{"consistent": "holds", "violated": "fails", "undecided": "undecided", unasked: "not judged"}

func drawModel(b *strings.Builder, p place, s standing, prefix string) {
	x, y := p.center()
	class := s.outcome
	if s.border {
		class += " border"
	}
	fmt.Fprintf(b, `<a href="#%smodel-%s" class="%s"><title>%s: %s</title>`,
		prefix, s.model.Name, class, html.EscapeString(s.model.Title), outcomeWords[s.outcome])
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="6"/>`, x-nodeWidth/2, y-nodeHeight/2, nodeWidth, nodeHeight)
	fmt.Fprintf(b, `<text x="%d" y="%d">%s %s</text></a>`, x, y+4, marks[s.outcome], shortName(s.model))
}

// shortNames are those of models whose own are too long for the drawing.
var shortNames = map[*axioms.Model]string{
	axioms.ReadUncommitted:  "uncomm.",
	axioms.ReadCommitted:    "committed",
	axioms.ItemCutIsolation: "item-cut",
	axioms.Linearizable:     "lin",
	axioms.Sequential:       "sc",
}

func shortName(m *axioms.Model) string {
	switch {
	case shortNames[m] != "":
		return shortNames[m]
	case m.Short != "":
		return m.Short
	}
	return m.Name
}
