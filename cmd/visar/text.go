package main

import (
	"fmt"
	"io"
	"strings"

	"visar/anomalies"
	"visar/checker"
	"visar/history"
)

// maxShownProblems bounds the remarks printed about a file without -v.
const maxShownProblems = 5

// maxShownSentences bounds the sentences printed about an anomaly without -v: a
// proof can have thousands of steps.
const maxShownSentences = 24

// text prints results for people. What it prints depends on the input alone,
// never on times.
type text struct {
	w io.Writer
	presentation
	err error
}

func newText(w io.Writer, p presentation) renderer { return &text{w: w, presentation: p} }

func (t *text) file(j *judged) error {
	if t.quiet && j.unremarkable() {
		return nil
	}
	if j.file == nil {
		t.unread(j)
		return t.err
	}
	t.line("%s: %s", t.bold(printable(j.path)), summary(j))
	if view := viewText(j); view != "" {
		t.line("  %s", view)
	}
	t.problems(j)
	switch {
	case len(j.verdicts) == 0:
		t.line("  %s: %s", t.outcome(j.outcome), printable(j.reason))
	case t.command == "classify":
		t.classification(j)
	default:
		for i := range j.verdicts {
			t.verdict(j, i)
		}
	}
	t.losses(j)
	t.ruled(j)
	return t.err
}

func (t *text) end(run *runResult) error {
	for _, r := range run.remarks {
		t.line("%s %s: %s", t.paint(yellow, "warning"), printable(r.Position.String()), printable(r.Message))
	}
	return t.err
}

// line prints a line. Whatever in it comes from a recording must be printable.
func (t *text) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.w, format+"\n", args...)
	}
}

// unread prints why a file could not be read.
func (t *text) unread(j *judged) {
	if j.outcome != unusable {
		t.line("%s: %s: %s", t.bold(printable(j.path)), t.outcome(j.outcome), printable(j.reason))
		return
	}
	for _, p := range j.problems {
		t.line("%s %s", t.outcome(unusable), printable(p.in(j.path)))
	}
}

// in returns the problem as editors understand it: path:line:column: message.
func (p problem) in(path string) string {
	switch {
	case p.line == 0 && strings.Contains(p.message, path):
		return p.message
	case p.line == 0:
		return path + ": " + p.message
	case p.column == 0:
		return fmt.Sprintf("%s:%d: %s", path, p.line, p.message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", path, p.line, p.column, p.message)
}

func (t *text) problems(j *judged) {
	for i, p := range j.problems {
		if i == maxShownProblems && !t.verbose && len(j.problems) > maxShownProblems+1 {
			t.line("  and %d more problems (-v shows them)", len(j.problems)-i)
			return
		}
		if p.fatal && p.String() == j.reason {
			continue // comes below, as the outcome
		}
		t.line("  problem: %s", printable(p.String()))
	}
}

// summary says what a history holds.
func summary(j *judged) string {
	h := j.file.History
	s := fmt.Sprintf("%d committed, %d aborted, %d unknown; %s, %s; %s",
		h.Count(history.Committed), h.Count(history.Aborted), h.Count(history.Unknown),
		counted(h.Sessions(), "session"), counted(h.Keys(), "key"), j.file.Format)
	if j.file.Workload != "" {
		s += ", " + j.file.Workload
	}
	return s
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if stem, is := strings.CutSuffix(what, "ry"); is {
		return fmt.Sprintf("%d %sries", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// verdict prints verdict i and, if no earlier one did, the anomalies behind it.
func (t *text) verdict(j *judged, i int) {
	v := j.verdicts[i]
	t.line("  %s: %s%s%s", v.Model.Name, t.outcome(outcomeOf(v.Outcome)), t.by(j, i), how(v))
	t.ruling(j, i)
	t.newFindings(j, i)
	t.staleness(v)
	if j.surveys != nil && j.surveys[i] != nil {
		t.also(j.surveys[i])
	}
}

// newFindings prints the anomalies behind verdict i that no earlier one showed.
func (t *text) newFindings(j *judged, i int) {
	for _, n := range j.findings.of[i] {
		if !shownBefore(j.findings, i, n) {
			t.finding(j.findings.all[n])
		}
	}
}

func shownBefore(f findings, i, n int) bool {
	for _, earlier := range f.of[:i] {
		for _, m := range earlier {
			if m == n {
				return true
			}
		}
	}
	return false
}

// by names the anomalies that verdict i shows.
func (t *text) by(j *judged, i int) string {
	if names := namesOf(j.findings, i); len(names) > 0 {
		return " by " + strings.Join(names, ", ")
	}
	return ""
}

// namesOf returns the names of the anomalies of verdict i, each once.
func namesOf(f findings, i int) []string {
	var names []string
	seen := map[string]bool{}
	for _, n := range f.of[i] {
		if name := f.all[n].Name; !seen[name] {
			names = append(names, name)
			seen[name] = true
		}
	}
	return names
}

// how says what decided v, or why nothing did.
func how(v *checker.Verdict) string {
	switch {
	case v.Outcome == checker.Undecided:
		return ": " + printable(v.Reason)
	case v.From != nil:
		return " (follows from " + v.From.Name + ")"
	}
	if v.Reason != "" {
		return " (" + v.Engine + "; " + printable(v.Reason) + ")"
	}
	return " (" + v.Engine + ")"
}

// finding prints the sentences and the cycle of an anomaly.
func (t *text) finding(a *anomalies.Found) {
	for i := 0; i < len(a.Sentences); i++ {
		if more := len(a.Sentences) - maxShownSentences; i == maxShownSentences/2 && more > 1 && !t.verbose {
			t.line("    ... and %d sentences more, which -v shows ...", more)
			i += more
		}
		t.line("    %s", printable(a.Sentences[i]))
	}
	if len(a.Cycle) > 0 {
		t.line("    cycle: %s", printable(t.cycle(a.Cycle)))
	}
}

// cycle writes a cycle on a line, with its middle if that is asked for.
func (t *text) cycle(cycle []anomalies.EdgeText) string {
	if t.verbose {
		return pathText(cycle) + cycle[0].From
	}
	return cycleText(cycle)
}

// cycleText writes a cycle on a line, T1 -RW x-> T2 -WW x-> T1, without the middle of
// what is too long to read.
func cycleText(cycle []anomalies.EdgeText) string {
	more := len(cycle) - maxShownSentences
	if more <= 1 {
		return pathText(cycle) + cycle[0].From
	}
	half := maxShownSentences / 2
	return fmt.Sprintf("%s... %d more ... %s%s", pathText(cycle[:half]), more, pathText(cycle[half+more:]), cycle[0].From)
}

// pathText writes where edges start and what they are.
func pathText(edges []anomalies.EdgeText) string {
	var b strings.Builder
	for _, e := range edges {
		b.WriteString(e.From + " -" + e.Kind)
		if e.Key != "" {
			b.WriteString(" " + e.Key)
		}
		b.WriteString("-> ")
	}
	return b.String()
}

const (
	green  = "32"
	red    = "31"
	yellow = "33"
	bold   = "1"
)

func (t *text) bold(s string) string { return t.paint(bold, s) }

func (t *text) outcome(o outcome) string {
	return t.paint([...]string{consistent: green, undecided: yellow, violated: red, unusable: red, broken: red}[o], o.String())
}

func (t *text) paint(color, s string) string {
	if !t.colored {
		return s
	}
	return "\x1b[" + color + "m" + s + "\x1b[0m"
}
