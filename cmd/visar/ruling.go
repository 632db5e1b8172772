package main

import (
	"fmt"
	"strings"

	"visar/anomalies"
	"visar/checker"
	"visar/gate"
)

// grade is what a verdict, or a history without one, counts for.
type grade uint8

const (
	gradePassed    grade = iota
	gradeAllowed         // does not hold, as expected
	gradeWarned          // is not known to hold, and that is let pass
	gradeUndecided       // as the outcomes, from here on
	gradeViolated
	gradeUnusable
	gradeBroken
)

// String returns the word that reports use.
func (s grade) String() string {
	return [...]string{"passed", "allowed", "warned", "undecided", "violated", "unusable", "error"}[s]
}

// outcome returns what the exit code makes of it.
func (s grade) outcome() outcome {
	if s < gradeUndecided {
		return consistent
	}
	return undecided + outcome(s-gradeUndecided)
}

func gradeOf(o outcome) grade {
	if o == consistent {
		return gradePassed
	}
	return gradeUndecided + grade(o-undecided)
}

// ruling is what the gate makes of a verdict, with sentences that say why where it
// is not plain.
type ruling struct {
	grade   grade
	reasons []string
}

// remark is said about a history beside its verdicts.
type remark struct {
	warning bool
	text    string
}

// remark says what the gate found beside the verdicts: that the expectations may be
// out of date, and what Jepsen said.
func (g *gateRun) remark(res *judged) {
	switch {
	case g.expectations != nil && res.entry == nil:
		res.say(true, "no entry of %s matches: judged against %s", g.expectations.Path, res.verdicts[0].Model.Name)
	case res.entry != nil && res.outcome == consistent:
		if words := res.entry.UnexpectedPass(); words != "" {
			res.say(true, "%s", words)
		}
	}
	res.sayJepsen()
}

// sayJepsen adds what Jepsen said, if it did.
func (res *judged) sayJepsen() {
	if res.jepsen != nil {
		res.say(res.differsFromJepsen(), "Jepsen said %s", res.jepsenText())
	}
}

func (res *judged) say(warning bool, format string, args ...any) {
	res.remarks = append(res.remarks, remark{warning, fmt.Sprintf(format, args...)})
}

// jepsenText is what Jepsen said, and whether it is the same as what was found. The
// models may be others: it is a hint, not a verdict.
func (res *judged) jepsenText() string {
	text := ":valid? " + res.jepsen.Valid
	if len(res.jepsen.Anomalies) > 0 {
		text += ", " + strings.Join(res.jepsen.Anomalies, ", ")
	}
	if res.differsFromJepsen() {
		text += "; the models differ, or one of the two is wrong"
	}
	return text
}

// differsFromJepsen reports whether one said that all is well and the other not.
func (res *judged) differsFromJepsen() bool {
	switch res.jepsen.Valid {
	case "true":
		return res.outcome == violated
	case "false":
		return res.outcome == consistent
	}
	return false
}

// unremarkable reports whether there is nothing to tell but that all is well.
func (res *judged) unremarkable() bool {
	if res.outcome != consistent || res.counted != consistent || len(res.vacuity.Reasons) > 0 && res.policy != gate.Pass {
		return false
	}
	for _, r := range res.remarks {
		if r.warning {
			return false
		}
	}
	return true
}

// item is one thing that passed or failed: a verdict, that a history is not
// vacuous, or, where there is no verdict, that it can be judged. The outputs about
// passing and failing print items.
type item struct {
	name    string // the model, "vacuity" or "history"
	grade   grade
	message string   // in a line, without the path
	details []string // sentences: why it stands so, and the anomaly
	line    int      // of the history, or 0
	column  int
	seconds float64
	verdict int // its index, or -1
}

// items returns what passed and failed of a file, one at least.
func (res *judged) items() []item {
	if len(res.verdicts) == 0 || res.outcome == broken {
		return []item{res.unjudged()}
	}
	var items []item
	for i := range res.verdicts {
		items = append(items, res.judgement(i))
	}
	if len(res.vacuity.Reasons) > 0 && res.counted != violated {
		items = append(items, res.vacuous())
	}
	return items
}

// unjudged is the item of a file that could not be judged.
func (res *judged) unjudged() item {
	it := item{name: "history", grade: gradeOf(res.outcome), verdict: -1, message: res.outcome.String() + ": " + res.reason}
	for _, p := range res.problems {
		if p.String() != res.reason {
			it.details = append(it.details, p.String())
		}
		if p.fatal && it.line == 0 {
			it.line, it.column = p.line, p.column
		}
	}
	return it
}

// judgement is the item of verdict i.
func (res *judged) judgement(i int) item {
	v, r := res.verdicts[i], res.rulings[i]
	it := item{name: v.Model.Name, grade: r.grade, verdict: i, seconds: v.Seconds, details: r.reasons}
	it.message = v.Model.Name + " is " + v.Outcome.String()
	switch v.Outcome {
	case checker.Undecided:
		it.message += ": " + v.Reason
	case checker.Violated:
		it.message += " by " + strings.Join(namesOf(res.findings, i), ", ")
	}
	for _, n := range res.findings.of[i] {
		f := res.findings.all[n]
		if it.line == 0 && len(f.Txns) > 0 {
			it.line = int(res.file.History.Line(f.Txns[0]))
		}
		it.details = append(it.details, anomalies.Shortened(f.Sentences, maxShownSentences)...)
		if len(f.Cycle) > 0 {
			it.details = append(it.details, "cycle: "+cycleText(f.Cycle))
		}
	}
	return it
}

// vacuous is the item of a history that says too little.
func (res *judged) vacuous() item {
	it := item{name: "vacuity", verdict: -1, message: "vacuous: " + strings.Join(res.vacuity.Reasons, "; ")}
	switch res.policy {
	case gate.Fail:
		it.grade = gradeUnusable
	case gate.Warn:
		it.grade = gradeWarned
	default:
		it.grade = gradeAllowed
	}
	return it
}
