package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"visar/anomalies"
	"visar/axioms"
)

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [NAME]",
		Short: "Explain an axiom, a model or an anomaly",
		Long:  "Explain prints what is known of an axiom, a model or an anomaly: its meaning, its\nformula, a history that shows it, its source. Without NAME it lists the names.",
		Args:  cobra.MaximumNArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			text := topics()
			if len(args) == 1 {
				var ok bool
				if text, ok = explanation(args[0]); !ok {
					return usageError{fmt.Errorf("nothing is called %q; `visar explain` lists what is", args[0])}
				}
			}
			_, err := fmt.Fprint(cmd.OutOrStdout(), text)
			return err
		}),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return slices.Concat(allAxioms(), allModels(), allAnomalies()), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// explanation returns the text about what is called name. Axioms come first: no
// model has the name of one.
func explanation(name string) (string, bool) {
	if a, err := axioms.AxiomByName(name); err == nil {
		return a.Explain(), true
	}
	if m, err := axioms.ModelByName(name); err == nil {
		return m.Explain(), true
	}
	if a, err := anomalies.ByName(name); err == nil {
		return a.Explain(), true
	}
	return "", false
}

func topics() string {
	var b strings.Builder
	for _, topic := range []struct {
		title string
		names []string
	}{
		{"Axioms", allAxioms()},
		{"Models", allModels()},
		{"Anomalies", allAnomalies()},
	} {
		b.WriteString(topic.title + "\n")
		for _, name := range topic.names {
			b.WriteString("  " + name + "\n")
		}
	}
	return b.String()
}

func allAxioms() []string {
	var names []string
	for _, a := range axioms.Axioms {
		names = append(names, a.ID)
	}
	return names
}

func allModels() []string {
	var names []string
	for _, m := range axioms.Models {
		names = append(names, m.Name)
	}
	return names
}

func allAnomalies() []string {
	var names []string
	for _, a := range anomalies.All() {
		names = append(names, a.ID)
	}
	return names
}
