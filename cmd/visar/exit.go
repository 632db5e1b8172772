package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// The exit codes are those of Jepsen where Jepsen has one.
const (
	exitConsistent = 0
	exitViolated   = 1
	exitUndecided  = 2
	exitUnusable   = 3
	exitUsage      = 254
	exitInternal   = 255
)

// finished ends a command whose result has been printed already.
type finished struct{ outcome outcome }

func (f finished) Error() string { return f.outcome.String() }

// finish returns the error that makes the program exit as o demands.
func finish(o outcome) error {
	if o == consistent {
		return nil
	}
	return finished{o}
}

// usageError is a mistake in how the program was called.
type usageError struct{ err error }

// usageErrorf is fmt.Errorf for a usageError.
func usageErrorf(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

// inputError is an input that cannot be used.
type inputError struct{ err error }

func (e inputError) Error() string { return e.err.Error() }
func (e inputError) Unwrap() error { return e.err }

// run executes the program with args and returns its exit code. A panic is a bug
// of visar: Go's own exit code for it, 2, would read as undecided.
func run(args []string, stdout, stderr io.Writer) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "visar: internal error: %v; please report this with the history\n%s", p, debug.Stack())
			code = exitInternal
		}
	}()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.Execute()
	var done finished
	if err != nil && !errors.As(err, &done) {
		fmt.Fprintf(stderr, "visar: %s\n", printable(err.Error()))
	}
	return exitCode(err)
}

// exitCode returns the code for what a command returned. Errors that are not
// those of a command's own work come from the parsing of arguments.
func exitCode(err error) int {
	var done finished
	var internal internalError
	switch {
	case err == nil:
		return exitConsistent
	case errors.As(err, &done):
		return exitOf(done.outcome)
	case errors.As(err, new(inputError)):
		return exitUnusable
	case errors.Is(err, errInterrupted):
		return exitUndecided
	case errors.As(err, &internal):
		return exitInternal
	}
	return exitUsage
}

func exitOf(o outcome) int {
	return [...]int{
		consistent: exitConsistent, undecided: exitUndecided, violated: exitViolated,
		unusable: exitUnusable, broken: exitInternal,
	}[o]
}

// internalError is a failure of visar or of its surroundings: a bug, a disk that
// is full.
type internalError struct{ err error }

func (e internalError) Error() string { return e.err.Error() }
func (e internalError) Unwrap() error { return e.err }

// running wraps what a command does, so that an error that says nothing about
// its cause is not taken for a usage error.
func running(do func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := do(cmd, args)
		if err == nil || errors.As(err, new(finished)) || errors.As(err, new(usageError)) || errors.As(err, new(inputError)) {
			return err
		}
		return internalError{err}
	}
}
