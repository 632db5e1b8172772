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
	megabyte float64 // of the file
}

// measure makes a history and runs the checks of its shape on it.
func (p *page) measure(s shape, txns int, scratch string) error {
	path := filepath.Join(scratch, "history."+s.suffix)
	defer os.Remove(path)
	if err := exec.Command("./visar", append(strings.Fields(s.generate(txns))[1:], "-o", path)...).Run(); err != nil {
		return err
	}
	if s.listed {
		if err := listBySession(path); err != nil {
			return err
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	for _, c := range s.checks {
		r := result{check: c, txns: txns, megabyte: float64(info.Size()) / 1e6}
		if err := r.run(path, p.timeout); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s, %d transactions, %s: %s, %.2f s, %d MB\n", s.title, txns, c.args, r.outcome, r.cost.User, r.cost.Peak)
		p.results = append(p.results, shaped{s.title, r})
	}
	return nil
}

// listBySession sorts the lines of the file at path by their second field, as sort -s
// -t, -k2,2 does where a byte is a letter: that is the session.
func listBySession(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	session := func(line []byte) []byte {
		_, rest, _ := bytes.Cut(line, []byte(","))
		own, _, _ := bytes.Cut(rest, []byte(","))
		return own
	}
	slices.SortStableFunc(lines, func(a, b []byte) int { return bytes.Compare(session(a), session(b)) })
	return os.WriteFile(path, bytes.Join(lines, nil), 0o644)
}

// run runs the check on the history at path.
func (r *result) run(path string, timeout time.Duration) error {
	done, err := measure.Run(timeout, append([]string{"./visar"}, append(strings.Fields(r.args), path)...)...)
	r.cost = cost(done.Cost)
	if r.outcome = outcomeIn(done.Out); done.Late {
		r.outcome = notDone + " after " + timeout.String()
	}
	return err
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
