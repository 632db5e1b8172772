package linear

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
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
	// VerdictOnly leaves the witness out, and the replay of an order on a user's model,
	// and stops at the first key that is found
	// not to be linearizable: the others are Undecided then.
	VerdictOnly bool
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
	Engine  string // "zones", "values", "greedy", "configurations" or "porcupine"
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
	parts := h.parts()
	for i, a := range decideAll(ctx, parts, opt) {
		p := parts[i]
		k := KeyResult{Key: p.key, Verdict: a.verdict, Engine: a.engine, Reason: a.reason}
		switch {
		case a.verdict == Linearizable:
			k.Order = p.global(a.order)
		case a.verdict == NotLinearizable && r.Verdict != NotLinearizable && !opt.VerdictOnly:
			if a.within != nil {
				p = a.within
			}
			k.Witness, k.Last = witness(ctx, p, a, opt)
		}
		r.Keys = append(r.Keys, k)
		if k.Verdict == NotLinearizable || r.Verdict == Linearizable {
			r.Verdict = k.Verdict
		}
	}
	return r
}

// fewOps is how many operations are not worth another processor.
const fewOps = 1024

// decideAll decides the parts, as many at a time as there are processors.
func decideAll(ctx context.Context, parts []*part, opt Options) []answer {
	answers := make([]answer, len(parts))
	workers := 1
	if len(parts) > 0 && len(parts[0].h.Ops) > fewOps {
		workers = min(runtime.GOMAXPROCS(0), len(parts))
	}
	opt.MaxMemory = opt.memory() / int64(workers)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var next atomic.Int64
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(parts); i = int(next.Add(1)) - 1 {
			answers[i] = decide(ctx, parts[i], opt)
			if opt.VerdictOnly && answers[i].verdict == NotLinearizable {
				cancel()
			}
		}
	}
	var all sync.WaitGroup
	for range workers - 1 {
		all.Go(work)
	}
	work()
	all.Wait()
	return answers
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
