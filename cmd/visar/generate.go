package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"visar/axioms"
	"visar/history"
	"visar/history/format"
	"visar/history/generate"
)

const generateDoc = `Generate runs random transactions on a simulated store and writes what its
clients saw. The store obeys the model, its views as old as the model allows;
with sessions the history obeys the strong-session form. The same flags make the
same history.

Models: %s.
Anomalies to inject, on keys and in sessions of their own: %s.`

func generateCommand() *cobra.Command {
	var to, path string
	cfg := generate.Config{}
	cmd := &cobra.Command{
		Use:   "generate [-m MODEL] [--inject ANOMALY]... [--to FORMAT] [-o OUT]",
		Short: "Make a history of a simulated store",
		Long:  fmt.Sprintf(generateDoc, strings.Join(generate.Models(), ", "), strings.Join(generate.Anomalies(), ", ")),
		Example: `  visar generate -m snapshot-isolation --txns 10000 --sessions 25 --keys 1000 --distribution zipf -o si.jsonl
  visar generate -m strict-serializable --workload list-append --times --inject stale-read --to jepsen-edn -o history.edn`,
		Args: cobra.NoArgs,
		RunE: running(func(cmd *cobra.Command, _ []string) error {
			target, err := formatToWrite(to)
			if err != nil {
				return err
			}
			m, err := axioms.ModelByName(cfg.Model)
			if err != nil {
				return usageError{err}
			}
			cfg.Model = strings.TrimPrefix(m.Name, "strong-session-")
			h, err := generate.Generate(cfg)
			if err != nil {
				return usageError{err}
			}
			return writeHistory(cmd, target, h, path)
		}),
	}
	addGenerating(cmd, &cfg)
	cmd.Flags().StringVar(&to, "to", format.Native.Name, "format to write: "+strings.Join(writtenFormats(), ", "))
	cmd.Flags().StringVarP(&path, "output", "o", "-", "file to write, - for the standard output")
	return cmd
}

// addGenerating adds the flags for what to make.
func addGenerating(cmd *cobra.Command, c *generate.Config) {
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVarP(&c.Model, "model", "m", "serializable", "model that the store obeys")
	f.Uint64Var(&c.Seed, "seed", 1, "seed of all choices")
	f.IntVar(&c.Txns, "txns", 1000, "number of transactions")
	f.IntVar(&c.Ops, "ops", 4, "operations in a transaction")
	f.IntVar(&c.Sessions, "sessions", 10, "number of sessions; 0 puts each transaction in one of its own")
	f.IntVar(&c.Keys, "keys", 100, "keys in use at a time")
	f.StringVar(&c.Workload, "workload", "rw-register", "rw-register or list-append")
	f.StringVar(&c.Lists, "lists", "versioned", "what a read of a list returns: versioned (one version of it) or log (the visible appends)")
	f.StringVar(&c.Distribution, "distribution", "uniform", "how keys are chosen: uniform, zipf or hotspot (a fifth of the keys gets four fifths)")
	f.Float64Var(&c.Exponent, "exponent", 0.99, "exponent of zipf")
	f.Float64Var(&c.ReadShare, "reads", 0.5, "share of the steps of a transaction that only read")
	f.Float64Var(&c.BlindShare, "blind", 0.5, "share of the steps that write which do so without reading first")
	f.Float64Var(&c.ReadOnly, "read-only", 0, "share of the transactions that only read")
	f.IntVar(&c.MaxWrites, "max-writes", 0, "writes of a key before another takes its place (default 32 for lists, no end for registers)")
	f.IntVar(&c.Values, "values", 0, "number of different values that registers take in turn; 0 gives each write its own")
	f.BoolVar(&c.GlobalValues, "global-values", false, "number values through the whole history, not key by key")
	f.Float64Var(&c.Abort, "abort", 0, "share of the transactions that abort")
	f.Float64Var(&c.Unknown, "unknown", 0, "share of the transactions of unknown outcome, of which half take effect")
	f.IntVar(&c.Lag, "lag", 0, "commits by which a view may be out of date (default twice the sessions, within 16 and 256)")
	f.BoolVar(&c.Times, "times", false, fmt.Sprintf("give starts and ends; commits are %d apart", generate.CommitInterval))
	f.Int64Var(&c.ClockSkew, "clock-skew", 0, "time by which the clock of a session may be ahead")
	f.BoolVar(&c.Execution, "execution", false, "record what each transaction saw and its place in arbitration")
	f.StringSliceVar(&c.Inject, "inject", nil, "anomaly to add, repeatable")
}

func formatToWrite(name string) (*format.Format, error) {
	target := format.ByName(name)
	if target == nil || target.Encode == nil {
		return nil, usageError{fmt.Errorf("unknown format %q to write: the formats are %s", name, strings.Join(writtenFormats(), ", "))}
	}
	return target, nil
}

// writeHistory writes h without holding its text, and names on the standard
// error what the format leaves out.
func writeHistory(cmd *cobra.Command, target *format.Format, h *history.History, to string) error {
	if target.Lossy != nil {
		for _, what := range target.Lossy(h) {
			fmt.Fprintf(cmd.ErrOrStderr(), "visar: %s cannot hold %s: left out\n", target.Name, printable(what))
		}
	}
	if to == "-" {
		return target.Encode(cmd.OutOrStdout(), h)
	}
	if info, err := os.Stat(filepath.Dir(to)); to == "" || err != nil || !info.IsDir() {
		return usageError{fmt.Errorf("-o %s: expected a path in a directory that exists", to)}
	}
	return replaceFileBy(to, func(w io.Writer) error { return target.Encode(w, h) })
}
