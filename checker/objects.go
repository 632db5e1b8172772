package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/checker/linear"
	"visar/history"
)

// ObjectEvidence is the evidence for a verdict about single objects: a
// linearization of each key, or operations on one key that have none.
type ObjectEvidence struct {
	History *linear.History
	Keys    []linear.KeyResult
	// Sequential is, for sequential consistency, an order of all operations, or
	// operations that have none; there are no Keys then.
	Sequential *linear.SequentialResult
}

// Violation returns the first key that is not linearizable, or nil.
func (e *ObjectEvidence) Violation() *linear.KeyResult {
	for i := range e.Keys {
		if e.Keys[i].Verdict == linear.NotLinearizable {
			return &e.Keys[i]
		}
	}
	return nil
}

// Witness are the operations that have no order, as indices of History.
func (e *ObjectEvidence) Witness() []int32 {
	if e.Sequential != nil {
		return e.Sequential.Witness
	}
	if k := e.Violation(); k != nil {
		return k.Witness
	}
	return nil
}

// objects decides linearizability by the engines for single objects, and reports
// whether they apply: every transaction is an operation on one object, and their
// times say what happened before what.
func (c *classification) objects(v *Verdict) bool {
	if c.opt.transactions || !linear.Applies(c.h) {
		return false
	}
	if !v.Model.Axioms.Has(axioms.REALTIME) {
		return c.sequential(v)
	}
	h, err := linear.From(c.h, c.opt.Object)
	if err != nil {
		if c.r != nil && c.h.Calls() == 0 {
			return false
		}
		v.Outcome, v.Engine, v.Reason = Undecided, "none", err.Error()
		return true
	}
	res := linear.Check(c.ctx, h, linear.Options{MaxSteps: c.opt.MaxSteps, MaxMemory: c.opt.MaxMemory})
	v.Objects = &ObjectEvidence{History: h, Keys: res.Keys}
	v.Engine = enginesOf(res.Keys)
	switch res.Verdict {
	case linear.Linearizable:
		v.Outcome = Consistent
	case linear.NotLinearizable:
		v.Outcome = Violated
		c.refuteRegisters(v)
	default:
		v.Outcome, v.Reason, v.Objects = Undecided, undecidedKeys(h, res.Keys), nil
	}
	return true
}

// sequential decides sequential consistency where transactions do not: of other
// objects than registers, and where values are written more than once.
func (c *classification) sequential(v *Verdict) bool {
	if c.r != nil && registersOnly(c.h) {
		return false
	}
	h, ordered, err := linear.FromSessions(c.h, c.opt.Object)
	if err != nil {
		v.Outcome, v.Engine, v.Reason = Undecided, "none", err.Error()
		return true
	}
	res := linear.CheckSequential(c.ctx, h, ordered, linear.Options{MaxSteps: c.opt.MaxSteps, MaxMemory: c.opt.MaxMemory})
	v.Engine = res.Engine
	switch res.Verdict {
	case linear.Linearizable:
		v.Outcome = Consistent
	case linear.NotLinearizable:
		v.Outcome = Violated
	default:
		v.Outcome, v.Reason = Undecided, res.Reason
		return true
	}
	v.Objects = &ObjectEvidence{History: h, Sequential: res}
	return true
}

// refuteRegisters finds, for a violated history of registers, a refutation in terms
// of transactions as well, which has a name and a cycle.
func (c *classification) refuteRegisters(v *Verdict) {
	if c.r == nil || v.Objects.History.Object != linear.Register || !registersOnly(c.h) {
		return
	}
	j := &job{ctx: c.ctx, h: c.h, r: c.r, set: v.Model.Axioms.Closure(), opt: c.opt}
	if a := j.decide(); a.outcome == Violated {
		v.Refutation, v.Stages = a.ref, a.stages
	}
}

// enginesOf names what decided the keys, in order of appearance.
func enginesOf(keys []linear.KeyResult) string {
	text, seen := "", map[string]bool{}
	for i := range keys {
		if e := keys[i].Engine; !seen[e] {
			seen[e] = true
			if text != "" {
				text += ", "
			}
			text += e
		}
	}
	return text
}

// undecidedKeys says which keys are undecided, and why the first is.
func undecidedKeys(h *linear.History, keys []linear.KeyResult) string {
	first, more := -1, 0
	for i := range keys {
		if keys[i].Verdict != linear.Undecided {
			continue
		}
		if first >= 0 {
			more++
			continue
		}
		first = i
	}
	text := fmt.Sprintf("key %s: %s", h.Keys[keys[first].Key], keys[first].Reason)
	if more > 0 {
		text += fmt.Sprintf("; %d more keys are undecided", more)
	}
	return text
}

// certifyObjects checks the evidence about single objects by code that took no
// part in finding it: linearizations are replayed, and the operations that are to
// have none are tried in every order.
func certifyObjects(v *Verdict, h *history.History) error {
	e := v.Objects
	if s := e.Sequential; s != nil {
		switch {
		case !v.Model.SingleObject || v.Outcome == Consistent && v.Model.Axioms.Has(axioms.REALTIME):
			return errors.New("an order of operations that keeps to sessions is for sequential consistency")
		case v.Outcome == Consistent:
			return e.History.ReplaySequential(s.Order)
		}
		return e.History.RefuteSequential(s.Witness)
	}
	if !v.Model.SingleObject || v.Outcome == Violated && !v.Model.Axioms.Has(axioms.REALTIME) {
		return errors.New("evidence about single objects is for linearizability")
	}
	if v.Outcome == Consistent {
		if e.Violation() != nil {
			return errors.New("a key is said not to be linearizable")
		}
		return certifyKeys(e)
	}
	k := e.Violation()
	if k == nil {
		return errors.New("no key is said not to be linearizable")
	}
	return e.History.Refute(k)
}

func certifyKeys(e *ObjectEvidence) error {
	has := make([]bool, len(e.History.Keys))
	for i := range e.Keys {
		has[e.Keys[i].Key] = true
	}
	for i := range e.History.Ops {
		if o := &e.History.Ops[i]; !has[o.Key] && !o.Unknown() {
			return fmt.Errorf("key %s has no linearization", e.History.Keys[o.Key])
		}
	}
	return e.History.Replay(e.Keys)
}

// minimalObjects returns the transactions of the witness alone.
func minimalObjects(h *history.History, v *Verdict) (*history.History, error) {
	keep := map[int32]bool{}
	for _, i := range v.Objects.Witness() {
		keep[v.Objects.History.Ops[i].Txn] = true
	}
	z := &minimizer{h: h}
	z.keepOnly(keep)
	return z.part()
}
