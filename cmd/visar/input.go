package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/checker/linear"
	"visar/history/format"
)

// inputFlags say how to read the files and in which sense to take them.
type inputFlags struct {
	format, workload, lists, object string
	independent                     bool
}

func (f *inputFlags) add(cmd *cobra.Command) {
	f.addReading(cmd)
	cmd.Flags().StringVar(&f.object, "object", "", "what single operations are on, for linearizable and sequential: register, cas-register, map, text, counter, set, queue, stack or lock (default: found from the operations)")
	cmd.Flags().StringVar(&f.lists, "lists", "versioned", "what a read of a list returns: versioned (one version of it) or log (the visible appends)")
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
	if f.object != "" {
		if _, err := linear.ObjectByName(f.object); err != nil {
			return format.Options{}, usageError{fmt.Errorf("--object: %w", err)}
		}
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
func (f *inputFlags) open(ctx context.Context, path string) (*format.File, error) {
	opt, err := f.options()
	if err != nil {
		return nil, err
	}
	file, err := format.Open(ctx, path, opt)
	if err != nil {
		return nil, inputError{err}
	}
	return file, nil
}
