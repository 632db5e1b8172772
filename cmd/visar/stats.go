package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"visar/stats"
)

const statsDoc = `Stats measures a history and judges nothing: how many transactions and operations
of each kind there were and how they ended, how long those took that ended well,
which share of them did over time, and beside that how stale reads were: how many
versions known to be later a read missed, and for how long they had been there when
it began.

Faults of the recording are shown with it. The formats are text, json, as
docs/schema/stats.schema.json has it, and svg, which draws all of it over time. The
exit code is 0, or 3 where FILE cannot be read.`

// statsFlags say what to measure and how to show it.
type statsFlags struct {
	input   inputFlags
	outputs []string
	windows int
	verbose bool
}

// statsFormats write a report.
var statsFormats = map[string]func(*statsFlags, *bytes.Buffer, string, *stats.Report) error{
	"text": func(f *statsFlags, b *bytes.Buffer, path string, r *stats.Report) error {
		newStatsText(b, r, f.verbose).write(path)
		return nil
	},
	"json": func(_ *statsFlags, b *bytes.Buffer, path string, r *stats.Report) error {
		return json.NewEncoder(b).Encode(newJSONStats(path, r))
	},
	"svg": func(_ *statsFlags, b *bytes.Buffer, path string, r *stats.Report) error {
		return r.SVG(b, filepath.Base(path))
	},
}

func statsCommand() *cobra.Command {
	var f statsFlags
	cmd := &cobra.Command{
		Use:     "stats FILE [-o FORMAT[=PATH]]...",
		Short:   "Measure latency, availability and staleness over time",
		Long:    statsDoc,
		Example: "  visar stats history.edn -o text -o svg=history.svg",
		Args:    cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			outs, err := f.open()
			if err != nil {
				return err
			}
			f.input.skew = "0" // Jepsen's :time counts, not its order
			file, err := f.input.open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			r := stats.Of(file.History, stats.Options{Windows: f.windows})
			for _, out := range outs {
				if err := f.print(cmd, out, args[0], r); err != nil {
					return err
				}
			}
			return nil
		}),
	}
	f.input.addReading(cmd)
	cmd.Flags().StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "text, json or svg, alone or with =PATH, repeatable")
	cmd.Flags().IntVar(&f.windows, "windows", 60, fmt.Sprintf("into how many windows time is divided, up to %d", stats.MaxWindows))
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "print every window, process and key")
	return cmd
}

// open checks every output before any work is done.
func (f *statsFlags) open() ([]drawOutput, error) {
	if f.windows < 1 || f.windows > stats.MaxWindows {
		return nil, usageError{fmt.Errorf("--windows: expected 1 to %d, got %d", stats.MaxWindows, f.windows)}
	}
	var outs []drawOutput
	for _, output := range f.outputs {
		name, path, _ := strings.Cut(output, "=")
		if path == "-" {
			path = ""
		}
		if statsFormats[name] == nil {
			return nil, usageError{fmt.Errorf("unknown output format %q: the formats are text, json, svg", name)}
		}
		if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
			return nil, usageError{fmt.Errorf("-o %s: expected a path in a directory that exists", output)}
		}
		if slices.ContainsFunc(outs, func(o drawOutput) bool { return o.path == path }) {
			return nil, usageError{errors.New("two outputs go to " + orStandard(path))}
		}
		outs = append(outs, drawOutput{name, path})
	}
	return outs, nil
}

func (f *statsFlags) print(cmd *cobra.Command, out drawOutput, path string, r *stats.Report) error {
	var b bytes.Buffer
	if err := statsFormats[out.format](f, &b, path, r); err != nil {
		return err
	}
	if out.path == "" {
		_, err := cmd.OutOrStdout().Write(b.Bytes())
		return err
	}
	return replaceFile(out.path, b.Bytes())
}
