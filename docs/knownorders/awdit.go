package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// awditLevels are the models that AWDIT decides too, and what it calls them. Its read
// committed is the peers', which is monotonic atomic view.
var awditLevels = []struct{ model, level string }{
	{"monotonic-atomic-view", "read-committed"}, {"read-atomic", "read-atomic"}, {"causal", "causal"},
}

// pair is a check by both programs of the same file, one after the other.
type pair struct {
	shape        string
	txns         int
	level        string
	awdit, visar outcomeAt
}

// outcomeAt is what a program said, and at which cost.
type outcomeAt struct {
	outcome string
	cost
}

// rivals is the page of both programs side by side.
type rivals struct {
	awdit   string // path of the program
	txns    int
	timeout time.Duration
	memory  int // megabytes that AWDIT may take
	machine string
	pairs   []pair
}

// write measures the shapes that AWDIT knows and writes performance-awdit.md.
func (r *rivals) write(dir string) error {
	scratch, err := os.MkdirTemp("", "visar-awdit")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for _, s := range shapes {
		if s.suffix != "jsonl" {
			continue
		}
		for n := 10_000; n <= r.txns; n *= 10 {
			if err := r.measure(s, n, filepath.Join(scratch, "history.plume")); err != nil {
				return fmt.Errorf("%s: %w", s.title, err)
			}
		}
	}
	return os.WriteFile(filepath.Join(dir, "performance-awdit.md"), r.markdown(), 0o644)
}

// plume returns the command that makes a history in Plume's text, which both read.
func plume(s shape, txns int) string { return s.generate(txns) + " --to plume" }

// measure makes a history and lets both programs judge it.
func (r *rivals) measure(s shape, txns int, path string) error {
	defer os.Remove(path)
	if err := exec.Command("./visar", append(strings.Fields(plume(s, txns))[1:], "-o", path)...).Run(); err != nil {
		return err
	}
	for _, l := range awditLevels {
		p := pair{shape: s.title, txns: txns, level: l.level}
		p.awdit = r.run(awditOutcome, r.limited(r.awdit, "check", "-i", l.level, path)...)
		p.visar = r.run(outcomeIn, "./visar", "check", "-m", l.model, path)
		fmt.Fprintf(os.Stderr, "%+v\n", p)
		r.pairs = append(r.pairs, p)
	}
	return nil
}

// limited returns the command, with a bound on its memory.
func (r *rivals) limited(command ...string) []string {
	return append([]string{"sh", "-c", `ulimit -v "$0" && exec "$@"`, strconv.Itoa(r.memory << 10)}, command...)
}

// run runs a command; outcome finds in what it prints what it decided.
func (r *rivals) run(outcome func(out []byte) string, command ...string) (o outcomeAt) {
	ctx, cancel := context.WithTimeout(context.Background(), r.timeout)
	defer cancel()
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	out, _ := c.Output() // a violation is an exit code, and so is the end of the memory
	if o.outcome = outcome(out); ctx.Err() != nil {
		o.outcome = "not done after " + r.timeout.String()
	}
	if c.ProcessState != nil {
		o.user = c.ProcessState.UserTime().Seconds()
		if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
			o.peak = usage.Maxrss >> 10
		}
	}
	return o
}

// awditOutcome returns the verdict in what AWDIT prints, if it came to one.
func awditOutcome(out []byte) string {
	switch {
	case bytes.Contains(out, []byte("Inconsistent")):
		return "violated"
	case bytes.Contains(out, []byte("Consistent")):
		return "consistent"
	}
	return "not done"
}

func (r *rivals) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `# Side by side with AWDIT

Both programs judge the same files of Plume's text, in turn, each in a process of its
own, reading included. Seconds are those in user mode; memory is the peak of what was
resident. Ratios are AWDIT's figure over ours.

AWDIT is its authors' release build; what it calls read committed is monotonic atomic view. It
may take %d MB and %s for each check.

`+"`make performance-awdit AWDIT=PATH KNOWN='-txns %d -timeout %s -memory %d'`"+` wrote this page. %s.

| history | transactions | level | AWDIT | s | MB | visar | s | MB | ratio of s | of MB |
|---|---|---|---|---|---|---|---|---|---|---|
`, r.memory, r.timeout, r.txns, r.timeout, r.memory, r.machine)
	for _, p := range r.pairs {
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %.2f | %d | %s | %.2f | %d | %s | %s |\n", p.shape, p.txns, p.level,
			p.awdit.outcome, p.awdit.user, p.awdit.peak, p.visar.outcome, p.visar.user, p.visar.peak,
			over(p.awdit, p.awdit.user, p.visar.user), over(p.awdit, float64(p.awdit.peak), float64(p.visar.peak)))
	}
	fmt.Fprintf(&b, "\n```\n")
	for _, s := range shapes {
		if s.suffix == "jsonl" {
			fmt.Fprintf(&b, "%s -o history.plume\n", plume(s, full))
		}
	}
	fmt.Fprintf(&b, "awdit check -i LEVEL history.plume\nvisar check -m MODEL history.plume\n```\n")
	return b.Bytes()
}

// over returns a ratio, at least that where AWDIT was not done.
func over(awdit outcomeAt, theirs, ours float64) string {
	if ours == 0 {
		return ""
	}
	at := ""
	if strings.HasPrefix(awdit.outcome, "not done") {
		at = "over "
	}
	return fmt.Sprintf("%s%.1f", at, theirs/ours)
}
