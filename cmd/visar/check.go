package main

import (
	"errors"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/claims"
)

// defaultModel is what most databases that claim to be serializable promise, and
// what most checkers mean by serializable.
const defaultModel = "strong-session-serializable"

const checkDoc = `Check says for each history and each model whether the history obeys it.

Without -m and --axioms the model is ` + defaultModel + `. Several models
share the work: what one verdict settles about another is not decided again.
See visar models for the models, visar axioms for the axioms. With --claims the
models are those that a system promises: visar explain lists the claims.

A violation is shown by one anomaly; what else was found is counted, by cycles of
up to four transactions in what is known of the order of versions, or what reads
force it to be in a weak model, and -v shows it.

The file visar.yaml, or the one that --expect names, says what each history is
claimed to obey and which anomalies are allowed for now; visar init writes one. It
is not read where -m or --axioms says what to check. A history that obeys
everything because nothing happens in it is vacuous: exit code 3, or a warning.
Beside a Jepsen history, results.edn is read for what Jepsen said.

With GITHUB_ACTIONS=true annotations go to the standard error and a summary to the
file in GITHUB_STEP_SUMMARY, as with -o github.`

func checkCommand() *cobra.Command {
	var j judge
	var out outputFlags
	var models []string
	var set, claim string
	var gated gateFlags
	var shown progressFlag
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
			if claim != "" {
				if len(models) > 0 || set != "" {
					return usageError{errors.New("--claims says what to check, and so do -m and --axioms: give one of them")}
				}
				if j.claim, err = claims.ByName(claim); err != nil {
					return usageError{err}
				}
			}
			if j.gate, err = gated.open(cmd); err != nil {
				return err
			}
			if j.progress, err = shown.open(cmd.ErrOrStderr()); err != nil {
				return err
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
	cmd.Flags().StringVar(&claim, "claims", "", "check what a system or a level of one promises: see visar explain")
	cmd.Flags().StringVar(&set, "axioms", "", "check this set of axioms too, as INT,EXT,SESSION,NOCONFLICT")
	j.input.add(cmd)
	j.input.addTimes(cmd)
	j.budget.add(cmd)
	out.add(cmd)
	out.artifacts.add(cmd)
	shown.add(cmd)
	gated.add(cmd)
	completeNames(cmd)
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
