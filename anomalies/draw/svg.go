package draw

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"visar/anomalies"
	"visar/history"
)

// style has light colours, and dark ones where those are preferred. The selectors
// begin with .va, so that they touch nothing else in a page.
const style = `.va{font:12px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
.va text{fill:#1f2328}.va .b{fill:#fff;stroke:#57606a}.va .a{stroke-dasharray:5 4}
.va .bg{fill:#fff}.va .l{fill:#eceff3}.va .t{font-weight:700}.va .d{fill:#57606a}.va .h{font-weight:700}
.va .x{fill:#b3261e;font-weight:700;text-decoration:underline}
.va path{fill:none;stroke-width:1.6}.va .k{paint-order:stroke;stroke:#fff;stroke-width:3px}.va tspan{font-weight:700}
.va .SO{stroke:#57606a;stroke-dasharray:1 4;stroke-linecap:round;stroke-width:2.4}.va .RT{stroke:#8a5300;stroke-dasharray:9 3 2 3}
.va .WR{stroke:#0a58b8}.va .WW{stroke:#6f3fb3;stroke-width:2.8}.va .RW{stroke:#b3261e;stroke-dasharray:6 4}.va .CO{stroke:#1a7037;stroke-dasharray:3 3}
.va .NOT{stroke:#b3261e;stroke-dasharray:3 3 3 9;stroke-width:2}.va .VIS{stroke:#0a58b8;stroke-dasharray:14 4}.va .AR{stroke:#6f3fb3;stroke-width:2.8;stroke-dasharray:14 4}
.va .e{stroke-dasharray:none;stroke-width:1.6;stroke-linecap:butt}
@media(prefers-color-scheme:dark){.va text{fill:#e6edf3}.va .b{fill:#0d1117;stroke:#8b949e}.va .bg{fill:#0d1117}.va .l{fill:#1c232d}.va .d{fill:#9aa4af}.va .x{fill:#ff8a80}.va .k{stroke:#0d1117}
.va .SO{stroke:#9aa4af}.va .RT{stroke:#e0a458}.va .WR{stroke:#6cb0ff}.va .WW{stroke:#c29bff}.va .RW,.va .NOT{stroke:#ff8a80}.va .CO{stroke:#63d18a}.va .VIS{stroke:#6cb0ff}.va .AR{stroke:#c29bff}}
`

// SVG writes a picture of the anomaly that f is in h. It needs no other file and
// follows the reader's choice of light or dark. Operations on a single object are a
// timeline. Anomalies of more transactions
// than can be followed are drawn in part, and the picture says so.
func SVG(w io.Writer, f *anomalies.Found, h *history.History) error {
	if len(f.Timeline) > 0 {
		return newTimeline(f).svg(w, "<style>"+style+"</style>\n")
	}
	s := foundScene(f, h)
	s.layOut()
	return s.svg(w)
}

// svg writes a scene that is laid out.
func (s *scene) svg(w io.Writer) error {
	b := bufio.NewWriter(w)
	s.head(b, "<style>"+style+"</style>\n")
	s.drawLanes(b)
	for i := range s.boxes {
		s.boxes[i].draw(b)
	}
	for i := range s.arrows {
		s.arrows[i].draw(b)
	}
	for i := range s.arrows {
		s.arrows[i].drawLabel(b)
	}
	s.drawFoot(b)
	b.WriteString("</svg>\n")
	return b.Flush()
}

func (s *scene) head(b *bufio.Writer, sheet string) {
	feet := s.feet()
	r := s.bounds
	for _, f := range feet {
		r.w = max(r.w, f.width()+2*margin)
	}
	r.h += len(feet)*lineHeight + margin/2
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" class="va" role="img" viewBox="%d %d %d %d" width="%d" height="%d">`+"\n",
		r.x, r.y, r.w, r.h, r.w, r.h)
	fmt.Fprintf(b, "<title>%s</title>\n", escape(s.title))
	if sheet != "" {
		fmt.Fprintf(b, "<desc>%s</desc>\n", escape(s.desc))
	}
	b.WriteString(sheet)
	fmt.Fprintf(b, `<rect class="bg" x="%d" y="%d" width="%d" height="%d"/>`+"\n", r.x, r.y, r.w, r.h)
}

