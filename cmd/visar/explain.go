package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"visar/anomalies"
	"visar/axioms"
	"visar/claims"
)

func explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain [NAME]",
		Short: "Explain an axiom, a model, an anomaly or a claim",
		Long:  "Explain prints what is known of an axiom, a model, an anomaly or the claim of a\nsystem: its meaning, its formula, a history that shows it, its source. Without NAME it lists the names.",
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
			return slices.Concat(allAxioms(), allModels(), allAnomalies(), claims.Names()), cobra.ShellCompDirectiveNoFileComp
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
	if c, err := claims.ByName(name); err == nil {
		return c.Explain(), true
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
		{"Claims", claims.Names()},
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
