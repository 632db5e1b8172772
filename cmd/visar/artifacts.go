package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"visar/anomalies"
	"visar/anomalies/draw"
)

// artifactFlags say where to keep what a run found.
type artifactFlags struct{ dir, run string }

func (f *artifactFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.dir, "artifacts", "", "keep results in DIR/RUN: results.json, results.sarif, junit.xml, summary.md, report.html, anomalies/; DIR/latest is a link to it")
	cmd.Flags().StringVar(&f.run, "run", "", "name of the run below --artifacts (default: the time in UTC, as 20261130T120000Z)")
}

// artifactFile is an output that a run keeps.
type artifactFile struct{ format, name string }

// artifactFiles are the outputs that a run keeps, by format. A format that this
// program does not have is left out.
var artifactFiles = []artifactFile{
	{"json", "results.json"},
	{"sarif", "results.sarif"},
	{"junit", "junit.xml"},
	{"markdown", "summary.md"},
	{"html", "report.html"},
}

// runName is what may be the name of a directory everywhere.
var runName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)
})

// open makes the directories and returns the outputs into them.
func (f *artifactFlags) open(p presentation) ([]*sink, error) {
	if f.dir == "" {
		return nil, nil
	}
	run := f.run
	if run == "" {
		run = time.Now().UTC().Format("20060102T150405Z")
	}
	if !runName().MatchString(run) || run == latest {
		return nil, usageError{fmt.Errorf("--run %q: expected letters, digits, and _.- within, and not %s", run, latest)}
	}
	dir := filepath.Join(f.dir, run)
	if err := os.MkdirAll(filepath.Join(dir, "anomalies"), 0o777); err != nil {
		return nil, usageError{err}
	}
	if err := forgetAnomalies(filepath.Join(dir, "anomalies")); err != nil {
		return nil, usageError{err}
	}
	var sinks []*sink
	for _, file := range artifactFiles {
		sinks = append(sinks, formatNamed(file.format).sinkTo(filepath.Join(dir, file.name), p))
	}
	kept := &outputFormat{name: "anomalies", minimal: true}
	return append(sinks, &sink{renderer: &anomalyFiles{dir: dir, counts: map[string]int{}}, format: kept}), nil
}

// anomalyFile is how files of anomalies are named.
var anomalyFile = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[a-z0-9-]+-[0-9]+\.(txt|svg|dot|jsonl)$`)
})

// forgetAnomalies removes what an earlier run of the same name found, which this one
// might not find again. Files of other names are somebody's, and stay.
func forgetAnomalies(dir string) error {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.Type().IsRegular() && anomalyFile().MatchString(e.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// latest is the name of the link to the last run.
const latest = "latest"

// anomalyFiles writes files for each anomaly that a verdict rests on, below
// anomalies/ in the directory of a run: its sentences, its pictures, and the
// smallest history that shows it.
type anomalyFiles struct {
	dir    string
	counts map[string]int // by name
}

func (r *anomalyFiles) file(j *judged) error {
	for _, f := range j.findings.all {
		r.counts[f.Name]++
		base := filepath.Join(r.dir, "anomalies", fmt.Sprintf("%s-%d", f.Name, r.counts[f.Name]))
		if err := r.anomaly(base, j, f); err != nil {
			return err
		}
	}
	return nil
}

func (r *anomalyFiles) anomaly(base string, j *judged, f *anomalies.Found) error {
	var dot, svg bytes.Buffer
	if err := draw.DOT(&dot, f, j.file.History); err != nil {
		return err
	}
	if err := draw.SVG(&svg, f, j.file.History); err != nil {
		return err
	}
	lines := append([]string{j.path + ": " + f.Name}, f.Sentences...)
	if len(f.Cycle) > 0 {
		lines = append(lines, "cycle: "+cycleText(f.Cycle))
	}
	err := errors.Join(
		replaceFile(base+".txt", []byte(printableLines(lines))),
		replaceFile(base+".dot", dot.Bytes()),
		replaceFile(base+".svg", svg.Bytes()),
	)
	for _, m := range j.minimal {
		if m.found.Name == f.Name && fmt.Sprint(m.found.Txns, m.found.Keys) == fmt.Sprint(f.Txns, f.Keys) {
			err = errors.Join(err, replaceFile(base+".jsonl", []byte(m.text)))
		}
	}
	return err
}

// end points the link at the run. Where there can be no links, a file of that name
// holds the name of the run.
func (r *anomalyFiles) end(*runResult) error {
	parent, run := filepath.Split(r.dir)
	link := filepath.Join(parent, latest)
	fresh := filepath.Join(parent, "."+latest+"."+run)
	if err := os.Symlink(run, fresh); err != nil {
		return replaceFile(link, []byte(run+"\n"))
	}
	if err := os.Rename(fresh, link); err != nil {
		os.Remove(fresh)
		return err
	}
	return nil
}
