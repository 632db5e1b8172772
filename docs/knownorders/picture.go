package main

import (
	"bytes"
	"fmt"
	"math"
)

// The picture has two plots with logarithmic axes side by side. Each check that
// has a goal is a line.
const (
	plotSide = 240
	plotLeft = 56
	plotTop  = 36
	plotStep = 340
	keyLine  = 16
)

// hues repeat, with other dashes, where there are more lines.
var hues = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00"}

type line struct {
	shape, args string
}

// lines are the checks that the picture shows.
func (p *page) lines() []line {
	var all []line
	for _, s := range shapes {
		for _, c := range s.checks {
			if c.goal != (cost{}) {
				all = append(all, line{s.title, c.args})
			}
		}
	}
	return all
}

func (p *page) picture() []byte {
	var b bytes.Buffer
	lines := p.lines()
	height := plotTop + plotSide + 44 + keyLine*len(lines)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">`+"\n", 2*plotStep, height)
	fmt.Fprintln(&b, `<rect width="100%" height="100%" fill="#ffffff"/>`)
	p.plot(&b, 0, "user seconds", -2, 2, func(c cost) float64 { return c.User })
	p.plot(&b, plotStep, "peak megabytes", 1, 4, func(c cost) float64 { return float64(c.Peak) })
	for i, l := range lines {
		y := plotTop + plotSide + 40 + keyLine*i
		fmt.Fprintf(&b, `<path d="M%d %dh28" %s/><text x="%d" y="%d">%s: %s</text>`+"\n", plotLeft, y, stroke(i), plotLeft+36, y+4, l.shape, l.args)
	}
	fmt.Fprintln(&b, `</svg>`)
	return b.Bytes()
}

func stroke(i int) string {
	dash := [...]string{"none", "6 3", "2 2"}[i/len(hues)%3]
	return fmt.Sprintf(`fill="none" stroke="%s" stroke-width="2" stroke-dasharray="%s"`, hues[i%len(hues)], dash)
}

// plot draws a cost between two powers of ten over the size.
func (p *page) plot(b *bytes.Buffer, left int, title string, lo, hi int, of func(cost) float64) {
	fmt.Fprintf(b, `<g transform="translate(%d 0)"><text x="%d" y="20" font-weight="bold">%s</text>`+"\n", left, plotLeft, title)
	across := func(txns float64) float64 { return plotLeft + (math.Log10(txns)-4)/2*plotSide }
	up := func(x float64) float64 {
		return plotTop + plotSide*(1-min(1, max(0, (math.Log10(x)-float64(lo))/float64(hi-lo))))
	}
	for e := lo; e <= hi; e++ {
		y := up(math.Pow10(e))
		fmt.Fprintf(b, `<path d="M%d %.0fh%d" stroke="#dddddd"/><text x="%d" y="%.0f" text-anchor="end">%g</text>`+"\n",
			plotLeft, y, plotSide, plotLeft-5, y+4, math.Pow10(e))
	}
	for e, name := range []string{"10k", "100k", "1M"} {
		x := across(math.Pow10(4 + e))
		fmt.Fprintf(b, `<path d="M%.0f %dv%d" stroke="#dddddd"/><text x="%.0f" y="%d" text-anchor="middle">%s</text>`+"\n",
			x, plotTop, plotSide, x, plotTop+plotSide+16, name)
	}
	for i, l := range p.lines() {
		path, pen := "", "M"
		for _, r := range p.results {
			if r.shape == l.shape && r.args == l.args && of(r.cost) > 0 {
				path += fmt.Sprintf("%s%.1f %.1f", pen, across(float64(r.txns)), up(of(r.cost)))
				pen = "L"
			}
		}
		if path != "" {
			fmt.Fprintf(b, `<path d="%s" %s/>`+"\n", path, stroke(i))
		}
	}
	fmt.Fprintln(b, `</g>`)
}
