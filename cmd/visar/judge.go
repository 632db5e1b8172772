package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"visar/axioms"
	"visar/checker"
	"visar/claims"
	"visar/gate"
	"visar/history"
	"visar/history/format"
)

// judged is what was found about one file. Renderers print it; it keeps the
// history and the verdicts themselves so that every kind of output can be drawn
// from it.
type judged struct {
	path     string
	input    inputFlags       // how it was read
	claim    *claims.Claim    // what it was judged by, if so, and
	part     *claims.Part     // which part of that
	file     *format.File     // nil if the file could not be read
	whole    *history.History // that of which file has what survived a crash, or nil
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
	claim  *claims.Claim // instead of models, or nil
	// surveying asks for what else violates a model, and minimizing for the smallest
	// parts that show it.
	surveying, minimizing bool
	gate                  *gateRun // nil but for check
	progress              progress
}

// file judges the history at path against models. Whatever goes wrong with it is
// part of the result, so that the other files get their turn.
func (j *judge) file(ctx context.Context, path string) *judged {
	ctx, cancel := j.budget.context(ctx)
	defer cancel()
	shown := j.shown()
	shown.begin(path)
	defer shown.end()
	res := &judged{path: path, input: j.input}
	if j.read(ctx, res) {
		j.history(ctx, res)
	}
	return res
}

// read reads the file of res; false if it could not be read.
func (j *judge) read(ctx context.Context, res *judged) bool {
	file, err := j.input.open(ctx, res.path, j.shown().read)
	switch {
	case err != nil && ctx.Err() != nil:
		res.outcome, res.reason = undecided, context.Cause(ctx).Error()+" while the file was read"
	case err != nil:
		res.unusable(problemOf(err, res.path))
	default:
		res.file = file
		j.gate.prepare(res)
	}
	return res.file != nil
}

// options are what the flags say to the engines.
func (j *judge) options() checker.Options {
	opt := j.budget.options(j.lists)
	opt.Object, opt.Survey = j.input.objectKind(), j.surveying
	return opt
}

// history judges the history of res.file.
func (j *judge) history(ctx context.Context, res *judged) {
	h := res.file.History
	fatal := fatalFor(res)
	for _, p := range h.Problems() {
		if !p.MixedUse || fatal(p) {
			res.problems = append(res.problems, problemIn(h, p))
		}
	}
	j.gate.vacuity(res)
	if res.vacuity.Empty && res.policy == gate.Fail && !slices.ContainsFunc(h.Problems(), fatal) {
		res.unusable(problem{message: res.vacuity.Reasons[0], fatal: true})
		return
	}
	verdicts, err := j.verdicts(ctx, res)
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
		err = res.survey(ctx, j.options())
	}
	if j.minimizing && err == nil {
		err = res.makeMinimal(ctx, j.options())
	}
	if err != nil {
		res.outcome, res.reason = broken, err.Error()
	}
}

// verdicts judges the history of res by its models, or by its part of a claim.
func (j *judge) verdicts(ctx context.Context, res *judged) ([]*checker.Verdict, error) {
	opt := j.options()
	opt.Progress = j.shown().stage
	if res.part != nil {
		return res.part.Check(ctx, opt)
	}
	return checker.Classify(ctx, res.file.History, j.modelsFor(res), opt)
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

func problemIn(h *history.History, p history.Problem) problem {
	out := problem{line: int(p.Line), message: p.Message, fatal: p.Fatal}
	if p.Txn >= 0 {
		out.txn = h.Name(p.Txn)
	}
	return out
}

// problemOf takes the position out of an error about the history at path. A line is
// one of that file only: the message itself names the file of a session in a
// directory, and the offset in a binary file.
func problemOf(err error, path string) problem {
	var at *format.SyntaxError
	switch {
	case !errors.As(err, &at):
		return problem{message: err.Error(), fatal: true}
	case strings.HasPrefix(at.Path, filepath.Clean(path)+string(filepath.Separator)):
		return problem{message: at.Error(), fatal: true}
	case at.Line == 0:
		return problem{message: fmt.Sprintf("byte %d: %s", at.Offset, at.Msg), fatal: true}
	}
	return problem{line: at.Line, column: at.Column, message: at.Msg, fatal: true}
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
