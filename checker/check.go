package checker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"visar/axioms"
	"visar/checker/linear"
	"visar/history"
	"visar/history/dependency"
)

// Check judges h against the model m. The error is for a history that cannot be
// judged (an [UnusableError]) or for evidence that does not stand, which is a bug
// of visar.
func Check(ctx context.Context, h *history.History, m *axioms.Model, opt Options) (*Verdict, error) {
	verdicts, err := Classify(ctx, h, []*axioms.Model{m}, opt)
	if err != nil {
		return nil, err
	}
	return verdicts[0], nil
}

// Classify judges h against each of models, in their order. What one verdict
// settles about weaker or stronger models is not decided again: an execution that
// satisfies a model satisfies the weaker ones, and a refutation of a model
// refutes the stronger ones.
func Classify(ctx context.Context, h *history.History, models []*axioms.Model, opt Options) ([]*Verdict, error) {
	c := &classification{ctx: ctx, h: h, opt: opt, models: models, verdicts: make([]*Verdict, len(models))}
	c.tell("finding the write behind each read")
	var err error
	if c.r, err = resolve(h, opt); err != nil && !onlyObjects(h, models) {
		return nil, err
	}
	if c.r != nil && len(c.r.Ambiguous) == 0 {
		c.shared, c.open, c.timeless = &shared{}, versionsOpen(c.r), timeless(c.r)
	}
	if err := c.acceptStrongest(); err != nil {
		return nil, err
	}
	for {
		i := c.next()
		if i < 0 {
			return c.verdicts, nil
		}
		if err := c.decide(i); err != nil {
			return nil, err
		}
		c.settle(i)
	}
}

// onlyObjects reports whether no model needs to know who read from whom, so that
// values may be written more than once.
func onlyObjects(h *history.History, models []*axioms.Model) bool {
	for _, p := range h.Problems() {
		if p.Fatal {
			return false
		}
	}
	return linear.Applies(h) && !slices.ContainsFunc(models, func(m *axioms.Model) bool { return !m.SingleObject })
}

// resolve finds the writes behind the reads, or says why h cannot be judged.
func resolve(h *history.History, opt Options) (*dependency.Resolved, error) {
	for _, p := range h.Problems() {
		if p.Fatal {
			return nil, &UnusableError{p}
		}
	}
	r := dependency.Resolve(h, opt.Lists == axioms.Log)
	for _, a := range r.Ambiguous {
		if h.IsList(h.OpKey(a.Op)) {
			return nil, &UnusableError{ambiguous(h, a)}
		}
	}
	return r, nil
}

// ambiguous describes a read of what several transactions wrote or appended.
func ambiguous(h *history.History, a dependency.Ambiguous) history.Problem {
	op := h.Op(a.Op)
	what := ""
	for i, c := range a.Candidates {
		if i > 0 {
			what += " and "
		}
		if c == dependency.Init {
			what += "the initial state"
		} else {
			what += h.Name(c) + lineOf(h, c)
		}
	}
	if !h.IsList(op.Key) {
		return history.Problem{Line: h.Line(a.Txn), Txn: a.Txn, Fatal: true, Message: fmt.Sprintf(
			"%s reads key %s, whose value was written more than once, by %s: values must be written once here, or nothing says which was read",
			h.Name(a.Txn), h.Key(op.Key), what)}
	}
	return history.Problem{Line: h.Line(a.Txn), Txn: a.Txn, Fatal: true, Message: fmt.Sprintf(
		"%s reads list %s with an element that was appended more than once, by %s: elements must be appended once, or nothing says whose it is",
		h.Name(a.Txn), h.Key(op.Key), what)}
}

// lineOf returns the line of a transaction in parentheses, or nothing if the file
// has no lines.
func lineOf(h *history.History, t int32) string {
	if h.Line(t) == 0 {
		return ""
	}
	return fmt.Sprintf(" (line %d)", h.Line(t))
}

// classification is the state of one Classify.
type classification struct {
	ctx      context.Context
	h        *history.History
	r        *dependency.Resolved
	opt      Options
	models   []*axioms.Model
	verdicts []*Verdict
	known    nogoods
	shared   *shared
	open     bool     // the order of some versions is not known from the start
	timeless bool     // RT is empty
	kept     *Verdict // the one that keeps what a survey will need, or nil
	// validated is the validation of an execution, the last one.
	execution *axioms.Execution
	validated *axioms.Validation
}

// validation returns the validation of e, the same one for models that share it.
func (c *classification) validation(e *axioms.Execution) *axioms.Validation {
	if c.execution != e {
		c.execution, c.validated = e, nil // let go of the one before
		c.validated = e.Validation()
	}
	return c.validated
}

// remember takes the validation of e from who made it.
func (c *classification) remember(e *axioms.Execution, v *axioms.Validation) {
	c.execution, c.validated = e, v
}

// tell says what begins, to who asked for it.
func (c *classification) tell(what string) {
	if c.opt.Progress == nil {
		return
	}
	done := 0
	for _, v := range c.verdicts {
		if v != nil {
			done++
		}
	}
	c.opt.Progress(what, done, len(c.models))
}

