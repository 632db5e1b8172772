package visartest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/gate"
	"visar/history"
	"visar/history/format"
)

// historyFile is the name under which the history is judged and written.
const historyFile = "history.jsonl"

// Result is what was found about a recorded history, and what is made of it.
type Result struct {
	// File is the history as its file holds it: what is judged is what is written.
	File    *format.File
	Vacuity gate.Vacuity
	Verdict *checker.Verdict // nil if the history cannot be judged
	// Found are the anomalies of a violated verdict, its own first, then what else
	// violates the model. Complete says that everything was looked for.
	Found    []*anomalies.Found
	Complete bool
	// Minimal is the smallest part of the history that shows the first anomaly; nil
	// if there was no time to find one.
	Minimal *history.History

	recorded *history.History // as File has it, and with the faults, which the file does not hold
	failed   bool
	model    *axioms.Model
	headline string
	remarks  []string // sentences on what was made of it
	opt      *options
}

// Failed reports whether the result is not what was asked for.
func (r *Result) Failed() bool { return r.failed }

// Judge judges what was recorded against a model. The history goes through the
// format of its file first, so that visar check says the same of the file. The
// error is for a recorder that was used wrongly or is full; a history that cannot
// be judged is a failed result.
func (r *Recorder) Judge(ctx context.Context, m *axioms.Model, opts ...Option) (*Result, error) {
	if m == nil {
		return nil, errors.New("expected a model, got nil")
	}
	h, err := r.History()
	if err != nil {
		return nil, err
	}
	res := &Result{recorded: h, model: m, opt: optionsOf(opts)}
	if res.File, err = throughFile(ctx, h); err != nil {
		return nil, fmt.Errorf("the recorded history does not read back: %w", err)
	}
	res.Vacuity = gate.VacuityOf(res.File.History, res.opt.minimum)
	if err := res.decide(ctx); err != nil {
		return nil, err
	}
	if res.Verdict != nil && res.Verdict.Outcome == checker.Violated {
		if err := res.look(ctx); err != nil {
			return nil, err
		}
	}
	res.rule()
	return res, nil
}

// throughFile writes h and reads it back.
func throughFile(ctx context.Context, h *history.History) (*format.File, error) {
	r, w := io.Pipe()
	go func() { w.CloseWithError(format.Native.Encode(w, h)) }()
	defer r.Close() // ends the writer, if reading ends early
	return format.Read(ctx, r, historyFile, format.Options{Format: format.Native.Name})
}

// within returns a context that ends when the time for a stage is over.
func (o *options) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, o.timeout, fmt.Errorf("the time limit of %s ran out", o.timeout.Round(time.Millisecond)))
}

// decide finds the verdict.
func (r *Result) decide(ctx context.Context) error {
	ctx, cancel := r.opt.within(ctx)
	defer cancel()
	v, err := checker.Check(ctx, r.File.History, r.model, r.opt.check)
	var no *checker.UnusableError
	switch {
	case errors.As(err, &no):
		r.failed, r.headline = true, "the history cannot be judged: "+no.Error()
		return nil
	case err != nil:
		return err
	}
	if v.Outcome == checker.Undecided && ctx.Err() != nil {
		v.Reason = context.Cause(ctx).Error() + ": " + v.Reason
	}
	r.Verdict = v
	return nil
}

// look finds the anomalies of a violated verdict and the smallest part that shows
// the first.
func (r *Result) look(ctx context.Context) error {
	ctx, cancel := r.opt.within(ctx)
	defer cancel()
	all, complete, err := checker.Survey(ctx, r.File.History, r.Verdict, r.opt.check)
	if err != nil {
		return err
	}
	r.Found, r.Complete = anomalies.Surveyed(r.Verdict, all), complete
	if len(r.Found) == 0 {
		r.Found = anomalies.In(r.Verdict)
	}
	same := func(v *checker.Verdict) bool {
		return slices.EqualFunc(anomalies.In(v), r.Found[:1], func(a, b *anomalies.Found) bool { return a.Name == b.Name })
	}
	small, _, err := checker.Minimize(ctx, r.File.History, r.Verdict, same, r.opt.check)
	if err == nil {
		r.Minimal = small
	}
	return nil
}
