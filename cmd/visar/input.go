package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/checker/linear"
	"visar/claims"
	"visar/history/format"
)

// inputFlags say how to read the files and in which sense to take them.
type inputFlags struct {
	format, workload, lists, object string
	independent                     bool
	skew, quiescence, crashes       string
}

func (f *inputFlags) add(cmd *cobra.Command) {
	f.addReading(cmd)
	cmd.Flags().StringVar(&f.object, "object", "", "what single operations are on, for linearizable and sequential: register, cas-register, map, text, counter, set, queue, stack or lock (default: found from the operations)")
	cmd.Flags().StringVar(&f.lists, "lists", "versioned", "what a read of a list returns: versioned (one version of it) or log (the visible appends)")
}

// addTimes adds the flags that say how far recorded times are to be believed.
func (f *inputFlags) addTimes(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.skew, "clock-skew", "", "how far the clocks of clients may differ, as 250ms where times are nanoseconds, or 250 in the unit of the times; Jepsen's :time then counts instead of its order")
	cmd.Flags().StringVar(&f.quiescence, "quiescence-at", "", "time by which all writes were delivered, for --claims (default: that of the last fault named quiescence)")
	cmd.Flags().StringVar(&f.crashes, "crash-at", "", "times at which the whole system crashed, as 17,42, for --claims (default: those of faults named crash, kill-all or power-failure)")
}

// addReading adds the flags that matter for reading alone.
func (f *inputFlags) addReading(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.format, "format", "", "format of the files (default: found from the content)")
	cmd.Flags().StringVar(&f.workload, "workload", "", "refuse files of another workload: list-append, rw-register, register, objects or mixed")
	cmd.Flags().BoolVar(&f.independent, "independent", false, "values of a Jepsen history are [key value] pairs of jepsen.independent")
}

// options returns what the flags say to the decoders.
func (f *inputFlags) options() (format.Options, error) {
	if f.format != "" && format.ByName(f.format) == nil {
		return format.Options{}, usageError{fmt.Errorf("unknown format %q: the formats are %s", f.format, strings.Join(formatNames(), ", "))}
	}
	if _, err := f.clockSkew(); err != nil {
		return format.Options{}, usageError{err}
	}
	if _, err := f.moments(claims.Moments{}); err != nil {
		return format.Options{}, usageError{err}
	}
	if f.object != "" {
		if _, err := linear.ObjectByName(f.object); err != nil {
			return format.Options{}, usageError{fmt.Errorf("--object: %w", err)}
		}
	}
	return format.Options{Format: f.format, Workload: f.workload, Independent: f.independent, Clocks: f.skew != ""}, nil
}

func (f *inputFlags) listSense() (axioms.Lists, error) {
	switch f.lists {
	case "versioned":
		return axioms.Versioned, nil
	case "log":
		return axioms.Log, nil
	}
	return 0, usageError{fmt.Errorf("--lists is versioned or log, not %q", f.lists)}
}

// objectKind returns the kind of objects that the flags name, or nil.
func (f *inputFlags) objectKind() *linear.Object {
	o, err := linear.ObjectByName(f.object)
	if err != nil {
		return nil
	}
	return &o
}

func formatNames() []string {
	var names []string
	for _, f := range format.Formats {
		names = append(names, f.Name)
	}
	return names
}

// open reads one history. An error is about the input.
// Each of progress is told how many bytes have been read, and of how many.
func (f *inputFlags) open(ctx context.Context, path string, progress ...func(done, total int64)) (*format.File, error) {
	opt, err := f.options()
	if err != nil {
		return nil, err
	}
	for _, p := range progress {
		opt.Progress = p
	}
	file, err := format.Open(ctx, path, opt)
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, inputError{err}
	}
	if skew, _ := f.clockSkew(); f.skew != "" {
		file.History = file.History.Skewed(skew)
	}
	return file, nil
}

// clockSkew returns by how much recorded times may differ, in their unit.
func (f *inputFlags) clockSkew() (int64, error) {
	if f.skew == "" {
		return 0, nil
	}
	if n, err := strconv.ParseInt(f.skew, 10, 64); err == nil && n >= 0 {
		return n, nil
	}
	if d, err := time.ParseDuration(f.skew); err == nil && d >= 0 {
		return d.Nanoseconds(), nil
	}
	return 0, fmt.Errorf("--clock-skew: expected a duration, as 250ms, or a number in the unit of the times, got %q", f.skew)
}

// moments returns the moments that the flags name, and else those declared.
func (f *inputFlags) moments(declared claims.Moments) (claims.Moments, error) {
	at := declared
	if f.quiescence != "" {
		var err error
		if at.Quiescence, err = strconv.ParseInt(f.quiescence, 10, 64); err != nil {
			return at, fmt.Errorf("--quiescence-at: expected a time as the history has them, an integer, got %q", f.quiescence)
		}
	}
	if f.crashes == "" {
		return at, nil
	}
	at.Crashes = nil
	for _, text := range strings.Split(f.crashes, ",") {
		crash, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if err != nil {
			return at, fmt.Errorf("--crash-at: expected times as the history has them, integers with commas between, got %q", f.crashes)
		}
		at.Crashes = append(at.Crashes, crash)
	}
	slices.Sort(at.Crashes)
	at.Crashes = slices.Compact(at.Crashes)
	return at, nil
}
