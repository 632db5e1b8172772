package stats

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"strings"
	"time"
	"unicode"
)

// The picture has its panels one below the other, over one axis of time.
const (
	plotLeft   = 78
	plotWidth  = 840
	plotRight  = 22
	panelGap   = 50
	lineHeight = 18
	// maxBands and maxNamed bound the faults that are drawn, and those that are named.
	maxBands = 400
	maxNamed = 24
)

// plotStyle has light colours and dark ones; what is told apart is so by hatching,
// dashes and widths too.
const plotStyle = `.vs{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.vs text{fill:#1f2328;paint-order:stroke;stroke:#fff;stroke-width:4px}.vs .d{fill:#57606a}.vs .t{font-weight:700}.vs .bg{fill:#fff}.vs .ax{stroke:#57606a;fill:none}.vs .g{stroke:#d8dee4;fill:none}
.vs .ok{fill:#8fb3d9;stroke:#0a58b8}.vs .fail{fill:url(#vsf);stroke:#b3261e}.vs .info{fill:url(#vsi);stroke:#57606a}
.vs .fb{fill:#b3261e}.vs .ib{fill:#57606a}.vs .pb{fill:#fff}.vs .fl{fill:url(#vsb);stroke:#8a5300;stroke-dasharray:2 3}.vs .bb{stroke:#8a5300;stroke-width:1}
.vs path{fill:none}.vs .l1{stroke:#0a58b8;stroke-width:2.6}.vs .l2{stroke:#1a7037;stroke-width:1.8;stroke-dasharray:9 4}.vs .l3{stroke:#6f3fb3;stroke-width:1.8;stroke-dasharray:3 3}.vs .l4{stroke:#b3261e;stroke-width:1.1}
@media(prefers-color-scheme:dark){.vs text{fill:#e6edf3;stroke:#0d1117}.vs .d{fill:#9aa4af}.vs .bg{fill:#0d1117}.vs .pb{fill:#0d1117}.vs .g{stroke:#2b333d}.vs .ax{stroke:#9aa4af}
.vs .ok{fill:#1f4b7d;stroke:#6cb0ff}.vs .fail{stroke:#ff8a80}.vs .info{stroke:#9aa4af}.vs .fb{fill:#ff8a80}.vs .ib{fill:#9aa4af}.vs .fl{stroke:#e0a458}.vs .bb{stroke:#e0a458}
.vs .l1{stroke:#6cb0ff}.vs .l2{stroke:#63d18a}.vs .l3{stroke:#c29bff}.vs .l4{stroke:#ff8a80}}
`

// hatches tell bars apart where there are no colours.
const hatches = `<defs><pattern id="vsf" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="pb" width="6" height="6"/><rect class="fb" width="3" height="6"/></pattern>
<pattern id="vsi" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="pb" width="6" height="6"/><circle class="ib" cx="3" cy="3" r="1.4"/></pattern>
<pattern id="vsb" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="bb" d="M0 0V8"/></pattern></defs>
`

// SVG draws the windows of r: throughput, availability, latency and staleness above
// each other, with the faults as bands behind all. It needs no other file and follows
// the reader's choice of light or dark. The title is shown.
func (r *Report) SVG(w io.Writer, title string) error {
	p := &plot{b: bufio.NewWriter(w), r: r}
	panels := p.panels()
	height := 66
	for _, x := range panels {
		height += x.height + panelGap
	}
	legend := p.bandTexts()
	total := height + lineHeight*len(legend)
	width := plotLeft + plotWidth + plotRight
	fmt.Fprintf(p.b, `<svg xmlns="http://www.w3.org/2000/svg" class="vs" role="img" viewBox="0 0 %d %d" width="%d" height="%d">`+"\n<title>%s</title>\n", width, total, width, total, xml(title))
	fmt.Fprintf(p.b, "<desc>%s</desc>\n<style>%s</style>\n%s", xml(p.desc()), plotStyle, hatches)
	fmt.Fprintf(p.b, `<rect class="bg" width="%d" height="%d"/>`+"\n", width, total)
	p.text("t", 16, 24, "start", title)
	p.drawBands(44, height-30)
	y := 66
	for _, x := range panels {
		p.panel(x, y)
		y += x.height + panelGap
	}
	for i, line := range legend {
		p.text("d", 16, height+lineHeight*i, "start", line)
	}
	p.b.WriteString("</svg>\n")
	return p.b.Flush()
}

type plot struct {
	b *bufio.Writer
	r *Report
}

// panel is a plot over time: lines, or bars that stand on each other.
type panel struct {
	title  string
	height int
	log    bool
	most   float64 // of the axis, or 0 for the greatest value
	label  func(v float64) string
	lines  []series
	bars   []series
}

