package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/checker"
)

// singleFlags are those of commands that work on one violation: of one history
// and one model.
type singleFlags struct {
	judge judge
	model string
}

func (f *singleFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&f.model, "model", "m", defaultModel, "model that the history violates")
	f.judge.input.add(cmd)
	f.judge.budget.add(cmd)
}

// violation judges the history at path. Where it is not violated it says so on
// the standard error and returns nothing but the error to exit with, if any.
func (f *singleFlags) violation(cmd *cobra.Command, path string) (*judged, error) {
	if _, err := f.judge.input.options(); err != nil {
		return nil, err
	}
	var err error
	if f.judge.lists, err = f.judge.input.listSense(); err != nil {
		return nil, err
	}
	m, err := axioms.ModelByName(f.model)
	if err != nil {
		return nil, usageError{err}
	}
	f.judge.models = []*axioms.Model{m}
	f.judge.budget.limitMemory()
	res := f.judge.file(cmd.Context(), path)
	if res.outcome == violated {
		return res, nil
	}
	t := text{w: cmd.ErrOrStderr()}
	if err := t.file(res); err != nil {
		return nil, err
	}
	return nil, finish(res.outcome)
}

// options are those of the check that found the violation.
func (f *singleFlags) options() checker.Options { return f.judge.options() }

// say prints a remark on the standard error, where it is not taken for the result.
func say(cmd *cobra.Command, format string, args ...any) {
	fmt.Fprintf(cmd.ErrOrStderr(), "visar: %s\n", printable(fmt.Sprintf(format, args...)))
}
