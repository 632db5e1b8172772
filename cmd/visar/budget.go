package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/checker"
)

// budgetFlags bound what the judgement of one history may cost.
type budgetFlags struct {
	timeout time.Duration
	memory  byteSize
	steps   int64
}

func (f *budgetFlags) add(cmd *cobra.Command) {
	cmd.Flags().DurationVar(&f.timeout, "timeout", 0, "time for each history, as 90s or 10m; what is open then is undecided (default: none)")
	cmd.Flags().Var(&f.memory, "memory", "memory, as 500MB or 4GiB; what does not fit is undecided (default: none)")
	cmd.Flags().Int64Var(&f.steps, "max-steps", 0, "steps of each search; unlike a time they end the same way on every machine (default: none)")
}

// options returns what an engine has to know of the budget.
func (f *budgetFlags) options(lists axioms.Lists) checker.Options {
	return checker.Options{Lists: lists, MaxSteps: f.steps, MaxMemory: int64(f.memory)}
}

// limitMemory tells the garbage collector, which trades time for memory near the
// limit. It bounds reading as well.
func (f *budgetFlags) limitMemory() {
	if f.memory > 0 {
		debug.SetMemoryLimit(int64(f.memory))
	}
}

// context returns the context for one history.
func (f *budgetFlags) context(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	if f.memory > 0 {
		go watchMemory(ctx, int64(f.memory), cancel, fmt.Errorf("the memory limit of %s bytes ran out", f.memory.String()))
	}
	if f.timeout <= 0 {
		return ctx, func() { cancel(nil) }
	}
	ctx, stop := context.WithTimeoutCause(ctx, f.timeout, fmt.Errorf("the time limit of %s ran out", f.timeout))
	return ctx, func() { stop(); cancel(nil) }
}

// byteSize is a number of bytes as a flag.
type byteSize int64

var byteUnits = []struct {
	suffix string
	size   int64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1},
}

// Set parses text as a number with an optional unit.
func (b *byteSize) Set(text string) error {
	unit := int64(1)
	number := text
	for _, u := range byteUnits {
		if rest, ok := strings.CutSuffix(text, u.suffix); ok {
			number, unit = strings.TrimSpace(rest), u.size
			break
		}
	}
	n, err := strconv.ParseFloat(number, 64)
	if err != nil || !(n > 0) || n*float64(unit) >= 1<<62 {
		return fmt.Errorf("expected a size as 500MB or 4GiB, got %q", text)
	}
	*b = byteSize(n * float64(unit))
	return nil
}

// String returns the number of bytes, or "" for none.
func (b *byteSize) String() string {
	if *b == 0 {
		return ""
	}
	return strconv.FormatInt(int64(*b), 10)
}

// Type names the kind of value for the help.
func (b *byteSize) Type() string { return "size" }