// series is a value for each window, negative where there is none.
type series struct {
	class, name string
	at          func(w *Window) float64
}

func (p *plot) panels() []panel {
	number := func(v float64) string { return fmt.Sprintf("%.4g", v) }
	duration := func(v float64) string { return p.r.Duration(int64(v)) }
	latency := func(of func(l *Latency) int64) func(w *Window) float64 {
		return func(w *Window) float64 {
			if w.Latency.Count == 0 {
				return -1
			}
			return float64(of(&w.Latency))
		}
	}
	read := func(of func(s *Staleness) float64) func(w *Window) float64 {
		return func(w *Window) float64 {
			if w.Staleness.Reads == 0 {
				return -1
			}
			return of(&w.Staleness)
		}
	}
	return []panel{
		{title: "transactions in each window", height: 130, label: number, bars: []series{
			{"ok", "ok", func(w *Window) float64 { return float64(w.OK) }},
			{"fail", "fail", func(w *Window) float64 { return float64(w.Failed) }},
			{"info", "unknown", func(w *Window) float64 { return float64(w.Unknown) }}}},
		{title: "availability: share of ok", height: 70, most: 100, label: func(v float64) string { return fmt.Sprintf("%.0f%%", v) }, lines: []series{
			{"l1", "ok", func(w *Window) float64 { return 100 * w.Availability() }}}},
		{title: "latency of ok", height: 150, log: true, label: duration, lines: []series{
			{"l1", "p50", latency(func(l *Latency) int64 { return l.P50 })},
			{"l2", "p90", latency(func(l *Latency) int64 { return l.P90 })},
			{"l3", "p99", latency(func(l *Latency) int64 { return l.P99 })},
			{"l4", "max", latency(func(l *Latency) int64 { return l.Max })}}},
		{title: "staleness of reads: versions missed at most", height: 80, label: number, bars: []series{
			{"fail", "versions", read(func(s *Staleness) float64 { return float64(s.Versions) })}}},
		{title: "staleness of reads: out of date for at most", height: 100, log: true, label: duration, lines: []series{
			{"l4", "age", read(func(s *Staleness) float64 { return float64(s.Age) })}}},
	}
}

func (p *plot) panel(x panel, y int) {
	least, most := p.extremes(&x)
	if x.most > 0 {
		most = x.most
	}
	scale := newScale(x.log, least, most, y, x.height)
	p.text("t", plotLeft, y-12, "start", x.title)
	p.legend(&x, y-12)
	for _, v := range scale.ticks() {
		at := scale.y(v)
		fmt.Fprintf(p.b, `<path class="g" d="M%d %dH%d"/>`+"\n", plotLeft, at, plotLeft+plotWidth)
		p.text("d", plotLeft-6, at+4, "end", x.label(v))
	}
	p.drawBars(&x, scale)
	for i := range x.lines {
		p.drawLine(&x.lines[i], scale)
	}
	fmt.Fprintf(p.b, `<path class="ax" d="M%d %dV%dH%d"/>`+"\n", plotLeft, y, y+x.height, plotLeft+plotWidth)
	p.times(y + x.height)
}

// extremes returns the least value above 0 that the panel shows, and the greatest; both
// are 1 at least.
func (p *plot) extremes(x *panel) (least, most float64) {
	least, most = math.Inf(1), 1
	for i := range p.r.Windows {
		sum := 0.0
		for _, s := range x.bars {
			sum += max(0, s.at(&p.r.Windows[i]))
		}
		for _, s := range x.lines {
			v := s.at(&p.r.Windows[i])
			if sum = max(sum, v); v >= 1 {
				least = min(least, v)
			}
		}
		most = max(most, sum)
	}
	return min(least, most), most
}

// legend names the series of a panel, from the right.
func (p *plot) legend(x *panel, y int) {
	at := plotLeft + plotWidth
	draw := func(s *series, line bool) {
		at -= 8 * len(s.name)
		p.text("d", at, y, "start", s.name)
		at -= 34
		if line {
			fmt.Fprintf(p.b, `<path class="%s" d="M%d %dH%d"/>`+"\n", s.class, at, y-4, at+28)
		} else {
			fmt.Fprintf(p.b, `<rect class="%s" x="%d" y="%d" width="26" height="10"/>`+"\n", s.class, at, y-9)
		}
		at -= 14
	}
	for i := len(x.lines) - 1; i >= 0; i-- {
		draw(&x.lines[i], true)
	}
	for i := len(x.bars) - 1; i >= 0; i-- {
		draw(&x.bars[i], false)
	}
}