// drawLanes draws the sessions that have a name as bands behind their boxes.
func (s *scene) drawLanes(b *bufio.Writer) {
	for _, l := range s.lanes {
		if l.name == "" {
			continue
		}
		fmt.Fprintf(b, `<rect class="l" x="%d" y="%d" width="%d" height="%d" rx="6"/>`+"\n",
			l.x-clearance, s.bounds.y+margin/2, l.w+2*clearance, s.bounds.h-margin/2)
		text(b, "d", l.x+padding, s.bounds.y+margin+lineHeight/2, l.name)
	}
}

func (x *box) draw(b *bufio.Writer) {
	class := "b"
	if x.aborted {
		class = "b a"
	}
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="5"/>`+"\n", class, x.x, x.y, x.w, x.h)
	y := x.y + padding/2 + lineHeight*3/4
	text(b, "t", x.x+padding, y, x.title)
	for _, l := range x.lines {
		y += lineHeight
		text(b, l.class(), x.x+padding, y, l.text)
	}
}

func (l *line) class() string {
	switch {
	case l.bad:
		return "x"
	case l.hot:
		return "h"
	default:
		return "d"
	}
}

func text(b *bufio.Writer, class string, x, y int, s string) {
	fmt.Fprintf(b, `<text class="%s" x="%d" y="%d">%s</text>`+"\n", class, x, y, escape(s))
}

// draw draws the line of an arrow and its head.
func (a *arrow) draw(b *bufio.Writer) {
	fmt.Fprintf(b, `<path class="%s" d="%s"/>`+"\n", a.class, curve(a.path))
	if !a.headless {
		fmt.Fprintf(b, `<path class="%s e" d="%s"/>`+"\n", a.class, arrowHead(a.path))
	}
}

// curve returns a path with round corners, which ends a little before the head.
func curve(path []point) string {
	var d strings.Builder
	fmt.Fprintf(&d, "M%d %d", path[0].x, path[0].y)
	for i := 1; i < len(path)-1; i++ {
		p, r := path[i], corner
		for _, o := range []point{path[i-1], path[i+1]} {
			r = min(r, distance(p, o)/2)
		}
		in, out := toward(p, path[i-1], r), toward(p, path[i+1], r)
		fmt.Fprintf(&d, "L%d %dQ%d %d %d %d", in.x, in.y, p.x, p.y, out.x, out.y)
	}
	end := toward(path[len(path)-1], path[len(path)-2], 1)
	fmt.Fprintf(&d, "L%d %d", end.x, end.y)
	return d.String()
}

func distance(a, b point) int { return max(a.x-b.x, b.x-a.x) + max(a.y-b.y, b.y-a.y) }

// toward returns the point at a distance from a on the way to b, which is straight
// beside or below it.
func toward(a, b point, by int) point {
	return point{a.x + by*sign(b.x-a.x), a.y + by*sign(b.y-a.y)}
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

// arrowHead returns the open head at the end of a path.
func arrowHead(path []point) string {
	tip := path[len(path)-1]
	back := toward(tip, path[len(path)-2], 7)
	side := point{(back.y - tip.y) / 2, (back.x - tip.x) / 2}
	return fmt.Sprintf("M%d %dL%d %dL%d %d", back.x+side.x, back.y+side.y, tip.x, tip.y, back.x-side.x, back.y-side.y)
}

// drawLabel draws the label of an arrow, the relation in bold.
func (a *arrow) drawLabel(b *bufio.Writer) {
	bold := ""
	if a.relation != "" {
		bold = "<tspan>" + a.relation + "</tspan>"
	}
	fmt.Fprintf(b, `<text class="k" x="%d" y="%d">%s%s</text>`+"\n", a.at.x, a.at.y+labelHeight-3, bold, escape(a.label()[len(a.relation):]))
}

func (s *scene) drawFoot(b *bufio.Writer) {
	x, y := s.bounds.x+margin, s.bounds.y+s.bounds.h+lineHeight/2
	for _, f := range s.feet() {
		if f.class != "" {
			fmt.Fprintf(b, `<path class="%s" d="M%d %dL%d %d"/>`+"\n", f.class, x, y-4, x+legendWidth-8, y-4)
		}
		text(b, "d", x+legendWidth, y, f.text)
		y += lineHeight
	}
}

// escape returns text for XML, with what no XML may hold replaced.
func escape(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&quot;")
		case !unicode.IsGraphic(r):
			b.WriteRune(unicode.ReplacementChar)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
