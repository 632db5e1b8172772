package main

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"visar/docs/measure"
)

// row is a line of a table.
type row struct {
	measured
	figures
}

// missed reports whether the check cost more than its goal, or did not end.
func (r row) missed() bool {
	if r.goal == (goal{}) {
		return false
	}
	return r.outcome == "undecided" || r.user > r.goal.user || r.goal.peak > 0 && r.peak > r.goal.peak
}

type page struct {
	machine string
	timeout time.Duration
	txns    int
	others  int
	rows    []row
	beside  []measure.Summary // what the pages say that have other programs beside visar
}

const introduction = `# Performance

What a check costs, from the start of the program to its end: the history is
read from JSON lines, judged and the verdict certified. Seconds are those in user
mode over all processors, which other jobs on the machine disturb less than the
clock; deciding is the part of the clock's time that is neither reading nor
printing. Memory is the peak of what was resident.

Histories come from the store of ` + "`visar generate`" + `, each judged by the
strong-session form of the model that the store obeys or, where an anomaly was
added, broke. They are listed in the order of their commits, which visar tries
as arbitration before it searches: where it holds, the cost is linear. "Listed
session by session" is what a check costs without that help and without times:
no order at hand fits then, and a replay of the transactions has to find one. For
parallel snapshot isolation there is no replay, and a long one may run into a knot,
as it does at a million transactions (-others 1000000): then saturation and the order
solver decide, at several times the cost, and that is where goals are missed. Goals
are what the project set out to reach; what exceeds one is marked as missed.

`

func (p *page) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s`make performance PERFORMANCE='-txns %d -others %d -timeout %s'` wrote this page. %s.\n\n", introduction, p.txns, p.others, p.timeout, p.machine)
	p.summary(&b)
	p.summaries(&b)
	fmt.Fprintf(&b, "![Time and memory over the number of transactions](performance.svg)\n")
	for i, r := range p.rows {
		if p.first(i) {
			p.section(&b, r.shape)
		}
	}
	return b.Bytes()
}

// summaries says how other programs compare on the same files.
func (p *page) summaries(b *bytes.Buffer) {
	if len(p.beside) == 0 {
		return
	}
	fmt.Fprintf(b, "Where the order of versions is known or does not matter, other programs were run\nbeside visar, on the same files in turn:\n\n")
	for _, s := range p.beside {
		fmt.Fprintf(b, "- [%s](%[1]s): %s\n", s.Page, s.Text)
	}
	fmt.Fprintln(b)
}

// first reports whether row i is the first one of its section.
func (p *page) first(i int) bool {
	for _, r := range p.rows[:i] {
		if r.shape == p.rows[i].shape {
			return false
		}
	}
	return true
}

// summary counts what missed its goal.
func (p *page) summary(b *bytes.Buffer) {
	goals, missed := 0, 0
	for _, r := range p.rows {
		if r.goal != (goal{}) {
			goals++
		}
		if r.missed() {
			missed++
		}
	}
	fmt.Fprintf(b, "Of %d goals %d are missed%s.\n\n", goals, missed, p.worst())
}

// worst says for each section by how much a goal in seconds is missed there at most.
func (p *page) worst() string {
	var parts []string
	for i, r := range p.rows {
		if !p.first(i) {
			continue
		}
		most := 0.0
		for _, o := range p.rows {
			if o.shape == r.shape && o.missed() && o.goal.user > 0 {
				most = max(most, o.user/o.goal.user)
			}
		}
		if most > 0 {
			parts = append(parts, fmt.Sprintf("%s by up to %.1f times", strings.ToLower(r.shape[:1])+r.shape[1:], most))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return ": " + strings.Join(parts, ", ")
}

// section writes the table of a shape and the commands behind its rows.
func (p *page) section(b *bytes.Buffer, shape string) {
	fmt.Fprintf(b, "\n## %s\n\n", shape)
	fmt.Fprintln(b, "| | transactions | model | outcome | engine | user s | deciding s | peak MB | goal |")
	fmt.Fprintln(b, "|---|---|---|---|---|---|---|---|---|")
	var commands bytes.Buffer
	n := 0
	for _, r := range p.rows {
		if r.shape != shape {
			continue
		}
		n++
		fmt.Fprintf(b, "| %d | %d | %s | %s | %s | %.2f | %.2f | %d | %s |\n",
			n, r.txns, r.model, r.answer(), r.engine, r.user, r.deciding, r.peak, r.verdictOnGoal())
		fmt.Fprintf(&commands, "%2d  %s\n", n, r.pipeline())
	}
	fmt.Fprintf(b, "\n```\n%s```\n", commands.Bytes())
}

// answer is the outcome and, where that is none, why.
func (r row) answer() string {
	if r.reason == "" {
		return r.outcome
	}
	return r.outcome + ": " + r.reason
}

func (r row) verdictOnGoal() string {
	if r.goal == (goal{}) {
		return ""
	}
	s := fmt.Sprintf("%g s", r.goal.user)
	if r.goal.peak > 0 {
		s += fmt.Sprintf(", %d MB", r.goal.peak)
	}
	if r.missed() {
		s += ": **missed**"
	}
	return s
}
