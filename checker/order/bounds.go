package order

import (
	"context"
	"fmt"
)

// bounds tells when a search has used up what it was given.
type bounds struct {
	ctx   context.Context
	held  func() int64 // memory of the search
	opt   Options
	spent Stats // by the searches before
	calls int64
	next  int64 // steps at which to look at ctx again
}

// met returns which bound is met, given what this search has spent, or "". The
// context and the memory are looked at every 256 calls and every 100,000 steps.
func (b *bounds) met(conflicts, steps int64) string {
	if limit := b.opt.MaxConflicts; limit > 0 && b.spent.Conflicts+conflicts >= limit {
		return fmt.Sprintf("budget of %d conflicts used up", limit)
	}
	if limit := b.opt.MaxSteps; limit > 0 && b.spent.Steps+steps >= limit {
		return fmt.Sprintf("budget of %d steps used up", limit)
	}
	if b.calls++; b.calls%256 != 1 && steps < b.next {
		return ""
	}
	b.next = steps + 100_000
	if limit := b.opt.MaxMemory; limit > 0 && b.held() > limit {
		return fmt.Sprintf("the search holds more than %d KB of memory", limit>>10)
	}
	if b.ctx.Err() != nil {
		return context.Cause(b.ctx).Error()
	}
	return ""
}
