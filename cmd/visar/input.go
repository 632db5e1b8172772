package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/history/format"
)

// inputFlags say how to read the files and in which sense to take them.
type inputFlags struct {
	format, workload, lists string
	independent             bool
}

func (f *inputFlags) add(cmd *cobra.Command) {
	f.addReading(cmd)
	cmd.Flags().StringVar(&f.lists, "lists", "versioned", "what a read of a list returns: versioned (one version of it) or log (the visible appends)")
}

// addReading adds the flags that matter for reading alone.
func (f *inputFlags) addReading(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.format, "format", "", "format of the files (default: found from the content)")
	cmd.Flags().StringVar(&f.workload, "workload", "", "refuse files of another workload: list-append, rw-register, register or mixed")
	cmd.Flags().BoolVar(&f.independent, "independent", false, "values of a Jepsen history are [key value] pairs of jepsen.independent")
}

// options returns what the flags say to the decoders.
func (f *inputFlags) options() (format.Options, error) {
	if f.format != "" && format.ByName(f.format) == nil {
		return format.Options{}, usageError{fmt.Errorf("unknown format %q: the formats are %s", f.format, strings.Join(formatNames(), ", "))}
	}
	return format.Options{Format: f.format, Workload: f.workload, Independent: f.independent}, nil
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
	return file, nil
}
