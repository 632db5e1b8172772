package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"visar/history"
	"visar/history/format"
)

const minimizeDoc = `Minimize writes the smallest part of a history that violates the model by the
same anomaly: no transaction and no operation of it can be left out. Names,
sessions and times stay as they are. A budget of time holds for the verdict and
again for making the history small, and one of steps that is enough for a few
thousand transactions; where one ends early, the part may be larger than it need be.

The exit code is that of visar check: 1 when a violation was written. If the
history obeys the model nothing is written.`

func minimizeCommand() *cobra.Command {
	var f singleFlags
	var to, path string
	cmd := &cobra.Command{
		Use:     "minimize FILE [-m MODEL] [--to FORMAT] [-o OUT]",
		Short:   "Write the smallest part of a history that shows a violation",
		Long:    minimizeDoc,
		Example: "  visar minimize history.edn -m snapshot-isolation -o small.jsonl\n  visar check -m snapshot-isolation small.jsonl",
		Args:    cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			target, err := formatToWrite(to)
			if err != nil {
				return err
			}
			res, err := f.violation(cmd, args[0])
			if res == nil {
				return err
			}
			small, err := f.minimal(cmd, res)
			if err != nil {
				return err
			}
			if err := writeHistory(cmd, target, small, path); err != nil {
				return err
			}
			return finish(violated)
		}),
	}
	f.add(cmd)
	cmd.Flags().StringVar(&to, "to", format.Native.Name, "format to write: "+strings.Join(writtenFormats(), ", "))
	cmd.Flags().StringVarP(&path, "output", "o", "-", "file to write, - for the standard output")
	return cmd
}

// minimal returns the smallest part of the history that violates the model by the
// same anomaly.
func (f *singleFlags) minimal(cmd *cobra.Command, res *judged) (*history.History, error) {
	ctx, cancel := f.judge.budget.context(cmd.Context())
	defer cancel()
	names := namesOf(res.findings, 0)
	whole := res.file.History
	small, minimal, err := minimalBy(ctx, res.verdicts[0], names, f.options())
	switch {
	case err != nil && ctx.Err() != nil:
		say(cmd, "%s while the history was made small", err)
		return nil, finish(undecided)
	case err != nil:
		return nil, err
	case ctx.Err() != nil:
		say(cmd, "%s: a smaller part may do", context.Cause(ctx))
	case !minimal:
		say(cmd, "the budget of steps ended: a smaller part may do")
	}
	say(cmd, "%s: kept %d of %s and %d of %s", strings.Join(names, ", "), small.Len(), counted(whole.Len(), "transaction"),
		small.Asked(), counted(whole.Asked(), "operation"))
	return small, nil
}
