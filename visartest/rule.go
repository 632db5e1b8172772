package visartest

import (
	"fmt"
	"slices"
	"strings"

	"visar/anomalies"
	"visar/checker"
	"visar/gate"
)

// rule decides what is made of the verdict.
func (r *Result) rule() {
	if r.Verdict == nil {
		return
	}
	r.headline = r.model.Name + " is " + r.Verdict.Outcome.String()
	switch r.Verdict.Outcome {
	case checker.Violated:
		r.headline += " by " + strings.Join(r.names(), ", ")
		r.ruleViolated()
	case checker.Undecided:
		r.headline += ": " + r.Verdict.Reason
		r.apply(r.opt.onUndecided.Or(gate.Fail), "undecided")
	default:
		r.ruleConsistent()
	}
}

// names returns the names of what was found, each once, the verdict's own first.
func (r *Result) names() []string {
	var names []string
	for _, f := range r.Found {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// ruleViolated compares what was found with what is expected and allowed.
func (r *Result) ruleViolated() {
	names := r.names()
	var others []gate.Seen
	for _, name := range names {
		if !r.expects(name) {
			others = append(others, gate.Seen{Name: name, Count: r.count(name)})
		}
	}
	if len(others) > 0 {
		ruling := r.opt.entry.Rule(others, r.Complete, r.opt.today)
		r.failed = !ruling.Allowed
		r.remarks = append(r.remarks, ruling.Reasons...)
	}
	for _, a := range r.opt.expected {
		if !slices.Contains(names, a.ID) {
			r.missing(a)
		}
	}
}

func (r *Result) expects(name string) bool {
	return slices.ContainsFunc(r.opt.expected, func(a *anomalies.Anomaly) bool { return a.ID == name })
}

// count returns how many anomalies of a name were found.
func (r *Result) count(name string) int {
	n := 0
	for _, f := range r.Found {
		if f.Name == name {
			n += max(1, f.Count)
		}
	}
	return n
}

func (r *Result) missing(a *anomalies.Anomaly) {
	r.failed = true
	r.remarks = append(r.remarks, fmt.Sprintf("expected %s, and the history does not show it", a.ID))
}

// ruleConsistent asks whether it could have been otherwise, and was to be.
func (r *Result) ruleConsistent() {
	for _, a := range r.opt.expected {
		r.missing(a)
	}
	if len(r.opt.entry.Allow) > 0 {
		r.remarks = append(r.remarks, "nothing is violated, and something is allowed: the allowance can go")
	}
	if len(r.Vacuity.Reasons) > 0 {
		r.headline += ", and vacuously so: " + strings.Join(r.Vacuity.Reasons, "; ")
		r.apply(r.opt.onVacuous.Or(gate.Fail), "vacuous")
	}
}

// apply does to a run that decides nothing what a policy says.
func (r *Result) apply(p gate.Policy, what string) {
	switch p {
	case gate.Fail:
		r.failed = true
	case gate.Warn:
		r.remarks = append(r.remarks, "a run that is "+what+" counts as a warning")
	}
}
