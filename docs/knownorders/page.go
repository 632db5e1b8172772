package main

import (
	"bytes"
	"fmt"
	"time"

	"visar/docs/measure"
)

// page is what was measured.
type page struct {
	txns    int
	timeout time.Duration
	runs    int // of each check
	machine string
	results []shaped
}

// shaped is a result and the title of its shape.
type shaped struct {
	shape string
	result
}

const introduction = `# Performance where orders are known

What a check costs from the start of the program to its end, reading and
certifying included, where the order of versions is known (lists; registers that
are read before they are written) or does not matter (the weak models). Where it
has to be searched for see [performance.md](performance.md); here such histories,
at the end, show what it costs to decide all models.

Seconds are those in user mode over all processors, the median of several runs, more of
them where they are short or growth is judged. A busy machine makes them more: what others do to the caches
is in them. Memory is the
most that was resident in any of the runs. Growth is the time for each transaction over
that at a tenth of the size: 1.00 is linear. Where versions have a known order it should
be at most 1.10 at a million. Of the weak models no algorithm is known to be linear, and
if a conjecture of complexity theory holds there is none: whatever lies between read
committed and causal takes n to the power of 1.5 for some histories (Møldrup and
Pavlogiannis, AWDIT, PLDI 2025), which would be a growth of 3.16. PRAM is three of the
session guarantees in one: read your writes, monotonic reads, monotonic writes.

The ratio is the time of the other program over ours; it was
measured apart, on a machine like this one, with other histories of the same
shape, and is good for an order of magnitude. AWDIT, Plume and Elle on the same files, in
one run, are in [performance-awdit.md](performance-awdit.md),
[performance-plume.md](performance-plume.md) and [performance-elle.md](performance-elle.md).
Classifying decides every model, and is held against the check of one that took most.

`

func (p *page) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s`make performance-known KNOWN='-txns %d -timeout %s -runs %d'` wrote this page. %s.\n\n", introduction, p.txns, p.timeout, p.runs, p.machine)
	fmt.Fprintln(&b, "![Time and memory over the number of transactions](performance-known.svg)")
	for _, s := range shapes {
		p.table(&b, s)
	}
	fmt.Fprint(&b, reading)
	return b.Bytes()
}

const reading = `
## Reading

` + "```" + `
go test ./history/format -run '^$' -bench DecodeGenerated -cpu 1
` + "```" + `

prints the megabytes read for each second in user mode, and the bytes that a
history takes in memory for each transaction.

` + "```" + `
go test ./history/format -run '^$' -bench BenchmarkRead -benchtime 2x
` + "```" + `

prints the megabytes read for each second by the clock, from files, from compressed
files and from the standard input.

## Starting

` + "```" + `
go test ./cmd/visar -run '^$' -bench StartUp
` + "```" + `

prints the milliseconds, by the clock and on the processor, of ` + "`visar --help`" + ` and of a check of
three transactions. Both should take less than 20.

## Ten million transactions

` + "```" + `
visar generate -m serializable --txns 10000000 --workload list-append --ops 4 --sessions 20 --times --to jepsen-edn -o history.edn
/usr/bin/time -v visar check -m serializable history.edn
` + "```" + `

3.5 GB of EDN took 35.5 s in user mode, 19.6 s in the kernel, 54 s by the clock and
4.7 GB at the peak. This was measured once, on a machine with two processors and
24 GB.
`

// table writes what was measured of a shape, and the commands.
func (p *page) table(b *bytes.Buffer, s shape) {
	fmt.Fprintf(b, "\n## %s\n\n", s.title)
	fmt.Fprintln(b, "| transactions | MB | command | outcome | user s | peak MB | growth | goal | others |")
	fmt.Fprintln(b, "|---|---|---|---|---|---|---|---|---|")
	for _, r := range p.results {
		if r.shape == s.title {
			fmt.Fprintf(b, "| %d | %.0f | %s | %s | %.2f | %d | %s | %s | %s |\n", r.txns, r.megabyte, r.args, r.outcome,
				r.cost.User, r.cost.Peak, s.onGrowth(r.txns, p.growth(r)), p.onGoal(r), r.against())
		}
	}
	fmt.Fprintf(b, "\n```\n")
	for _, n := range s.sizes(p.txns) {
		if s.listed {
			fmt.Fprintf(b, "%s | %s > history.%s\n", s.generate(n), measure.SortBySession, s.suffix)
			continue
		}
		fmt.Fprintf(b, "%s -o history.%s\n", s.generate(n), s.suffix)
	}
	fmt.Fprintf(b, "visar COMMAND history.%s\n```\n", s.suffix)
}

// growth compares with the same check at a tenth of the size; 0 is for none.
func (p *page) growth(r shaped) float64 {
	for _, o := range p.results {
		if o.shape == r.shape && o.args == r.args && 10*o.txns == r.txns && o.cost.User > 0 {
			return r.cost.User / o.cost.User / 10
		}
	}
	return 0
}

// mostGrowth is the growth up to a million transactions that may be called linear.
const mostGrowth = 1.1

// onGrowth says what the growth was, and whether it is more than it should be.
func (s shape) onGrowth(txns int, growth float64) string {
	if growth == 0 {
		return ""
	}
	text := fmt.Sprintf("%.2f", growth)
	if s.linear && txns == full && growth > mostGrowth {
		text += ": **missed**"
	}
	return text
}

// dearest returns the seconds of the check of the same history that took most.
func (p *page) dearest(r shaped) float64 {
	most := 0.0
	for _, o := range p.results {
		if o.shape == r.shape && o.txns == r.txns && o.args != classify {
			most = max(most, o.cost.User)
		}
	}
	return most
}

// mostForAll is how many times the dearest check classifying may cost.
const mostForAll = 3

// onGoal compares with the goal; that of classifying is for every size.
func (p *page) onGoal(r shaped) string {
	dearest := p.dearest(r)
	if r.args != classify || dearest == 0 {
		return r.onGoal()
	}
	s := fmt.Sprintf("%d times the dearest check: %.1f", mostForAll, r.cost.User/dearest)
	if r.cost.User > mostForAll*dearest {
		s += ", **missed**"
	}
	return s
}

// full is the size that goals and peers are for.
const full = 1_000_000

func (r *result) onGoal() string {
	if r.txns != full || r.goal == (cost{}) {
		return ""
	}
	s := fmt.Sprintf("%g s, %d MB", r.goal.User, r.goal.Peak)
	if r.cost.User > r.goal.User || r.cost.Peak > r.goal.Peak {
		s += ": **missed**"
	}
	return s
}

func (r *result) against() string {
	if r.txns != full || r.peer == nil {
		return ""
	}
	s := fmt.Sprintf("%s: %g s", r.peer.name, r.peer.User)
	if r.peer.Peak > 0 {
		s += fmt.Sprintf(", %d MB", r.peer.Peak)
	}
	return s + fmt.Sprintf("; ratio %.1f", r.peer.User/r.cost.User)
}
