package main

import (
	"strings"

	"visar/checker"
)

// classification prints where holding turns into failing.
func (t *text) classification(j *judged) {
	b := checker.BorderOf(j.verdicts)
	t.border("strongest that hold", b.Strongest, func(v *checker.Verdict) string { return v.Model.Name })
	t.border("weakest that fail", b.Weakest, func(v *checker.Verdict) string { return v.Model.Name + t.by(j, j.indexOf(v)) })
	t.border("undecided", b.Undecided, func(v *checker.Verdict) string { return v.Model.Name })
	t.undecidedWhy(b.Undecided)
	shown := map[int]bool{}
	for _, v := range b.Weakest {
		for _, n := range j.findings.of[j.indexOf(v)] {
			if !shown[n] {
				t.line("  %s:", j.findings.all[n].Name)
				t.finding(j.findings.all[n])
			}
			shown[n] = true
		}
	}
	if t.verbose {
		t.table(j)
	}
}

func (t *text) border(what string, verdicts []*checker.Verdict, show func(*checker.Verdict) string) {
	if len(verdicts) == 0 {
		if what != "undecided" {
			t.line("  %s: none", what)
		}
		return
	}
	names := make([]string, len(verdicts))
	for i, v := range verdicts {
		names[i] = show(v)
	}
	t.line("  %s: %s", what, strings.Join(names, ", "))
}

// undecidedWhy prints each reason once.
func (t *text) undecidedWhy(verdicts []*checker.Verdict) {
	seen := map[string]bool{}
	for _, v := range verdicts {
		if !seen[v.Reason] {
			t.line("    %s", printable(v.Reason))
		}
		seen[v.Reason] = true
	}
}

// table prints a line per model.
func (t *text) table(j *judged) {
	width := 0
	for _, v := range j.verdicts {
		width = max(width, len(v.Model.Name))
	}
	for i, v := range j.verdicts {
		pad := strings.Repeat(" ", width-len(v.Model.Name))
		t.line("  %s%s  %s%s%s", v.Model.Name, pad, t.outcome(outcomeOf(v.Outcome)), t.by(j, i), how(v))
	}
}

func (j *judged) indexOf(v *checker.Verdict) int {
	for i := range j.verdicts {
		if j.verdicts[i] == v {
			return i
		}
	}
	return -1
}
