package main

import (
	"bytes"
	"fmt"
	"strings"

	"visar/docs/measure"
)

func (b *beside) markdown() []byte {
	var out bytes.Buffer
	fmt.Fprintf(&out, `# Side by side with %s

Both programs judge the same files, in turn, each in a process of its own, reading
included. Seconds are those in user mode; memory is the peak of what was resident.
Ratios are %[1]s's figure over ours.

%[2]s %[3]s%[1]s may take %[4]d MB of %[5]s and %[6]s for each check.

%[7]s

`, b.name, strings.TrimSpace(b.name+" "+b.release), b.about, b.memory, b.limit.of, b.timeout, measure.InShort(b.short()))
	fmt.Fprintf(&out, "`make performance-%s %s=COMMAND KNOWN='-txns %d -timeout %s -memory %d -release %s'` wrote this page. %s.\n\n",
		b.lower(), strings.ToUpper(b.name), b.txns, b.timeout, b.memory, b.release, b.machine)
	b.table(&out)
	fmt.Fprintf(&out, "\n```\n")
	for _, s := range b.shapes() {
		fmt.Fprintf(&out, "%s -o %s\n", s.generateIn(b.txns, b.format), b.file())
	}
	fmt.Fprintf(&out, "%s %s\nvisar check -m MODEL %s\n```\n", b.lower(), strings.Replace(b.arguments, "FILE", b.file(), 1), b.file())
	return out.Bytes()
}

func (b *beside) table(out *bytes.Buffer) {
	fmt.Fprintf(out, "| history | transactions | level | %s | s | MB | visar | s | MB | ratio of s | of MB |\n", b.name)
	fmt.Fprintln(out, "|---|---|---|---|---|---|---|---|---|---|---|")
	for _, p := range b.pairs {
		fmt.Fprintf(out, "| %s | %d | %s | %s | %.2f | %d | %s | %.2f | %d | %s | %s |\n", p.shape, p.txns, p.level,
			p.theirs.outcome, p.theirs.User, p.theirs.Peak, p.visar.outcome, p.visar.User, p.visar.Peak,
			p.atLeast(ratio(p.seconds())), p.atLeast(ratio(p.megabytes())))
	}
}

func (p pair) seconds() (theirs, ours float64) { return p.theirs.User, p.visar.User }

func (p pair) megabytes() (theirs, ours float64) {
	return float64(p.theirs.Peak), float64(p.visar.Peak)
}

// ratio returns theirs over ours, or 0 where ours is too small to be seen.
func ratio(theirs, ours float64) float64 {
	if ours == 0 {
		return 0
	}
	return theirs / ours
}

// atLeast prints a ratio, which is a bound where the other program was not done.
func (p pair) atLeast(ratio float64) string {
	switch {
	case ratio == 0:
		return ""
	case p.unfinished():
		return fmt.Sprintf("over %.1f", ratio)
	}
	return fmt.Sprintf("%.1f", ratio)
}

// unfinished reports whether the other program came to no verdict.
func (p pair) unfinished() bool { return strings.HasPrefix(p.theirs.outcome, notDone) }

// short sums up the largest histories, down to those of which the other program
// decided any.
func (b *beside) short() string {
	var all []string
	for n := b.largest(); n >= 10_000; n /= 10 {
		s, decided := b.shortAt(n)
		if all = append(all, s); decided {
			break
		}
	}
	return strings.Join(all, "; ") + "."
}

// largest returns the most transactions of a history.
func (b *beside) largest() int {
	most := 0
	for _, p := range b.pairs {
		most = max(most, p.txns)
	}
	return most
}

// shortAt sums up the histories of one size, and reports whether the other program
// decided any.
func (b *beside) shortAt(txns int) (s string, decided bool) {
	checks, open := 0, 0
	var time, memory spread
	for _, p := range b.pairs {
		switch {
		case p.txns != txns:
			continue
		case p.unfinished():
			open++
		default:
			time.add(ratio(p.seconds()))
			memory.add(ratio(p.megabytes()))
		}
		checks++
	}
	var parts []string
	if open > 0 {
		parts = append(parts, fmt.Sprintf("comes to no end with %d of %d checks", open, checks))
	}
	if open < checks {
		parts = append(parts, fmt.Sprintf("takes %s times as long as visar and %s times the memory", time, memory))
	}
	return fmt.Sprintf("at %d transactions %s %s", txns, b.name, strings.Join(parts, ", and ")), open < checks
}

// spread is from the least to the most of what was added.
type spread struct{ least, most float64 }

func (s *spread) add(x float64) {
	if *s == (spread{}) {
		s.least = x
	}
	s.least, s.most = min(s.least, x), max(s.most, x)
}

func (s spread) String() string { return fmt.Sprintf("%.1f to %.1f", s.least, s.most) }
