package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"visar/axioms"
	"visar/web"
)

const reportDoc = `Report judges each history against every model and writes one HTML page that
explains the verdicts. The page needs no network and no other file.

With --baseline it also says what changed since an earlier result, the output of
visar check -o json or of visar classify -o json.

The exit code is 0 whatever the verdicts are: 3 says that a history could not be
judged at all.`

// reportFlags are those of visar report.
type reportFlags struct {
	judge          judge
	path, baseline string
}

func reportCommand() *cobra.Command {
	var f reportFlags
	cmd := &cobra.Command{
		Use:     "report FILE... [-o report.html]",
		Short:   "Write an HTML page that explains the verdicts",
		Long:    reportDoc,
		Example: "  visar report history.edn -o report.html\n  visar check -o json=old.json old.edn; visar report new.edn --baseline old.json",
		Args:    cobra.MinimumNArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			all, err := f.write(cmd, args)
			if err != nil {
				return err
			}
			if all < unusable {
				all = consistent
			}
			return finish(all)
		}),
	}
	f.judge.input.add(cmd)
	f.judge.budget.add(cmd)
	cmd.Flags().StringVarP(&f.path, "output", "o", "report.html", "file to write, - for the standard output")
	cmd.Flags().StringVar(&f.baseline, "baseline", "", "earlier result, as JSON, to compare with")
	return cmd
}

// write judges the files and writes the page.
func (f *reportFlags) write(cmd *cobra.Command, args []string) (outcome, error) {
	if info, err := os.Stat(filepath.Dir(f.path)); err != nil || !info.IsDir() {
		return broken, usageError{fmt.Errorf("-o %s: expected a path in a directory that exists", f.path)}
	}
	r := &htmlReport{page: web.Page{Visar: version(), Command: cmd.Name(), Flags: changedFlags(cmd)}}
	if f.baseline != "" {
		text, err := os.ReadFile(f.baseline)
		if err == nil {
			r.baseline, err = web.ParseResults(text)
		}
		if err != nil {
			return broken, usageError{fmt.Errorf("--baseline %s: %w", f.baseline, err)}
		}
	}
	var text bytes.Buffer
	r.w = &text
	f.judge.models, f.judge.surveying, f.judge.minimizing = axioms.Models, true, true
	all, err := f.judgeAll(cmd, args, r)
	if err != nil {
		return broken, err
	}
	if err := r.end(&runResult{outcome: all}); err != nil {
		return broken, err
	}
	if f.path == "-" {
		_, err = cmd.OutOrStdout().Write(text.Bytes())
		return all, err
	}
	return all, replaceFile(f.path, text.Bytes())
}

// judgeAll judges each file for the page.
func (f *reportFlags) judgeAll(cmd *cobra.Command, args []string, r *htmlReport) (outcome, error) {
	if _, err := f.judge.input.options(); err != nil {
		return broken, err
	}
	var err error
	if f.judge.lists, err = f.judge.input.listSense(); err != nil {
		return broken, err
	}
	f.judge.budget.limitMemory()
	f.judge.gate = &gateRun{} // looks for what Jepsen said, and expects nothing
	all := consistent
	for path, err := range historiesIn(args, cmd.ErrOrStderr()) {
		res := &judged{path: path, input: f.judge.input}
		if err != nil {
			res.unusable(problemOf(err, path))
		} else {
			res = f.judge.file(cmd.Context(), path)
			res.sayJepsen()
		}
		all = max(all, res.outcome)
		complain(cmd.ErrOrStderr(), res)
		if err := r.file(res); err != nil {
			return broken, err
		}
	}
	return all, nil
}

// changedFlags returns the flags that the caller set, but for where to write.
func changedFlags(cmd *cobra.Command) []web.Option {
	var options []web.Option
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name != "output" && f.Name != "baseline" {
			options = append(options, web.Option{Name: f.Name, Value: strings.Trim(f.Value.String(), "[]")})
		}
	})
	return options
}
