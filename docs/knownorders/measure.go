package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"visar/docs/measure"
)

// result is what a check of a history cost.
type result struct {
	check
	txns     int
	outcome  string
	cost     cost
	seconds  []float64 // of each run, by size
	megabyte float64   // of the file
}

// measure makes the histories of a shape and runs its checks on them, as often as asked,
// short ones several times instead of once. All sizes are run before any is run again, so
// that a time in which the machine is slow does not fall on one of them alone.
func (p *page) measure(s shape, scratch string) error {
	var all []shaped
	var paths []string
	for _, n := range s.sizes(p.txns) {
		path := filepath.Join(scratch, fmt.Sprintf("history-%d.%s", n, s.suffix))
		defer os.Remove(path)
		megabyte, err := s.write(n, path)
		if err != nil {
			return err
		}
		for _, c := range s.checks {
			all, paths = append(all, shaped{s.title, result{check: c, txns: n, megabyte: megabyte}}), append(paths, path)
		}
	}
	for range p.turns(s) {
		for i := range all {
			r := &all[i]
			for spent, n := 0.0, 0; n == 0 || n < maxTurn && spent < secondsTurn; n++ {
				if err := r.run(paths[i], p.timeout); err != nil {
					return err
				}
				spent += r.cost.User
			}
			fmt.Fprintf(os.Stderr, "%s, %d transactions, %s: %s, %.2f s, %d MB\n", s.title, r.txns, r.args, r.outcome, r.cost.User, r.cost.Peak)
		}
	}
	p.results = append(p.results, all...)
	return nil
}

// turns returns how often the checks of a shape run: more often where a tenth more or less
// decides whether the growth is what it should be.
func (p *page) turns(s shape) int {
	if s.linear {
		return 2*p.runs + 1
	}
	return p.runs
}

// A turn of a check is so many seconds of it, but not more than so many runs: of a short
// one the garbage collector and the kernel's clock make each run another.
const (
	secondsTurn = 1
	maxTurn     = 8
)

// write makes a history of n transactions at path and returns its megabytes.
func (s shape) write(n int, path string) (megabyte float64, err error) {
	if err := exec.Command("./visar", append(strings.Fields(s.generate(n))[1:], "-o", path)...).Run(); err != nil {
		return 0, err
	}
	if s.listed {
		if err := measure.ListBySession(path); err != nil {
			return 0, err
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}

// run runs the check on the history at path once more.
func (r *result) run(path string, timeout time.Duration) error {
	done, err := measure.Run(timeout, append([]string{"./visar"}, append(strings.Fields(r.args), path)...)...)
	outcome := outcomeIn(done.Out)
	if done.Late {
		outcome = notDone + " after " + timeout.String()
	}
	r.add(outcome, cost(done.Cost))
	return err
}

// add takes a run into account: of the seconds the median, which one run that was lucky
// or slow does not move, and of the memory the most. What was once not done was not done.
func (r *result) add(outcome string, c cost) {
	if r.outcome == "" || strings.HasPrefix(outcome, notDone) {
		r.outcome = outcome
	}
	at, _ := slices.BinarySearch(r.seconds, c.User)
	r.seconds = slices.Insert(r.seconds, at, c.User)
	r.cost = cost{r.seconds[(len(r.seconds)-1)/2], max(r.cost.Peak, c.Peak)}
}

// notDone is how the outcome begins of what came to no verdict.
const notDone = "not done"

// outcomeIn returns the verdict in the text that a check printed, or "classified".
func outcomeIn(text []byte) string {
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	for _, line := range lines {
		if _, verdict, ok := bytes.Cut(line, []byte(": ")); ok && bytes.HasPrefix(line, []byte("  ")) {
			word, _, _ := bytes.Cut(verdict, []byte(" "))
			switch string(word) {
			case "consistent", "violated", "undecided":
				return string(word)
			}
		}
	}
	return "classified"
}
