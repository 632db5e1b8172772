package main

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"
)

func TestInterrupt(t *testing.T) {
	ctx, stop := interruptible(context.Background())
	defer stop()
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := self.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("the context goes on after an interrupt")
	}
	if cause := context.Cause(ctx); cause != errInterrupted {
		t.Errorf("the cause is %v", cause)
	}
}

func TestCutOff(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("the time limit of 30s ran out"))
	for reason, want := range map[string]string{
		"":                              "the time limit of 30s ran out",
		"cancelled during saturation":   "the time limit of 30s ran out: cancelled during saturation",
		"the time limit of 30s ran out": "the time limit of 30s ran out",
		"the time limit of 30s ran out with 1 component open": "the time limit of 30s ran out with 1 component open",
	} {
		if got := cutOff(ctx, reason); got != want {
			t.Errorf("%q is %q, expected %q", reason, got, want)
		}
	}
}
