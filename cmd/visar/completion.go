package main

import (
	"strings"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/gate"
)

// completeNames lets the shell complete what flags of a command name.
func completeNames(cmd *cobra.Command) {
	for flag, names := range map[string]func() []string{
		"model":        completedModels,
		"output":       outputNames,
		"format":       formatNames,
		"on-vacuous":   func() []string { return gate.Policies },
		"on-undecided": func() []string { return gate.Policies },
	} {
		if cmd.Flags().Lookup(flag) == nil {
			continue
		}
		complete := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return names(), cobra.ShellCompDirectiveNoFileComp
		}
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // the flag was looked up above, and is registered once
		}
	}
}

// completedModels returns the models, each with the beginning of what it says.
func completedModels() []string {
	var names []string
	for _, m := range axioms.Models {
		names = append(names, m.Name+"\t"+strings.Join(axiomNames(m.Axioms), ", "))
	}
	return names
}
