package main

import (
	"github.com/spf13/cobra"

	"visar/axioms"
)

// defaultModel is what most databases that claim to be serializable promise, and
// what most checkers mean by serializable.
const defaultModel = "strong-session-serializable"

const checkDoc = `Check says for each history and each model whether the history obeys it.

Without -m and --axioms the model is ` + defaultModel + `. Several models
share the work: what one verdict settles about another is not decided again.
See visar models for the models, visar axioms for the axioms.

A violation is shown by one anomaly; what else was found is counted, by cycles of
up to four transactions in what is known of the order of versions, or what reads
force it to be in a weak model, and -v shows it.`

func checkCommand() *cobra.Command {
	var j judge
	var out outputFlags
	var models []string
	var set string
	cmd := &cobra.Command{
		Use:   "check [-m MODEL]... FILE...",
		Short: "Judge histories against models; the exit code is the verdict",
		Long:  checkDoc,
		Args:  cobra.MinimumNArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			var err error
			if j.models, err = modelsNamed(models, set); err != nil {
				return usageError{err}
			}
			j.surveying = true
			all, err := judgeFiles(cmd, args, &j, &out)
			if err != nil {
				return err
			}
			return finish(all)
		}),
	}
	cmd.Flags().StringSliceVarP(&models, "model", "m", nil, "model to check, repeatable (default "+defaultModel+")")
	cmd.Flags().StringVar(&set, "axioms", "", "check this set of axioms too, as INT,EXT,SESSION,NOCONFLICT")
	j.input.add(cmd)
	j.budget.add(cmd)
	out.add(cmd)
	cmd.Flags().BoolVar(&out.all, "all", false, "print every kind of anomaly on every set of keys")
	return cmd
}

// modelsNamed returns the models with these names and, unless set is empty, the
// one that set makes, each once.
func modelsNamed(names []string, set string) ([]*axioms.Model, error) {
	if len(names) == 0 && set == "" {
		names = []string{defaultModel}
	}
	var models []*axioms.Model
	seen := map[*axioms.Model]bool{}
	for _, name := range names {
		m, err := axioms.ModelByName(name)
		if err != nil {
			return nil, err
		}
		if !seen[m] {
			models = append(models, m)
		}
		seen[m] = true
	}
	if set == "" {
		return models, nil
	}
	s, err := axioms.ParseAxioms(set)
	if err != nil {
		return nil, err
	}
	m, err := axioms.ModelOf(s)
	if err == nil && !seen[m] {
		models = append(models, m)
	}
	return models, err
}
