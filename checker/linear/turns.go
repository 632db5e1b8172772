package linear

import "context"

// turns lets an engine in a goroutine of its own take as many steps as it is given, and
// then wait for more.
type turns struct {
	ctx   context.Context
	give  chan int64
	idle  chan struct{} // the engine waits, or has ended
	ended bool          // read after idle
}

func newTurns(ctx context.Context) *turns {
	return &turns{ctx: ctx, give: make(chan int64), idle: make(chan struct{})}
}

// more ends the engine's turn and waits for the next one.
func (t *turns) more() (int64, bool) {
	t.idle <- struct{}{}
	select {
	case n := <-t.give:
		return n, true
	case <-t.ctx.Done():
		return 0, false
	}
}

// end says that the engine is done.
func (t *turns) end() {
	t.ended = true
	select {
	case t.idle <- struct{}{}:
	case <-t.ctx.Done():
	}
}

// wait waits until the engine is idle, and reports false if the context ended first.
func (t *turns) wait() bool {
	select {
	case <-t.idle:
		return true
	case <-t.ctx.Done():
		return false
	}
}
