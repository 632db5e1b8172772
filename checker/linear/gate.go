package linear

import "context"

// gate lets an engine take steps. When those it was given are used up, more is
// called, which waits, and says whether to go on.
type gate struct {
	ctx  context.Context
	left int64
	more func() (steps int64, ok bool)
	done bool
}

// step reports whether the engine may take another step.
func (g *gate) step() bool {
	if g.done = g.done || g.left&1023 == 0 && g.ctx.Err() != nil; g.done {
		return false
	}
	if g.left > 0 {
		g.left--
		return true
	}
	if n, ok := g.more(); ok {
		g.left = n - 1
		return true
	}
	g.done = true
	return false
}
