package order

import (
	"context"
	"fmt"
)

// watchdog tells when a search has used up its bounds.
type watchdog struct {
	ctx   context.Context
	opt   Options
	spent Stats // by the searches before
	calls int64
	next  int64 // steps at which to look at ctx again
}

// barks returns which bound is met, given what this search has spent, or "". The
// context is looked at every 256 calls and every 100,000 steps.
func (w *watchdog) barks(conflicts, steps int64) string {
	if limit := w.opt.MaxConflicts; limit > 0 && w.spent.Conflicts+conflicts >= limit {
		return fmt.Sprintf("budget of %d conflicts used up", limit)
	}
	if limit := w.opt.MaxSteps; limit > 0 && w.spent.Steps+steps >= limit {
		return fmt.Sprintf("budget of %d steps used up", limit)
	}
	if w.calls++; w.calls%256 != 1 && steps < w.next {
		return ""
	}
	w.next = steps + 100_000
	if w.ctx.Err() != nil {
		return context.Cause(w.ctx).Error()
	}
	return ""
}
