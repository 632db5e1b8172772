package checker

import (
	"slices"
	"time"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// GivenBreach shows that no execution with the given arbitration satisfies a model:
// what Execution makes visible is visible in all of them, and yet it has the Breach.
type GivenBreach struct {
	Execution *axioms.Execution
	Breach    *axioms.Breach
}

// CheckByClocks judges h against the model m where arbitration is not to be found
// but given by the timestamps of hybrid logical clocks; see
// [axioms.HybridClockOrder]. Stores in which the last
// writer wins promise a model in this sense.
//
// The axioms of the model on visibility must be of SESSION, REALTIME, TRANSVIS and
// the session guarantees. There is a least visibility under these, and a read that
// does not fit it fits no larger one: the verdict is exact. It takes the time of
// [axioms.Execution.Validate].
func CheckByClocks(h *history.History, m *axioms.Model, opt Options) (*Verdict, error) {
	r, err := resolve(h, opt)
	if err != nil {
		return nil, err
	}
	order, err := axioms.HybridClockOrder(h)
	if err != nil {
		return nil, &UnusableError{history.Problem{Txn: -1, Fatal: true, Message: err.Error()}}
	}
	begin := time.Now()
	v := &Verdict{History: h, Model: m, Engine: "given-order"}
	j := &job{h: h, r: r, set: m.Axioms.Closure(), opt: opt}
	if b := j.readConsistency(); b != nil {
		v.Outcome, v.Engine, v.Refutation = Violated, "read-consistency", &Refutation{Read: b}
	} else if len(r.Ambiguous) > 0 {
		v.Outcome, v.Reason = Undecided, ambiguous(h, r.Ambiguous[0]).String()
	} else if t := withoutPlace(r, order); t >= 0 {
		v.Outcome, v.Reason = Undecided, "nothing says where "+h.Name(t)+" is arbitrated: its outcome is unknown, a write of it was read, and it has no timestamp"
	} else {
		v.judgeGiven(r, order, opt.Lists)
	}
	if err := certify(v, h, opt.Lists); err != nil {
		return nil, internalError(v, err.Error())
	}
	v.Seconds = time.Since(begin).Seconds()
	return v, nil
}

// withoutPlace returns a transaction that takes part and is not in order, or -1.
func withoutPlace(r *dependency.Resolved, order []int32) int32 {
	placed := make([]bool, r.History.Len())
	for _, t := range order {
		placed[t] = true
	}
	for _, t := range r.Txn {
		if !placed[t] {
			return t
		}
	}
	return -1
}

// judgeGiven validates the least execution with arbitration order.
func (v *Verdict) judgeGiven(r *dependency.Resolved, order []int32, lists axioms.Lists) {
	e := leastExecution(r, order, v.Model.Axioms.Closure())
	e.Lists = lists
	if b := e.Validate(v.Model.Axioms); b != nil {
		v.Outcome, v.Refutation = Violated, &Refutation{Given: &GivenBreach{Execution: e, Breach: b}}
		return
	}
	v.Outcome, v.Execution = Consistent, e
}

// leastExecution returns the execution with arbitration order in which each
// transaction sees those that it reads from and what the axioms of set add.
func leastExecution(r *dependency.Resolved, order []int32, set axioms.Set) *axioms.Execution {
	edges := leastVisibility(set)
	edges.First = make([]int32, r.History.Len()+1)
	for t := range int32(r.History.Len()) {
		if n := r.Node[t]; n >= 0 {
			from := len(edges.Seen)
			for _, read := range r.NodeReads(n) {
				if w := r.TxnOf(read.Source); w != dependency.Init && w != t && !slices.Contains(edges.Seen[from:], w) {
					edges.Seen = append(edges.Seen, w)
				}
			}
		}
		edges.First[t+1] = int32(len(edges.Seen))
	}
	return &axioms.Execution{History: r.History, Order: order, VIS: axioms.Visibility{Edges: edges}}
}

// leastVisibility returns what the closed set of axioms makes visible whatever is
// read.
func leastVisibility(set axioms.Set) *axioms.VisibleEdges {
	return &axioms.VisibleEdges{
		Sessions: set.Has(axioms.SESSION), RealTime: set.Has(axioms.REALTIME),
		Closed: set.Has(axioms.TRANSVIS), Guarantees: extraGuarantees(set),
	}
}
