package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/gate"
)

const initDoc = `Init judges the histories and writes what it found as expectations, for people to
go on from: the file that visar check reads.

Without -m each entry claims the strongest models that hold; where none holds, -m is
needed. With -m it claims these, and allows the anomalies that violate them, as often
as they were seen. The runs of one Jepsen test are one entry. A vacuous history fails
the check from then on, unless one of those that the entry was written from is so.
A history that is not judged, or without any operation, is refused: exit code 3.`

// initFlags say what to claim and where to write it.
type initFlags struct {
	judge  judge
	models []string
	output string
	force  bool
}

func initCommand() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init [-m MODEL]... FILE...",
		Short: "Write a file of expectations from what histories show",
		Long:  initDoc,
		Args:  cobra.MinimumNArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			return f.run(cmd, args)
		}),
	}
	cmd.Flags().StringSliceVarP(&f.models, "model", "m", nil, "model to claim, repeatable (default: the strongest that hold)")
	cmd.Flags().StringVarP(&f.output, "output", "o", gate.FileName, "file to write; - is the standard output")
	cmd.Flags().BoolVar(&f.force, "force", false, "replace the file if it is there")
	f.judge.input.add(cmd)
	f.judge.budget.add(cmd)
	completeNames(cmd)
	return cmd
}

func (f *initFlags) run(cmd *cobra.Command, args []string) error {
	if err := f.prepare(); err != nil {
		return err
	}
	drafts := &entryDrafts{dir: filepath.Dir(f.output)}
	worst := consistent
	for path, err := range historiesIn(args, cmd.ErrOrStderr()) {
		res := &judged{path: path, input: f.judge.input}
		if err != nil {
			res.unusable(problemOf(err, path))
		} else {
			res = f.judge.file(cmd.Context(), path)
		}
		if res.outcome >= unusable {
			worst = max(worst, res.outcome)
			complain(cmd.ErrOrStderr(), res)
			continue
		}
		if reasons := res.vacuity.Reasons; len(reasons) > 0 {
			say(cmd, "warning: %s is vacuous: %s", printable(res.path), strings.Join(reasons, "; "))
		}
		drafts.add(res, len(f.models) > 0)
	}
	if worst >= unusable {
		return finish(worst)
	}
	e, err := drafts.expectations(f.output)
	if err != nil {
		return inputError{err}
	}
	return f.write(cmd, e)
}

// prepare checks the flags before any work is done.
func (f *initFlags) prepare() (err error) {
	if _, err = f.judge.input.options(); err != nil {
		return err
	}
	if f.judge.lists, err = f.judge.input.listSense(); err != nil {
		return err
	}
	f.judge.models = axioms.Models
	if len(f.models) > 0 {
		f.judge.surveying = true
		if f.judge.models, err = modelsNamed(f.models, ""); err != nil {
			return usageError{err}
		}
	}
	if _, err := os.Lstat(f.output); f.output != "-" && !f.force && !errors.Is(err, fs.ErrNotExist) {
		return usageError{fmt.Errorf("%s is there already: --force replaces it", f.output)}
	}
	f.judge.budget.limitMemory()
	return nil
}

func (f *initFlags) write(cmd *cobra.Command, e *gate.Expectations) error {
	text, err := e.Text()
	if err != nil {
		return err
	}
	if f.output == "-" {
		_, err = cmd.OutOrStdout().Write(text)
		return err
	}
	if err := replaceFile(f.output, text); err != nil {
		return err
	}
	say(cmd, "%s has %s", f.output, entriesCounted(len(e.Entries)))
	return nil
}

func entriesCounted(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return fmt.Sprintf("%d entries", n)
}

// entryDrafts gathers what histories show, by the pattern that stands for them.
type entryDrafts struct {
	dir    string // of the file of expectations
	drafts []*entryDraft
}

