package main

import (
	"context"
	"errors"
	"fmt"

	"visar/axioms"
	"visar/checker"
	"visar/gate"
	"visar/history"
	"visar/history/format"
)

// judged is what was found about one file. Renderers print it; it keeps the
// history and the verdicts themselves so that every kind of output can be drawn
// from it.
type judged struct {
	path     string
	input    inputFlags   // how it was read
	file     *format.File // nil if the file could not be read
	problems []problem
	verdicts []*checker.Verdict
	findings findings
	surveys  []*survey        // by verdict; nil where none was made
	minimal  []minimalHistory // of surveyed anomalies, if asked for
	outcome  outcome          // what was found
	reason   string           // why there are no verdicts, if so

	// What the gate makes of it.
	entry   *gate.Entry // what is expected, or nil
	rulings []ruling    // by verdict
	vacuity gate.Vacuity
	policy  gate.Policy           // on vacuity
	remarks []remark              // beside the verdicts
	jepsen  *format.JepsenResults // what Jepsen said, or nil
	counted outcome               // what the exit code follows
}

// problem is a remark about an input, with its position as far as it has one.
type problem struct {
	line, column int // from 1, or 0
	txn          string
	message      string
	fatal        bool
}

// judge reads the histories and judges each against models.
type judge struct {
	input  inputFlags
	budget budgetFlags
	lists  axioms.Lists
	models []*axioms.Model
	// surveying asks for what else violates a model, and minimizing for the smallest
	// parts that show it.
	surveying, minimizing bool
	gate                  *gateRun // nil but for check
	progress              progress
}

// file judges the history at path. Whatever goes wrong with it is part of the
// result, so that the other files get their turn.
func (j *judge) file(ctx context.Context, path string) *judged {
	ctx, cancel := j.budget.context(ctx)
	defer cancel()
	shown := j.shown()
	shown.begin(path)
	defer shown.end()
	res := &judged{path: path, input: j.input}
	file, err := j.input.open(ctx, path, shown.read)
	switch {
	case err != nil && ctx.Err() != nil:
		res.outcome, res.reason = undecided, context.Cause(ctx).Error()+" while the file was read"
	case err != nil:
		res.unusable(problemOf(err))
	default:
		res.file = file
		j.gate.prepare(res)
		j.history(ctx, res)
	}
	return res
}

// history judges the history of res.file.
func (j *judge) history(ctx context.Context, res *judged) {
	h := res.file.History
	for _, p := range h.Problems() {
		res.problems = append(res.problems, problemIn(h, p))
	}
	j.gate.vacuity(res)
	if res.vacuity.Empty && res.policy == gate.Fail && !anyFatal(h) {
		res.unusable(problem{message: res.vacuity.Reasons[0], fatal: true})
		return
	}
	opt := j.budget.options(j.lists)
	opt.Progress = j.shown().stage
	verdicts, err := checker.Classify(ctx, h, j.modelsFor(res), opt)
	var no *checker.UnusableError
	switch {
	case errors.As(err, &no):
		res.unusable(problemIn(h, no.Problem))
		return
	case err != nil:
		res.outcome, res.reason = broken, err.Error()
		return
	}
	for _, v := range verdicts {
		if v.Outcome == checker.Undecided && ctx.Err() != nil {
			v.Reason = cutOff(ctx, v.Reason)
		}
		res.outcome = max(res.outcome, outcomeOf(v.Outcome))
	}
	res.verdicts = verdicts
	res.findings = find(verdicts)
	if j.surveying {
		err = res.survey(ctx, j.budget.options(j.lists))
	}
	if j.surveying && j.minimizing && err == nil {
		err = res.makeMinimal(ctx, j.budget.options(j.lists))
	}
	if err != nil {
		res.outcome, res.reason = broken, err.Error()
	}
}

// shown returns what shows the progress, if only nothing.
func (j *judge) shown() progress {
	if j.progress == nil {
		return noProgress{}
	}
	return j.progress
}

// unusable ends the judgement with p, which is not repeated if it is known.
func (res *judged) unusable(p problem) {
	res.outcome, res.reason = unusable, p.String()
	for _, q := range res.problems {
		if p == q {
			return
		}
	}
	res.problems = append(res.problems, p)
}

// modelsFor returns the models to judge the history of res against: those that it
// is claimed to obey, if something is claimed.
func (j *judge) modelsFor(res *judged) []*axioms.Model {
	if res.entry != nil {
		return res.entry.Models
	}
	return j.models
}

func anyFatal(h *history.History) bool {
	for _, p := range h.Problems() {
		if p.Fatal {
			return true
		}
	}
	return false
}

func problemIn(h *history.History, p history.Problem) problem {
	out := problem{line: int(p.Line), message: p.Message, fatal: p.Fatal}
	if p.Txn >= 0 {
		out.txn = h.Name(p.Txn)
	}
	return out
}

// problemOf takes the position out of an error about a file.
func problemOf(err error) problem {
	var at *format.SyntaxError
	if errors.As(err, &at) {
		return problem{line: at.Line, column: at.Column, message: at.Msg, fatal: true}
	}
	return problem{message: err.Error(), fatal: true}
}

// String returns the message after its position.
func (p problem) String() string {
	switch {
	case p.line == 0:
		return p.message
	case p.column == 0:
		return fmt.Sprintf("line %d: %s", p.line, p.message)
	}
	return fmt.Sprintf("line %d, column %d: %s", p.line, p.column, p.message)
}
