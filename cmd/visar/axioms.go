package main

import (
	"context"
	"math/bits"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/checker"
	"visar/history"
)

const axiomsDoc = `Axioms says which laws a history breaks, without the names of models.

Where every committed transaction has a recorded execution (arbitration and
visible, or snapshot_ts and commit_ts), each axiom is judged on it. A breach says
"not with this recorded execution": another execution may satisfy the axiom.

Where none is recorded, it finds the smallest sets of axioms that no execution of
the history satisfies together. The exit code is 0 whatever is found: 3 says that
the history could not be judged.`

// questioned are the axioms whose combinations are tried.
const questioned = axioms.INT | axioms.EXT | axioms.SESSION | axioms.REALTIME |
	axioms.TRANSVIS | axioms.NOCONFLICT | axioms.PREFIX | axioms.TOTALVIS

func axiomsCommand() *cobra.Command {
	var j judge
	var verbose bool
	cmd := &cobra.Command{
		Use:   "axioms FILE",
		Short: "Find the axioms that a history breaks",
		Long:  axiomsDoc,
		Args:  cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			var err error
			if j.lists, err = j.input.listSense(); err != nil {
				return err
			}
			if j.models, err = combinations(questioned); err != nil {
				return err
			}
			t := &text{w: cmd.OutOrStdout(), presentation: presentation{command: cmd.Name(), verbose: verbose}}
			return axiomsOf(cmd.Context(), t, &j, args[0])
		}),
	}
	j.input.add(cmd)
	j.budget.add(cmd)
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "print every problem of the history")
	return cmd
}

func axiomsOf(ctx context.Context, t *text, j *judge, path string) error {
	j.budget.limitMemory()
	ctx, cancel := j.budget.context(ctx)
	defer cancel()
	file, err := j.input.open(ctx, path)
	if err != nil {
		return err
	}
	if recordedAtAll(file.History) {
		e, err := axioms.RecordedExecution(file.History)
		if err == nil {
			e.Lists = j.lists
			t.line("%s: %s", printable(path), summary(&judged{file: file}))
			return t.recorded(e)
		}
		t.line("the recorded execution is left aside: %s", printable(err.Error()))
	}
	res := &judged{path: path, input: j.input, file: file}
	j.history(ctx, res)
	t.line("%s: %s", printable(path), summary(res))
	t.problems(res)
	if len(res.verdicts) == 0 {
		t.line("  %s: %s", res.outcome, printable(res.reason))
		return firstOf(t.err, finish(res.outcome))
	}
	t.impossible(res)
	return t.err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func recordedAtAll(h *history.History) bool {
	for t := range int32(h.Len()) {
		if _, ok := h.Recorded(t); ok {
			return true
		}
	}
	return false
}

// recorded prints how each axiom fares on the execution e.
func (t *text) recorded(e *axioms.Execution) error {
	if b := e.Validate(0); b != nil {
		t.line("  the recorded execution is none: %s", printable(b.Message))
		return t.err
	}
	broken := false
	for _, a := range axioms.Axioms {
		if b := e.Validate(a.Bit); b != nil {
			broken = true
			t.line("  %-16s  breached: %s", a.Name, printable(b.Message))
		} else {
			t.line("  %-16s  holds", a.Name)
		}
	}
	if broken {
		t.line("  A breach says: not with this recorded execution. Another execution may satisfy the axiom.")
	}
	return t.err
}

// combinations returns the sets of axioms out of all that differ in meaning, as
// models: a set in which one axiom follows from others is the set without it.
func combinations(all axioms.Set) ([]*axioms.Model, error) {
	var models []*axioms.Model
	for s := axioms.Set(1); s <= all; s++ {
		if !all.Has(s) || redundant(s) {
			continue
		}
		m, err := axioms.ModelOf(s)
		if err != nil {
			return nil, err
		}
		// The set as it is meant here, not the larger one of a named model.
		models = append(models, &axioms.Model{Name: m.Name, Title: m.Title, Axioms: s})
	}
	slices.SortStableFunc(models, func(a, b *axioms.Model) int {
		return bits.OnesCount32(uint32(a.Axioms)) - bits.OnesCount32(uint32(b.Axioms))
	})
	return models, nil
}

// redundant reports whether an axiom of s follows from the others.
func redundant(s axioms.Set) bool {
	for left := s; left != 0; left &= left - 1 {
		if one := left & -left; (s &^ one).Closure().Has(one) {
			return true
		}
	}
	return false
}

// impossible prints the least sets of axioms that no execution satisfies. The
// verdicts of res come by the size of their sets.
func (t *text) impossible(res *judged) {
	var found, open []axioms.Set
	for i, v := range res.verdicts {
		s := v.Model.Axioms
		switch {
		case slices.ContainsFunc(found, s.Implies):
		case v.Outcome == checker.Violated:
			found = append(found, s)
			t.line("  no execution satisfies %s%s", together(s), t.by(res, i))
			t.newFindings(res, i)
		case v.Outcome == checker.Undecided && !slices.ContainsFunc(open, s.Implies):
			open = append(open, s)
			t.line("  undecided whether one satisfies %s: %s", together(s), printable(v.Reason))
		}
	}
	if len(found)+len(open) == 0 {
		t.line("  some execution satisfies %s", together(questioned))
	}
}

// together names the axioms of s.
func together(s axioms.Set) string {
	names := strings.ReplaceAll(s.String(), ",", ", ")
	if strings.Contains(names, ",") {
		return names + " together"
	}
	return names
}
