package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/spf13/cobra"

	"visar/checker"
	"visar/gate"
	"visar/history/format"
)

// gateFlags say what it takes for a run to pass.
type gateFlags struct {
	expect, today          string
	onVacuous, onUndecided policyFlag
	minTransactions        int
}

func (f *gateFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.expect, "expect", gate.FileName, "file of expectations; read if it is there, unless -m or --axioms is given; the word none reads no file")
	cmd.Flags().IntVar(&f.minTransactions, "min-transactions", 0, "committed transactions that a history must have (default: any)")
	cmd.Flags().Var(&f.onVacuous, "on-vacuous", "what to do about a history that obeys everything because little happens in it: fail, warn or pass (default: fail if nothing happens or --min-transactions is missed, else warn)")
	cmd.Flags().Var(&f.onUndecided, "on-undecided", "what to do about an undecided model: fail, warn or pass (default: fail)")
	cmd.Flags().StringVar(&f.today, "today", "", "day that expiry dates are compared with, as 2026-11-30 (default: the day it is in UTC)")
	cmd.MarkFlagsMutuallyExclusive("expect", "model")
	cmd.MarkFlagsMutuallyExclusive("expect", "axioms")
}

// policyFlag is a policy as a flag.
type policyFlag struct{ gate.Policy }

// Set parses the name of a policy.
func (p *policyFlag) Set(text string) (err error) {
	p.Policy, err = gate.ParsePolicy(text)
	return err
}

// Type names the kind of value for the help.
func (p *policyFlag) Type() string { return "policy" }

// gateRun is a gate at work.
type gateRun struct {
	gateFlags
	expectations *gate.Expectations // nil for none
	day          time.Time
}

// open reads the expectations. A mistake in them is one in how the program was
// called.
func (f gateFlags) open(cmd *cobra.Command) (*gateRun, error) {
	run := &gateRun{gateFlags: f, day: time.Now().UTC().Truncate(24 * time.Hour)}
	if f.minTransactions < 0 {
		return nil, usageError{fmt.Errorf("--min-transactions: expected a number from 0, got %d", f.minTransactions)}
	}
	var err error
	if f.today != "" {
		if run.day, err = gate.ParseDate(f.today); err != nil {
			return nil, usageError{fmt.Errorf("--today: %w", err)}
		}
	}
	given := cmd.Flags().Changed("expect")
	if f.expect == "none" || cmd.Flags().Changed("model") || cmd.Flags().Changed("axioms") {
		return run, nil
	}
	text, err := os.ReadFile(f.expect)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !given:
		return run, nil
	case err != nil:
		return nil, usageError{err}
	}
	if run.expectations, err = gate.Parse(f.expect, text); err != nil {
		return nil, usageError{err}
	}
	return run, nil
}

// entryFor returns what is expected of the history at path, or nil.
func (g *gateRun) entryFor(path string) *gate.Entry {
	if g.expectations == nil {
		return nil
	}
	return g.expectations.For(path)
}

// prepare looks up what is expected of a history, and what Jepsen said of it. A
// results.edn that cannot be read is a remark.
func (g *gateRun) prepare(res *judged) {
	if g == nil {
		return
	}
	res.entry = g.entryFor(res.path)
	if res.file.Format != format.JepsenEDN.Name || res.path == "-" {
		return
	}
	var err error
	if res.jepsen, err = format.ReadJepsenResults(res.path); err != nil {
		res.say(true, "%v", err)
	}
}

// vacuity finds out whether the history of res says anything, and what to do if it
// does not. Without a gate one with no operation at all cannot be judged.
func (g *gateRun) vacuity(res *judged) {
	minimum := 0
	if g != nil {
		minimum = g.minTransactions
		res.policy = g.onVacuous.Policy
	}
	if res.entry != nil {
		minimum = max(minimum, res.entry.MinTransactions)
		res.policy = res.policy.Or(res.entry.OnVacuous)
	}
	whole := res.file.History
	if res.whole != nil {
		whole = res.whole
	}
	res.vacuity = gate.VacuityOf(whole, minimum)
	res.policy = res.policy.Or(res.vacuity.Policy())
}

// rule decides what counts of what was found about a file.
func (g *gateRun) rule(res *judged) {
	res.counted = res.outcome
	if g == nil || res.file == nil || len(res.verdicts) == 0 || res.outcome == broken {
		return
	}
	res.counted = consistent
	for i := range res.verdicts {
		r := g.ruling(res, i)
		res.rulings = append(res.rulings, r)
		res.counted = max(res.counted, r.grade.outcome())
	}
	if len(res.vacuity.Reasons) > 0 && res.policy == gate.Fail && res.counted != violated {
		res.counted = unusable
	}
	g.remark(res)
}

// ruling decides on verdict i.
func (g *gateRun) ruling(res *judged, i int) ruling {
	switch v := res.verdicts[i]; {
	case v.Outcome == checker.Violated && res.entry == nil:
		return ruling{grade: gradeViolated}
	case v.Outcome == checker.Violated:
		seen, complete := res.seen(i)
		r := res.entry.Rule(seen, complete, g.day)
		if r.Allowed {
			return ruling{gradeAllowed, r.Reasons}
		}
		return ruling{gradeViolated, r.Reasons}
	case v.Outcome == checker.Undecided:
		return g.undecided(res.entry)
	}
	return ruling{grade: gradePassed}
}

func (g *gateRun) undecided(entry *gate.Entry) ruling {
	policy := g.onUndecided.Policy
	if entry != nil {
		policy = policy.Or(entry.OnUndecided)
	}
	switch policy {
	case gate.Warn:
		return ruling{gradeWarned, []string{"undecided counts as a warning (on-undecided: warn)"}}
	case gate.Pass:
		return ruling{gradeAllowed, []string{"undecided is let pass (on-undecided: pass)"}}
	}
	return ruling{grade: gradeUndecided}
}

// seen counts the anomalies behind verdict i by name. complete is false where not
// all was looked for.
func (res *judged) seen(i int) (seen []gate.Seen, complete bool) {
	add := func(name string, count int) {
		for k := range seen {
			if seen[k].Name == name {
				seen[k].Count += count
				return
			}
		}
		seen = append(seen, gate.Seen{Name: name, Count: count})
	}
	if res.surveys != nil && res.surveys[i] != nil {
		for _, f := range res.surveys[i].found {
			add(f.Name, max(1, f.Count))
		}
		return seen, res.surveys[i].complete
	}
	for _, n := range res.findings.of[i] {
		add(res.findings.all[n].Name, 1)
	}
	return seen, false
}

// stale returns what the run made no use of in the expectations.
func (g *gateRun) stale() []gate.Remark {
	if g == nil || g.expectations == nil {
		return nil
	}
	return g.expectations.Stale(g.day)
}
