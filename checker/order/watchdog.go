package order

import (
	"context"
	"fmt"
)

// watchdog tells when a search has used up its bounds.
type watchdog struct {
	ctx   context.Context
	opt   Options
	calls int64
	next  int64 // steps at which to look at ctx again
}

// barks returns which bound is met, or "". The context is looked at every 256
// calls and every 100,000 steps.
func (w *watchdog) barks(conflicts, steps int64) string {
	w.calls++
	if w.opt.MaxConflicts > 0 && conflicts >= w.opt.MaxConflicts {
		return fmt.Sprintf("budget of %d conflicts used up", w.opt.MaxConflicts)
	}
	if w.opt.MaxSteps > 0 && steps >= w.opt.MaxSteps {
		return fmt.Sprintf("budget of %d steps used up", w.opt.MaxSteps)
	}
	if w.calls%256 != 0 && steps < w.next {
		return ""
	}
	w.next = steps + 100_000
	if err := w.ctx.Err(); err != nil {
		return context.Cause(w.ctx).Error()
	}
	return ""
}
