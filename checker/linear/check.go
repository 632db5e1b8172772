package linear

import (
	"context"
)

// Verdict is the answer about a key.
type Verdict uint8

// The answers.
const (
	Linearizable Verdict = iota
	NotLinearizable
	Undecided
)

// String returns the word that reports use.
func (v Verdict) String() string {
	return [...]string{"linearizable", "not linearizable", "undecided"}[v]
}

// Options are the budgets of a check.
type Options struct {
	// MaxSteps bounds the steps of each search, 0 for no bound.
	MaxSteps int64
	// MaxMemory bounds the memory that a search holds, in bytes; 0 is 1 GiB.
	MaxMemory int64
}

func (o Options) memory() int64 {
	if o.MaxMemory > 0 {
		return o.MaxMemory
	}
	return 1 << 30
}

// KeyResult is what was found about one key, with operations as indices of the
// history.
type KeyResult struct {
	Key     int32
	Verdict Verdict
	Engine  string // "zones", "values", "configurations" or "porcupine"
	Reason  string // of Undecided: what ran out, and where
	// Order is, for Linearizable, an order in which the operations might have
	// taken effect. Unknown operations that it leaves out did not.
	Order []int32
	// Witness is, for NotLinearizable, a small part of the operations that is not
	// linearizable either; see [History.Refute]. Only the first such key has one.
	Witness []int32
	// Last is the operation of the witness at whose return no order is left: those
	// that return later are as good as unknown.
	Last int32
}

// Result is what was found about a history.
type Result struct {
	Verdict Verdict // NotLinearizable if a key is, else Undecided if a key is
	Keys    []KeyResult
}

// Check decides whether h is linearizable, key by key. The answer and the evidence
// depend on h and the budgets alone, unless ctx ends first.
func Check(ctx context.Context, h *History, opt Options) *Result {
	r := &Result{}
	for _, p := range h.parts() {
		a := decide(ctx, p, opt)
		k := KeyResult{Key: p.key, Verdict: a.verdict, Engine: a.engine, Reason: a.reason}
		switch {
		case a.verdict == Linearizable:
			k.Order = p.global(a.order)
		case a.verdict == NotLinearizable && r.Verdict != NotLinearizable:
			k.Witness, k.Last = witness(ctx, p, a, opt)
		}
		r.Keys = append(r.Keys, k)
		if k.Verdict == NotLinearizable || r.Verdict == Linearizable {
			r.Verdict = k.Verdict
		}
	}
	return r
}

// global returns the indices in the history of local ones.
func (p *part) global(local []int32) []int32 {
	all := make([]int32, len(local))
	for i, n := range local {
		all[i] = p.ops[n]
	}
	return all
}

// decide takes the cheapest engine that applies.
func decide(ctx context.Context, p *part, opt Options) answer {
	if ctx.Err() != nil {
		return answer{verdict: Undecided, engine: "none", reason: "the time was up before the key was looked at", stuck: -1}
	}
	switch p.h.Object {
	case Register:
		if a, ok := zones(p); ok {
			return a
		}
	case Queue:
		if a, ok := fifo(p); ok {
			return a
		}
	case Stack:
		if a, ok := lifo(p); ok {
			return a
		}
	case Set:
		if a, ok := members(ctx, p, opt); ok {
			return a
		}
	}
	return search(ctx, p, opt)
}
