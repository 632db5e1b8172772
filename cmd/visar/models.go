package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"visar/axioms"
)

func modelsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "models",
		Short: "List the consistency models with their axioms",
		Args:  cobra.NoArgs,
		RunE: running(func(cmd *cobra.Command, _ []string) error {
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "MODEL\tSHORT\tAXIOMS")
			for _, m := range axioms.Models {
				fmt.Fprintf(w, "%s\t%s\t%s\n", m.Name, m.Short, m.Axioms)
			}
			return w.Flush()
		}),
	}
}

// axiomNames returns the names of the axioms of s in the order of the catalogue.
func axiomNames(s axioms.Set) []string {
	names := []string{}
	for _, a := range axioms.Axioms {
		if s.Has(a.Bit) {
			names = append(names, a.Name)
		}
	}
	return names
}