// decide judges model i and certifies the verdict.
func (c *classification) decide(i int) error {
	m := c.models[i]
	begin := time.Now()
	c.tell("deciding " + m.Name)
	v := &Verdict{History: c.h, Model: m}
	defer func() { c.verdicts[i] = v }()
	if m.SingleObject && !singleObject(c.h) {
		v.Outcome, v.Engine = Undecided, "none"
		v.Reason = "the model is defined for histories in which every transaction uses one key"
		return nil
	}
	if c.ctx.Err() != nil {
		v.Outcome, v.Engine, v.Reason = Undecided, "none", "the time was up before the model was looked at"
		return nil
	}
	if m.SingleObject && c.objects(v) {
		if err := c.certify(v); err != nil {
			return err
		}
		v.Seconds = time.Since(begin).Seconds()
		return nil
	}
	if c.r == nil || c.h.Calls() > 0 && !registersOnly(c.h) {
		v.Outcome, v.Engine = Undecided, "none"
		v.Reason = "the model is not decided for these operations on single objects, or where values are written more than once"
		return nil
	}
	return c.conclude(v, c.jobOf(m).decideAll(&c.known), begin)
}

// jobOf returns the job of deciding m.
func (c *classification) jobOf(m *axioms.Model) *job {
	return &job{ctx: c.ctx, h: c.h, r: c.r, set: m.Axioms.Closure(), opt: c.opt, asked: m.Axioms, judged: c.remember, shared: c.shared}
}

// conclude makes an answer the verdict, and certifies it.
func (c *classification) conclude(v *Verdict, a answer, begin time.Time) error {
	v.Outcome, v.Engine, v.Reason, v.Stages = a.outcome, a.engine, a.reason, a.stages
	v.Execution, v.Sources, v.Refutation = a.exec, a.sources, a.ref
	c.shared.learn(v)
	c.keep(v, a.net)
	certifying := time.Now()
	if err := c.certify(v); err != nil {
		return err
	}
	if v.Stages.Any() {
		v.Stages.CertificationSeconds = since(certifying)
	}
	v.Seconds = time.Since(begin).Seconds()
	return nil
}

// keep keeps net for a survey of v, and no other one. Where the sources of reads were
// chosen it is that of a choice.
func (c *classification) keep(v *Verdict, net *horn) {
	if net == nil || len(c.r.Ambiguous) > 0 {
		return
	}
	if c.kept != nil {
		c.kept.kept = nil
	}
	c.kept, v.kept = v, &keptNet{c.r, net}
}

func (c *classification) certify(v *Verdict) error {
	if v.Outcome == Undecided {
		return nil
	}
	c.tell("checking the evidence for " + v.Model.Name)
	err := certifyBy(v, c.h, c.opt.Lists, c.validation)
	switch {
	case errors.Is(err, linear.ErrLarge):
		v.Outcome, v.Objects, v.Refutation = Undecided, nil, nil
		v.Reason = "a key has no linearization as far as is known, but " + err.Error()
	case err != nil:
		return internalError(v, err.Error())
	default:
		v.Certified = true
	}
	return nil
}

// decideAll decides a job, ambiguous reads included, if the axioms say anything of
// what is read.
func (j *job) decideAll(known *nogoods) answer {
	if len(j.r.Ambiguous) > 0 && j.set&(axioms.EXT|axioms.COMMITTED|axioms.MONOTONICVIEW) != 0 {
		return j.decideSources(known)
	}
	return j.decide()
}

// decide chooses the engine by the axioms.
func (j *job) decide() answer {
	if b := j.readConsistency(); b != nil {
		return violatedBy("read-consistency", &Refutation{Read: b})
	}
	if !j.has(axioms.EXT) || j.set&(axioms.TOTALVIS|axioms.PREFIX|axioms.NOCONFLICT) == 0 {
		return j.weak()
	}
	if !j.has(axioms.SESSION) && versionsOpen(j.r) {
		// With sessions as chains the question is cheaper, and mostly the answer is
		// the same.
		s := *j
		s.set = (j.set | axioms.SESSION).Closure()
		if !s.shared.refutes(s.set) {
			if a := s.strong(); a.outcome == Consistent {
				return a
			}
		}
	}
	return j.strong()
}

// versionsOpen reports whether the order of the versions of some key is not known
// from the start: of a register with two writers, or a list with two appends that
// nobody read.
func versionsOpen(r *dependency.Resolved) bool {
	for k := range int32(r.History.Keys()) {
		v := r.Versions[k]
		if v == nil && len(r.WritersOf(k)) > 1 || v != nil && len(v.Tail) > 1 {
			return true
		}
	}
	return false
}

// registersOnly reports whether the reads and writes of h say all that its calls do
// which took effect.
func registersOnly(h *history.History) bool {
	for t := range int32(h.Len()) {
		if c, ok := h.Call(t); ok && c.Func != history.CAS {
			return false
		}
	}
	return true
}

// singleObject reports whether every transaction uses at most one key.
func singleObject(h *history.History) bool {
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			if h.OpKey(i) != h.OpKey(lo) {
				return false
			}
		}
	}
	return true
}
