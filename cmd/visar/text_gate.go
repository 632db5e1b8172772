package main

import (
	"strings"

	"visar/gate"
)

// ruling prints why verdict i counts for what it does, where that is not plain.
func (t *text) ruling(j *judged, i int) {
	if len(j.rulings) == 0 {
		return
	}
	r := j.rulings[i]
	if r.grade == gradeAllowed {
		t.line("    %s", t.paint(green, "allowed"))
	}
	for _, reason := range r.reasons {
		t.line("    %s", printable(reason))
	}
}

// ruled prints what the gate has to say about a history beside its verdicts.
func (t *text) ruled(j *judged) {
	if len(j.verdicts) > 0 && j.counted != violated && t.command == "check" {
		t.vacuity(j)
	}
	for _, r := range j.remarks {
		if r.warning {
			t.line("  %s: %s", t.paint(yellow, "warning"), printable(r.text))
		} else {
			t.line("  %s", printable(r.text))
		}
	}
}

func (t *text) vacuity(j *judged) {
	word, color := "vacuous", red
	switch j.policy {
	case gate.Warn:
		word, color = "warning: vacuous", yellow
	case gate.Pass:
		return
	}
	if len(j.vacuity.Reasons) > 0 {
		t.line("  %s: %s", t.paint(color, word), strings.Join(j.vacuity.Reasons, "; "))
	}
}
