package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"visar/anomalies"
)

const (
	maxBars   = 40
	barHeight = 26
	barGap    = 8
	rankGap   = 26 // between ends of operations that follow each other in time
	beyond    = 30 // by how much an operation that is open runs on
)

// timeline is the operations on a single object as bars from left to right, a row or
// more for each session. Times are ranks: how long an operation took is not to scale,
// what ended before what began is.
type timeline struct {
	f     *anomalies.Found
	bars  []bar
	names []rowName
	left  int // where bars begin
	w, h  int
	omits int
}

// rowName is the session of some rows, the first of which is at y.
type rowName struct {
	text string
	y    int
}

// bar is an operation in its place.
type bar struct {
	anomalies.Bar
	x, y, w int
}

// onlyTimeline reports whether there is no cycle and no read to draw.
func onlyTimeline(f *anomalies.Found) bool {
	return len(f.Timeline) > 0 && len(f.Cycle) == 0 && len(f.Steps) == 0 && f.Read == nil
}

// InlineTimeline writes the timeline as [Inline] writes a cycle. It writes nothing
// where there is none, or where Inline writes it already.
func InlineTimeline(w io.Writer, f *anomalies.Found) error {
	if len(f.Timeline) == 0 || onlyTimeline(f) {
		return nil
	}
	return newTimeline(f).svg(w, "")
}

func newTimeline(f *anomalies.Found) *timeline {
	t := &timeline{f: f}
	shown := f.Timeline[:min(len(f.Timeline), maxBars)]
	t.omits = len(f.Timeline) - len(shown)
	for _, b := range shown {
		b.Label = fit(b.Label, maxCells)
		t.bars = append(t.bars, bar{Bar: b})
	}
	t.rows()
	t.columns()
	return t
}

// rows gives each session as many rows as it has operations at once.
func (t *timeline) rows() {
	y := margin
	done := map[string]bool{}
	for _, first := range t.bars {
		name := first.row(t.f)
		if done[name] {
			continue
		}
		done[name] = true
		t.left = max(t.left, textWidth(fit(name, maxCells)))
		t.names = append(t.names, rowName{fit(name, maxCells), y})
		var ends []int // by row: where its last bar ends
		for i := range t.bars {
			b := &t.bars[i]
			if b.row(t.f) != name {
				continue
			}
			row := 0
			for row < len(ends) && ends[row] >= b.From {
				row++
			}
			if row == len(ends) {
				ends = append(ends, 0)
			}
			ends[row] = b.To
			if b.Open {
				ends[row] = int(^uint(0) >> 1)
			}
			b.y = y + row*(barHeight+barGap)
		}
		y += len(ends) * (barHeight + barGap)
	}
	t.left += 2 * margin
	t.h = y - barGap + margin
}

// row is the session of an operation, or its transaction if that has none.
func (b *bar) row(f *anomalies.Found) string {
	if b.Session != "" {
		return b.Session
	}
	return f.NameOf(b.Txn)
}

// columns puts the ends so far apart that each label fits into its bar. Of those of
// one time beginnings come before ends.
func (t *timeline) columns() {
	last := 0
	for _, b := range t.bars {
		last = max(last, 2*b.From, 2*b.To+1)
	}
	x := make([]int, last+1)
	for r := range x {
		x[r] = t.left
		if r > 0 {
			x[r] = x[r-1] + rankGap/2
		}
		for _, b := range t.bars {
			if 2*b.To+1 == r {
				x[r] = max(x[r], x[2*b.From]+b.need())
			}
		}
	}
	for i := range t.bars {
		b := &t.bars[i]
		b.x, b.w = x[2*b.From], x[2*b.To+1]-x[2*b.From]
		if b.Open {
			b.w = max(b.need(), x[last]-b.x+beyond)
		}
		t.w = max(t.w, b.x+b.w+margin)
	}
}

func (b *bar) need() int { return textWidth(b.Label) + 2*padding }

