package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"visar/docs/measure"
)

// pair is a check by both programs of the same file, one after the other.
type pair struct {
	shape         string
	txns          int
	level         string
	theirs, visar outcomeAt
}

// outcomeAt is what a program said, and at which cost.
type outcomeAt struct {
	outcome string
	cost
}

// beside is the page of both programs side by side.
type beside struct {
	rival
	command []string // that runs the other program
	release string   // of the other program
	txns    int
	timeout time.Duration
	memory  int // megabytes that the other program may take
	machine string
	pairs   []pair
}

// write measures the shapes that the other program knows and writes the page.
func (b *beside) write(dir string) error {
	scratch, err := os.MkdirTemp("", "visar-beside")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for _, s := range b.shapes() {
		for n := 10_000; n <= b.txns; n *= 10 {
			if err := b.measure(s, n, filepath.Join(scratch, b.file())); err != nil {
				return fmt.Errorf("%s: %w", s.title, err)
			}
		}
	}
	return os.WriteFile(filepath.Join(dir, "performance-"+b.lower()+".md"), b.markdown(), 0o644)
}

// file names a history after its format; elle-cli goes by the ending.
func (b *beside) file() string { return "history." + strings.TrimPrefix(b.format, "jepsen-") }

// measure makes a history and lets both programs judge it.
func (b *beside) measure(s shape, txns int, path string) error {
	defer os.Remove(path)
	if err := exec.Command("./visar", append(strings.Fields(s.generateIn(txns, b.format))[1:], "-o", path)...).Run(); err != nil {
		return err
	}
	for _, l := range b.of(s) {
		p := pair{shape: s.title, txns: txns, level: l.name}
		var err error
		if p.theirs, err = b.run(b.outcome, b.limit.limit(b.memory, b.check(l, path))...); err != nil {
			return err
		}
		if p.visar, err = b.run(outcomeIn, "./visar", "check", "-m", l.model, path); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%+v\n", p)
		b.pairs = append(b.pairs, p)
	}
	return nil
}

// check returns the other program's command.
func (b *beside) check(l level, path string) []string {
	arguments := strings.NewReplacer("LEVEL", l.name, "FILE", path).Replace(b.arguments)
	return append(b.command[:len(b.command):len(b.command)], strings.Fields(arguments)...)
}

// run runs a command; outcome finds in what it prints what it decided.
func (b *beside) run(outcome func(out []byte) string, command ...string) (outcomeAt, error) {
	// A violation is an exit code, and so is the end of the memory.
	r, err := measure.Run(b.timeout, command...)
	o := outcomeAt{outcome(r.Out), cost(r.Cost)}
	if r.Late {
		o.outcome = notDone + " after " + b.timeout.String()
	}
	return o, err
}
