package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// errInterrupted is why a run ends that its user stopped.
var errInterrupted = errors.New("interrupted")

// interruptible returns a context that ends at the first Ctrl-C or SIGTERM: what
// is judged then and after it is undecided, and the outputs are written as a
// whole. A second signal kills the program as if nothing caught it. Call stop at
// the end.
func interruptible(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		select {
		case <-signals:
			signal.Stop(signals)
			cancel(errInterrupted)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// cutOff returns why a judgement ended without a verdict when ctx did: the cause,
// and what the engine says of it where that is more.
func cutOff(ctx context.Context, reason string) string {
	cause := context.Cause(ctx).Error()
	switch {
	case reason == "":
		return cause
	case strings.HasPrefix(reason, cause):
		return reason
	}
	return cause + ": " + reason
}
