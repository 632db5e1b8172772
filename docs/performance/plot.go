package main

import (
	"bytes"
	"fmt"
	"math"
	"slices"
)

// A panel of the picture is a plot with logarithmic axes: transactions to the
// right, and upwards what they cost.
const (
	panelWidth, panelHeight = 360, 280
	marginLeft, marginTop   = 60, 40
	plotWidth, plotHeight   = 270, 190
	pictureHeight           = panelHeight + 30
)

// colours are told apart by people who do not see all of them (Okabe and Ito).
var colours = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7"}

// panel is a plot of one cost.
type panel struct {
	title  string
	cost   func(row) float64
	lo, hi int // powers of ten on the upward axis
}

// picture draws time and memory of the consistent histories over their size.
func picture(rows []row) []byte {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.shape != consistentShape || r.outcome == "undecided" })
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", 2*panelWidth, pictureHeight)
	fmt.Fprintln(&b, `<rect width="100%" height="100%" fill="#ffffff"/>`)
	for i, p := range []panel{
		{"user seconds", func(r row) float64 { return r.user }, -1, 3},
		{"peak megabytes", func(r row) float64 { return float64(r.peak) }, 1, 5},
	} {
		fmt.Fprintf(&b, `<g transform="translate(%d 0)">`+"\n", i*panelWidth)
		p.axes(&b)
		for j, l := range lines {
			p.curve(&b, rows, l.model, colours[j])
		}
		fmt.Fprintln(&b, `</g>`)
	}
	legend(&b)
	fmt.Fprintln(&b, `</svg>`)
	return b.Bytes()
}

// right and up return where a size and a cost are drawn.
func (p panel) right(txns float64) float64 {
	return marginLeft + (math.Log10(txns)-4)/2*plotWidth
}

func (p panel) up(cost float64) float64 {
	share := (math.Log10(cost) - float64(p.lo)) / float64(p.hi-p.lo)
	return marginTop + plotHeight*(1-min(1, max(0, share)))
}

func (p panel) axes(b *bytes.Buffer) {
	fmt.Fprintf(b, `<text x="%d" y="22" font-weight="bold">%s</text>`+"\n", marginLeft, p.title)
	for e := p.lo; e <= p.hi; e++ {
		y := p.up(math.Pow10(e))
		fmt.Fprintf(b, `<path d="M%d %.0fh%d" stroke="#dddddd"/>`, marginLeft, y, plotWidth)
		fmt.Fprintf(b, `<text x="%d" y="%.0f" text-anchor="end">%g</text>`+"\n", marginLeft-6, y+4, math.Pow10(e))
	}
	for i, name := range []string{"10k", "100k", "1M"} {
		x := p.right(math.Pow10(4 + i))
		fmt.Fprintf(b, `<path d="M%.0f %dv%d" stroke="#dddddd"/>`, x, marginTop, plotHeight)
		fmt.Fprintf(b, `<text x="%.0f" y="%d" text-anchor="middle">%s</text>`+"\n", x, marginTop+plotHeight+18, name)
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="middle">transactions</text>`+"\n", marginLeft+plotWidth/2, marginTop+plotHeight+38)
}

// curve draws what a model cost.
func (p panel) curve(b *bytes.Buffer, rows []row, model, colour string) {
	path := ""
	for _, r := range rows {
		if r.model != model {
			continue
		}
		x, y := p.right(float64(r.txns)), p.up(p.cost(r))
		step := "L"
		if path == "" {
			step = "M"
		}
		path += fmt.Sprintf("%s%.1f %.1f", step, x, y)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", x, y, colour)
	}
	if path != "" {
		fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path, colour)
	}
}

func legend(b *bytes.Buffer) {
	for i, l := range lines {
		x := marginLeft + i*150
		fmt.Fprintf(b, `<path d="M%d %dh20" stroke="%s" stroke-width="3"/>`, x, pictureHeight-16, colours[i])
		fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`+"\n", x+26, pictureHeight-12, l.model)
	}
}
