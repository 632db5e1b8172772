package main

import (
	"github.com/spf13/cobra"

	"visar/axioms"
)

const classifyDoc = `Classify judges each history against every model and prints the strongest
models that hold and the weakest that fail; -v prints all.

The exit code is 0 whatever the verdicts are: 3 says that a history could not be
judged at all.`

func classifyCommand() *cobra.Command {
	var j judge
	var out outputFlags
	var shown progressFlag
	cmd := &cobra.Command{
		Use:   "classify FILE...",
		Short: "Find the strongest models that hold and the weakest that fail",
		Long:  classifyDoc,
		Args:  cobra.MinimumNArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			var err error
			if j.progress, err = shown.open(cmd.ErrOrStderr()); err != nil {
				return err
			}
			j.models = axioms.Models
			all, err := judgeFiles(cmd, args, &j, &out)
			if err != nil {
				return err
			}
			if all < unusable {
				all = consistent
			}
			return finish(all)
		}),
	}
	j.input.add(cmd)
	j.budget.add(cmd)
	out.add(cmd)
	shown.add(cmd)
	return cmd
}
