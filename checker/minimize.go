package checker

import (
	"context"
	"errors"
	"slices"
	"strings"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// Minimize returns a small part of h that violates the model for the same reason
// as v does: no transaction of it, and no operation, can be dropped without
// changing that. A read of a list keeps only the elements whose appends are kept;
// reads of writes that are not kept are dropped. Names, sessions, lines and times
// stay. If same is not nil, it must accept the verdict on the part too. It costs a
// check of what is left for each thing that is tried. Where ctx ends early, or these
// checks come to more than eight million operations, minimal is false: something more
// might go.
func Minimize(ctx context.Context, h *history.History, v *Verdict, same func(*Verdict) bool, opt Options) (small *history.History, minimal bool, err error) {
	m := v.Model
	if v.From != nil {
		m = v.From
	}
	if v.Refutation == nil {
		small, err := minimalObjects(h, v)
		return small, err == nil, err
	}
	if v.Refutation.Given != nil || v.Refutation.Siblings != nil {
		return nil, false, errors.New("no smaller history is made where arbitration is given or plays no part")
	}
	opt.transactions, opt.Survey = true, false
	z := &minimizer{ctx: ctx, h: h, model: m, opt: opt, reason: reasonOf(h, v.Refutation), same: same}
	keep := z.begin(v.Refutation)
	z.keepOnly(keep)
	stands := z.stands()
	for _, narrower := range []func(){
		func() { z.keepKeys(v.Refutation) },
		func() { z.keepEvidence(v.Refutation) },
		func() { z.keepWriters(keep); z.keepOnly(keep) },
		func() { z.keepEvidence(v.Refutation) },
	} {
		if !stands {
			narrower()
			stands = z.stands()
		}
	}
	if !stands && h.Len() <= wholeTxns {
		// Of several contradictions the engine meets another one first in the part.
		z.keepAll()
		stands = z.stands()
	}
	switch {
	case stands:
	case ctx.Err() != nil:
		return nil, false, context.Cause(ctx)
	default:
		return nil, false, errors.New("no smaller history was found that violates the model for the same reason")
	}
	z.steps = minimizeSteps
	for run := len(z.txns) / 2; run > 1; run /= 2 {
		z.dropTxns(run)
	}
	// Without an operation a transaction may be dispensable that was not before.
	for z.dropTxns(1) || z.dropOps() {
	}
	small, err = z.part()
	return small, !z.ended(), err
}

// minimizeSteps bounds the operations in all checks of parts together.
const minimizeSteps = 1 << 23

// ended reports whether there is no time or no step left.
func (z *minimizer) ended() bool { return z.steps < 0 || z.ctx.Err() != nil }

// wholeTxns bounds the histories that are reduced from the whole, with a check of
// all of it for each step, where the transactions of the evidence are no start.
const wholeTxns = 2000

// minimizer holds which operations are kept; transactions are kept while they
// have one, or while they are needed for nothing but being there.
type minimizer struct {
	ctx    context.Context
	h      *history.History
	model  *axioms.Model
	opt    Options
	reason string
	same   func(*Verdict) bool
	steps  int64                // left
	txns   []int32              // in order
	ops    []int32              // in order
	writes map[[2]int32][]int32 // of the whole history and the keys in use, by key and value
}

// reasonOf names what a refutation shows, so that two can be compared: the kind of
// the read, or the kinds along the cycle from its least rotation on.
func reasonOf(h *history.History, r *Refutation) string {
	switch {
	case r.Read != nil:
		return r.Read.Kind.String()
	case r.Cycle != nil:
		return cycleKinds(h, r.Cycle)
	}
	return "proof"
}

// cycleKinds counts real time within a session as session order: most often both
// hold, and which is named is of no account.
func cycleKinds(h *history.History, c dependency.Cycle) string {
	kinds := make([]string, len(c))
	for i, e := range c {
		kinds[i] = e.Kind.String()
		if e.Kind == dependency.RT && h.Session(e.From) == h.Session(e.To) {
			kinds[i] = dependency.SO.String()
		}
	}
	at := dependency.LeastRotation(kinds)
	return strings.Join(slices.Concat(kinds[at:], kinds[:at]), " ")
}

// begin keeps the transactions of the refutation, and for each of their list keys
// the read that shows the order of the versions.
func (z *minimizer) begin(r *Refutation) map[int32]bool {
	keep := map[int32]bool{}
	switch {
	case r.Read != nil:
		z.keepRead(keep, r.Read)
	case r.Cycle != nil:
		z.keepCycle(keep, r.Cycle)
	default:
		for _, t := range r.Proof.Txns {
			keep[t] = true
		}
		for _, s := range r.Proof.Steps {
			z.keepCycle(keep, s.Cycle)
		}
	}
	z.keepOrders(keep)
	return keep
}

// keepOnly keeps the operations of the given transactions.
func (z *minimizer) keepOnly(keep map[int32]bool) {
	z.txns, z.ops, z.writes = nil, nil, nil
	for t := range int32(z.h.Len()) {
		if !keep[t] {
			continue
		}
		z.txns = append(z.txns, t)
		lo, hi := z.h.Ops(t)
		for i := lo; i < hi; i++ {
			z.ops = append(z.ops, i)
		}
	}
}

// keepAll keeps everything.
func (z *minimizer) keepAll() {
	all := map[int32]bool{}
	for t := range int32(z.h.Len()) {
		all[t] = true
	}
	z.keepOnly(all)
}

// keepWriters keeps whoever wrote what the kept transactions read.
func (z *minimizer) keepWriters(keep map[int32]bool) {
	z.indexWrites()
	for t := range int32(z.h.Len()) {
		if !keep[t] {
			continue
		}
		lo, hi := z.h.Ops(t)
		for i := lo; i < hi; i++ {
			op := z.h.Op(i)
			for _, v := range append(slices.Clone(op.List), op.Value) {
				for _, w := range z.writes[[2]int32{op.Key, v}] {
					keep[z.h.TxnOf(w)] = true
				}
			}
		}
	}
}

func (z *minimizer) keepRead(keep map[int32]bool, b *dependency.Breach) {
	keep[b.Txn] = true
	if b.Writer >= 0 {
		keep[b.Writer] = true
	}
	if b.Other >= 0 {
		keep[z.h.TxnOf(b.Other)] = true
	}
}

func (z *minimizer) keepCycle(keep map[int32]bool, c dependency.Cycle) {
	for _, e := range c {
		keep[e.From], keep[e.To] = true, true
		if e.Kind == dependency.RW && e.Source >= 0 {
			keep[e.Source] = true
		}
		if e.Via != nil {
			if e.Via.Reader >= 0 {
				keep[e.Via.Reader] = true
			}
			z.keepCycle(keep, e.Via.Visible)
		}
	}
}

// keepOrders keeps, for each list that two kept transactions append to, the first
// committed reader of the whole longest list.
func (z *minimizer) keepOrders(keep map[int32]bool) {
	appenders := map[int32]int{}
	for t := range keep {
		seen := map[int32]bool{}
		lo, hi := z.h.Ops(t)
		for i := lo; i < hi; i++ {
			if k := z.h.OpKey(i); z.h.OpKind(i) == history.Append && !seen[k] {
				seen[k] = true
				appenders[k]++
			}
		}
	}
	for i := range int32(z.h.NumOps()) {
		k := z.h.OpKey(i)
		if z.h.OpKind(i) != history.Read || appenders[k] < 2 {
			continue
		}
		if z.readsWhole(i) {
			keep[z.h.TxnOf(i)] = true
			delete(appenders, k)
		}
	}
}

// dropTxns drops each run of so many transactions that can go, the last first, and
// reports whether any went.
func (z *minimizer) dropTxns(run int) bool {
	before := len(z.txns)
	for end := len(z.txns); end > 0 && !z.ended(); end -= run {
		begin := max(0, end-run)
		txns, ops := z.txns, z.ops
		z.ops = nil
		for _, op := range ops {
			if _, gone := slices.BinarySearch(txns[begin:end], z.h.TxnOf(op)); !gone {
				z.ops = append(z.ops, op)
			}
		}
		z.txns = slices.Concat(txns[:begin], txns[end:])
		if !z.stands() {
			z.txns, z.ops = txns, ops
		}
	}
	return len(z.txns) < before
}

// dropOps drops each operation that can go, the last first, and reports whether
// any went.
func (z *minimizer) dropOps() bool {
	before := len(z.ops)
	for i := len(z.ops) - 1; i >= 0 && !z.ended(); i-- {
		ops := z.ops
		z.ops = slices.Delete(slices.Clone(ops), i, i+1)
		if !z.stands() {
			z.ops = ops
		}
	}
	return len(z.ops) < before
}

// stands reports whether what is kept violates the model for the same reason.
func (z *minimizer) stands() bool {
	z.steps -= int64(len(z.ops))
	h, err := z.part()
	if err != nil {
		return false
	}
	v, err := Check(z.ctx, h, z.model, z.opt)
	return err == nil && v.Outcome == Violated && v.Certified && z.alike(reasonOf(h, v.Refutation)) &&
		(z.same == nil || z.same(v))
}

// alike reports whether a reason is the one looked for. Where same has the last word,
// WW does for WR: between the two edges that a transaction which overwrote what it
// read makes, a check of the part may choose the other one.
func (z *minimizer) alike(reason string) bool {
	kinds := func(s string) []string {
		return slices.Sorted(slices.Values(strings.Fields(strings.ReplaceAll(s, "WW", "WR"))))
	}
	return reason == z.reason || z.same != nil && slices.Equal(kinds(reason), kinds(z.reason))
}