// entryDraft is what the histories of one pattern show together.
type entryDraft struct {
	pattern string
	models  []*axioms.Model // claimed, or those that hold in all
	seen    []gate.Seen     // the most in one history
	vacuous bool            // one of them is
}

func (d *entryDrafts) add(res *judged, claimed bool) {
	pattern := d.pattern(res.path)
	at := slices.IndexFunc(d.drafts, func(e *entryDraft) bool { return e.pattern == pattern })
	holding := modelsThat(res.verdicts, claimed)
	if at < 0 {
		at = len(d.drafts)
		d.drafts = append(d.drafts, &entryDraft{pattern: pattern, models: holding})
	}
	e := d.drafts[at]
	e.vacuous = e.vacuous || len(res.vacuity.Reasons) > 0
	e.models = slices.DeleteFunc(e.models, func(m *axioms.Model) bool { return !slices.Contains(holding, m) })
	if !claimed {
		return
	}
	for i, v := range res.verdicts {
		if v.Outcome == checker.Violated {
			seen, _ := res.seen(i)
			e.allow(seen)
		}
	}
}

// modelsThat returns the models of the verdicts: all, or those that hold.
func modelsThat(verdicts []*checker.Verdict, all bool) []*axioms.Model {
	var models []*axioms.Model
	for _, v := range verdicts {
		if all || v.Outcome == checker.Consistent {
			models = append(models, v.Model)
		}
	}
	return models
}

// allow raises the counts to what was seen.
func (e *entryDraft) allow(seen []gate.Seen) {
	for _, s := range seen {
		at := slices.IndexFunc(e.seen, func(o gate.Seen) bool { return o.Name == s.Name })
		if at < 0 {
			e.seen = append(e.seen, s)
		} else {
			e.seen[at].Count = max(e.seen[at].Count, s.Count)
		}
	}
}

// pattern returns what stands for the history at path, as seen from the directory
// of the file: the runs of a Jepsen test, which differ by their time alone, are one.
func (d *entryDrafts) pattern(path string) string {
	if path == "-" {
		return path
	}
	from, err1 := filepath.Abs(d.dir)
	to, err2 := filepath.Abs(path)
	rel, err3 := filepath.Rel(from, to)
	if err := errors.Join(err1, err2, err3); err != nil {
		rel = path
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	for i := range parts {
		parts[i] = globEscaped.Replace(parts[i])
	}
	if n := len(parts); n >= 3 && strings.HasPrefix(parts[n-1], "history.edn") {
		parts[n-2] = "*"
	}
	return strings.Join(parts, "/")
}

// globEscaped makes a name stand for itself in a pattern.
var globEscaped = strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "{", `\{`, "}", `\}`)

// expectations returns the file, or an error if there is nothing to claim.
func (d *entryDrafts) expectations(path string) (*gate.Expectations, error) {
	e := &gate.Expectations{Path: path}
	for _, draft := range d.drafts {
		if len(draft.models) == 0 {
			return nil, fmt.Errorf("%s: no model holds; say with -m which one should", draft.pattern)
		}
		entry := &gate.Entry{Pattern: draft.pattern, Models: strongestOf(draft.models), OnVacuous: gate.Fail}
		if draft.vacuous {
			entry.OnVacuous = gate.Warn
		}
		for _, s := range draft.seen {
			if a, err := anomalies.ByName(s.Name); err == nil {
				entry.Allow = append(entry.Allow, &gate.Allowance{Anomaly: a, Max: s.Count, Reason: "was there when this file was written: say why it may stay"})
			}
		}
		e.Entries = append(e.Entries, entry)
	}
	return e, nil
}

// strongestOf leaves out models that others imply.
func strongestOf(models []*axioms.Model) []*axioms.Model {
	return slices.DeleteFunc(slices.Clone(models), func(m *axioms.Model) bool {
		return slices.ContainsFunc(models, func(o *axioms.Model) bool { return o != m && o.Implies(m) && !m.Implies(o) })
	})
}