func (p *plot) drawBars(x *panel, scale *scale) {
	for i := range p.r.Windows {
		w := &p.r.Windows[i]
		left, right := p.x(w.From), p.x(w.To)
		sum := 0.0
		for _, s := range x.bars {
			v := s.at(w)
			if v <= 0 {
				continue
			}
			low := scale.y(sum)
			sum += v
			high := scale.y(sum)
			fmt.Fprintf(p.b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`+"\n", s.class, left, high, max(1, right-left-1), max(1, low-high))
		}
	}
}

// drawLine goes through the middles of the windows, and stops where there is no value.
func (p *plot) drawLine(s *series, scale *scale) {
	var d strings.Builder
	pen := "M"
	for i := range p.r.Windows {
		w := &p.r.Windows[i]
		v := s.at(w)
		if v < 0 {
			pen = "M"
			continue
		}
		left, right, y := p.x(w.From), p.x(w.To), scale.y(v)
		fmt.Fprintf(&d, "%s%d %dH%d", pen, left, y, max(left+1, right))
		pen = "L"
	}
	if d.Len() > 0 {
		fmt.Fprintf(p.b, `<path class="%s" d="%s"/>`+"\n", s.class, d.String())
	}
}

// x is where a time is.
func (p *plot) x(at int64) int {
	if len(p.r.Windows) == 0 {
		return plotLeft
	}
	first, last := float64(p.r.Windows[0].From), float64(p.r.Windows[len(p.r.Windows)-1].To)
	share := (float64(at) - first) / (last - first)
	return plotLeft + int(math.Round(min(1, max(0, share))*plotWidth))
}

// times names some times below a panel.
func (p *plot) times(y int) {
	const parts = 6
	if len(p.r.Windows) == 0 {
		return
	}
	first, last := p.r.Windows[0].From, p.r.Windows[len(p.r.Windows)-1].To
	for i := range parts + 1 {
		x := plotLeft + plotWidth*i/parts
		anchor := "middle"
		if i == parts {
			anchor = "end"
		}
		p.text("d", x, y+15, anchor, p.r.Moment(first+int64(float64(i)/parts*(float64(last)-float64(first)))))
	}
}

func (p *plot) text(class string, x, y int, anchor, s string) {
	fmt.Fprintf(p.b, `<text class="%s" x="%d" y="%d" text-anchor="%s">%s</text>`+"\n", class, x, y, anchor, xml(s))
}

func (p *plot) drawBands(top, bottom int) {
	for i, f := range p.r.Bands {
		if i == maxBands {
			return
		}
		left, right := p.x(f.From), p.x(f.To)
		fmt.Fprintf(p.b, `<rect class="fl" x="%d" y="%d" width="%d" height="%d"/>`+"\n", left, top, max(2, right-left), bottom-top)
		if i < maxNamed {
			p.text("t", left, top-4, "start", fmt.Sprint(i+1))
		}
	}
}

// bandTexts name the faults.
func (p *plot) bandTexts() []string {
	var texts []string
	for i, f := range p.r.Bands {
		if i == maxNamed {
			return append(texts, fmt.Sprintf("and %d faults more", len(p.r.Bands)-i))
		}
		texts = append(texts, fmt.Sprintf("%d: %s", i+1, p.r.BandText(&f)))
	}
	return texts
}

func (p *plot) desc() string {
	return fmt.Sprintf("%d windows from %s to %s; %d faults", len(p.r.Windows), p.r.Moment(p.r.From), p.r.Moment(p.r.To), len(p.r.Bands))
}

// BandText names a fault with its time.
func (r *Report) BandText(f *Band) string {
	name := f.Name
	if runes := []rune(name); len(runes) > 40 {
		name = string(runes[:40]) + "…"
	}
	if f.To > f.From {
		return fmt.Sprintf("%s from %s to %s", name, r.Moment(f.From), r.Moment(f.To))
	}
	return fmt.Sprintf("%s at %s", name, r.Moment(f.From))
}

// Moment returns a time: since the first start if there is a clock, else as it was
// recorded.
func (r *Report) Moment(at int64) string {
	if r.Unit == "ns" {
		return r.Duration(at - r.From)
	}
	return fmt.Sprint(at)
}

// Duration returns how long something took, with three digits or four.
func (r *Report) Duration(d int64) string {
	if r.Unit != "ns" {
		return fmt.Sprint(d)
	}
	digit := time.Duration(1)
	for digit < 1e15 && digit*1000 <= time.Duration(d) {
		digit *= 10
	}
	return time.Duration(d).Round(digit).String()
}

// xml makes text fit to stand in a picture.
func xml(s string) string {
	clean := strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
	return html.EscapeString(clean)
}