// feet are the lines below the bars.
func (t *timeline) feet() []string {
	if t.f.Untimed {
		return t.omitted([]string{"Each row is a session in its order; nothing else orders operations."})
	}
	feet := []string{"Time runs to the right, not to scale. Each operation takes effect at one moment of its bar."}
	for _, b := range t.bars {
		if b.Open {
			feet = append(feet, "Broken bars are open: they may take effect later, or never.")
			break
		}
	}
	for _, b := range t.bars {
		if b.Last {
			feet = append(feet, "When the underlined operation returns, no order of them is left.")
		}
	}
	return t.omitted(feet)
}

func (t *timeline) omitted(feet []string) []string {
	if t.omits > 0 {
		feet = append(feet, fmt.Sprintf("%d more operations are not drawn.", t.omits))
	}
	return feet
}

// svg writes the picture, with the sheet of styles in it.
func (t *timeline) svg(w io.Writer, sheet string) error {
	b := bufio.NewWriter(w)
	feet := t.feet()
	width, height := t.w, t.h+len(feet)*lineHeight+margin/2
	for _, f := range feet {
		width = max(width, textWidth(f)+2*margin)
	}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" class="va" role="img" viewBox="0 0 %d %d" width="%d" height="%d">`+"\n", width, height, width, height)
	fmt.Fprintf(b, "<title>%s</title>\n", escape(t.f.Anomaly.Title))
	if sheet != "" {
		fmt.Fprintf(b, "<desc>%s</desc>\n", escape(strings.Join(t.f.Sentences, " ")))
	}
	b.WriteString(sheet)
	fmt.Fprintf(b, `<rect class="bg" x="0" y="0" width="%d" height="%d"/>`+"\n", width, height)
	for i, n := range t.names {
		if i%2 == 0 {
			t.band(b, i, width)
		}
		text(b, "d", margin, n.y+barHeight*2/3, n.text)
	}
	for i := range t.bars {
		t.bars[i].draw(b)
	}
	for i, f := range feet {
		text(b, "d", margin, t.h+(i+1)*lineHeight-lineHeight/4, f)
	}
	b.WriteString("</svg>\n")
	return b.Flush()
}

// band draws the ground of the rows of every other session.
func (t *timeline) band(b *bufio.Writer, i, width int) {
	next := t.h - margin + barGap
	if i+1 < len(t.names) {
		next = t.names[i+1].y
	}
	fmt.Fprintf(b, `<rect class="l" x="%d" y="%d" width="%d" height="%d" rx="6"/>`+"\n",
		margin/2, t.names[i].y-barGap/2, width-margin, next-t.names[i].y)
}

func (b *bar) draw(w *bufio.Writer) {
	class, label := "b", "h"
	if b.Open {
		class = "b a"
	}
	if b.Last {
		label = "x"
	}
	fmt.Fprintf(w, `<g data-txn="%d"><rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="5"/>`+"\n", b.Txn, class, b.x, b.y, b.w, barHeight)
	text(w, label, b.x+padding, b.y+barHeight*2/3, b.Label)
	w.WriteString("</g>")
}

// dot writes the operations for Graphviz, with what ended before what began.
func (t *timeline) dot(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "digraph anomaly {\n  label=%s;\n  rankdir=LR;\n  node [shape=box, fontname=monospace];\n", quote(t.f.Anomaly.Title))
	for i := range t.bars {
		x := &t.bars[i]
		style := ""
		if x.Open {
			style = ", style=dashed"
		}
		fmt.Fprintf(b, "  n%d [label=%s%s];\n", i, quote(x.row(t.f)+": "+x.Label), style)
	}
	for i := range t.bars {
		for j := range t.bars {
			if t.next(i, j) {
				fmt.Fprintf(b, "  n%d -> n%d;\n", i, j)
			}
		}
	}
	b.WriteString("}\n")
	return b.Flush()
}

// next reports whether operation i ended before j began, and none between them both.
func (t *timeline) next(i, j int) bool {
	if !t.before(i, j) {
		return false
	}
	for k := range t.bars {
		if t.before(i, k) && t.before(k, j) {
			return false
		}
	}
	return true
}

func (t *timeline) before(i, j int) bool {
	if t.f.Untimed && t.bars[i].row(t.f) != t.bars[j].row(t.f) {
		return false
	}
	return !t.bars[i].Open && t.bars[i].To < t.bars[j].From
}
