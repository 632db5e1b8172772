package order

import (
	"context"
	"fmt"
	"runtime"
	"sync"
)

// team decides the parts of a problem, several at a time. The answer does not
// depend on how many that are: of the parts without a solution the first counts,
// and what was found of later ones is dropped.
type team struct {
	ctx   context.Context
	opt   Options
	parts []part
	r     *Result

	mu     sync.Mutex
	next   int // the first part that nobody has taken
	end    int // parts from here on are of no account any more
	first  int // the first part that was not satisfied, or len(parts)
	why    string
	open   int // variables of parts that are not satisfied yet
	solved int
	stats  []Stats              // by part
	stop   []context.CancelFunc // by part
}

// solveParts decides the parts until one is not satisfied. Where work is counted,
// each gets what is left of the bounds, one after the other; else there is a
// worker for each processor.
func solveParts(ctx context.Context, p *Problem, opt Options, parts []part, r *Result) {
	t := &team{ctx: ctx, opt: opt, parts: parts, r: r, end: len(parts), first: len(parts),
		stats: make([]Stats, len(parts)), stop: make([]context.CancelFunc, len(parts))}
	for i := range parts {
		t.open += parts[i].Vars
	}
	workers := min(runtime.GOMAXPROCS(0), len(parts))
	if opt.MaxConflicts > 0 || opt.MaxSteps > 0 {
		workers = min(1, workers)
	}
	if workers > 1 {
		t.opt.MaxMemory /= int64(workers)
	}
	var all sync.WaitGroup
	for range workers {
		all.Go(t.work)
	}
	all.Wait()
	for i := range min(t.first+1, len(parts)) {
		r.Stats.add(t.stats[i])
	}
	if r.Outcome == Undecided {
		r.Reason = fmt.Sprintf("%s with %d of %d components and %d of %d variables open",
			t.why, len(parts)-t.solved, len(parts), t.open, p.Vars)
	}
}

// work decides parts until none is left to take.
func (t *team) work() {
	for {
		i, ctx, spent := t.take()
		if i < 0 {
			return
		}
		q := &t.parts[i]
		s := newSearch(&q.Problem, q.order, t.opt.Proof)
		outcome, why := s.run(&q.Problem, bounds{ctx: ctx, opt: t.opt, spent: spent})
		t.done(i, s, outcome, why)
	}
}

// take returns the next part, or -1.
func (t *team) take() (i int, ctx context.Context, spent Stats) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next >= t.end {
		return -1, nil, spent
	}
	i = t.next
	t.next++
	for _, s := range t.stats[:i] {
		spent.add(s)
	}
	ctx, t.stop[i] = context.WithCancel(t.ctx)
	return i, ctx, spent
}

// done takes note of what was found of part i.
func (t *team) done(i int, s *search, outcome Outcome, why string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stop[i]()
	if i >= t.end {
		return
	}
	t.stats[i] = s.counts()
	switch outcome {
	case Satisfied:
		t.satisfied(i, s)
	case Unsatisfiable:
		t.r.Outcome, t.r.Proof, t.first = Unsatisfiable, t.parts[i].wholeProof(s.lemmas()), i
		t.endAt(i)
	case Undecided:
		// Another part may have no solution, but those not begun wait for a bound that
		// is met already.
		if t.r.Outcome == Satisfied {
			t.r.Outcome, t.why = Undecided, why
		}
		t.next = len(t.parts)
	}
}

func (t *team) satisfied(i int, s *search) {
	t.solved++
	t.open -= t.parts[i].Vars
	for v, whole := range t.parts[i].vars {
		t.r.True[whole] = s.holds(Lit(2 * v))
	}
	t.parts[i] = part{} // no part is needed once it is decided
}

// endAt stops the parts after i.
func (t *team) endAt(i int) {
	t.end = i
	for _, stop := range t.stop[i+1:] {
		if stop != nil {
			stop()
		}
	}
}
