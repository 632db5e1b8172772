package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"visar/web"
)

// renderer prints the results of a run in one format.
type renderer interface {
	// file prints what was found about one file. Files come in the order of the
	// arguments.
	file(*judged) error
	// end prints what belongs after the last file.
	end(run *runResult) error
}

// presentation is what a renderer must know about the call.
type presentation struct {
	command string // "check" or "classify"
	quiet   bool   // leave out files that are consistent
	verbose bool
	colored bool
	all     bool // show every anomaly of a survey
	flags   []web.Option
}

// outputFormat is a value of -o.
type outputFormat struct {
	name string
	open func(io.Writer, presentation) renderer
	// people read it, so that what it says need not be said on the standard error.
	people bool
	// minimal asks for the smallest part of each history that shows an anomaly.
	minimal bool
	// checks says that it is about passing and failing, and so for check alone.
	checks bool
}

// outputFormats are the values of -o. A renderer knows nothing of the others.
var outputFormats = []outputFormat{
	{name: "text", open: newText, people: true},
	{name: "json", open: newJSON, minimal: true},
	{name: "jsonl", open: newJSONLines, minimal: true},
	{name: "junit", open: newJUnit, checks: true},
	{name: "sarif", open: newSARIF, checks: true},
	{name: "github", open: newGitHub, checks: true},
	{name: "markdown", open: newMarkdown},
	{name: "tap", open: newTAP, checks: true},
	{name: "html", open: newHTML, minimal: true},
	{name: "dot", open: newDOT},
}

func formatNamed(name string) *outputFormat {
	for i := range outputFormats {
		if outputFormats[i].name == name {
			return &outputFormats[i]
		}
	}
	return nil
}

// outputFlags say what to print and where.
type outputFlags struct {
	outputs []string
	quiet   bool
	verbose bool
	all     bool // a flag of check alone
	color   string

	artifacts artifactFlags // flags of check alone
}

func (f *outputFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "FORMAT or FORMAT=PATH, repeatable; formats: "+strings.Join(outputNames(), ", "))
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "print only what is not consistent")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "print more: every model, every problem")
	cmd.Flags().StringVar(&f.color, "color", "auto", "auto, always or never; auto heeds NO_COLOR")
}

func outputNames() []string {
	names := make([]string, len(outputFormats))
	for i, f := range outputFormats {
		names[i] = f.name
	}
	return names
}

// sink is one output of a run.
type sink struct {
	renderer
	format *outputFormat
	path   string        // "" for a stream
	text   *bytes.Buffer // what goes to path, once it is complete
	// appended, unless 0, says that the text is added to the file, as long as that has
	// no more than so many bytes.
	appended int
}

// onScreen reports whether the output tells people at once.
func (s *sink) onScreen() bool { return s.format.people && s.path == "" }

// wantsMinimal reports whether the output holds the smallest histories.
func (s *sink) wantsMinimal() bool { return s.format.minimal }

// open checks every output before any work is done.
func (f *outputFlags) open(cmd *cobra.Command) ([]*sink, error) {
	colored, err := f.colored(cmd.OutOrStdout())
	if err != nil {
		return nil, err
	}
	p := presentation{cmd.Name(), f.quiet, f.verbose, colored, f.all, changedFlags(cmd)}
	var sinks []*sink
	taken := map[string]bool{}
	for _, output := range f.outputs {
		s, err := openSink(output, cmd.OutOrStdout(), p)
		if err != nil {
			return nil, err
		}
		if taken[s.path] {
			return nil, usageError{fmt.Errorf("two outputs go to %s: give one of them a path, as -o %s=PATH", orStandard(s.path), output)}
		}
		taken[s.path] = true
		sinks = append(sinks, s)
	}
	more, err := f.artifacts.open(p)
	if err != nil {
		return nil, err
	}
	return append(append(sinks, more...), gitHubSinks(cmd, sinks, p)...), nil
}

func orStandard(path string) string {
	if path == "" {
		return "the standard output"
	}
	return path
}

func openSink(output string, stdout io.Writer, p presentation) (*sink, error) {
	name, path, named := strings.Cut(output, "=")
	f := formatNamed(name)
	switch {
	case f == nil:
		return nil, usageError{fmt.Errorf("unknown output format %q: the formats are %s", name, strings.Join(outputNames(), ", "))}
	case f.checks && p.command != "check":
		return nil, usageError{fmt.Errorf("-o %s says what passes and what fails: it is for visar check", name)}
	case !named || path == "-":
		return &sink{renderer: f.open(stdout, p), format: f}, nil
	}
	if info, err := os.Stat(filepath.Dir(path)); path == "" || err != nil || !info.IsDir() {
		return nil, usageError{fmt.Errorf("-o %s: expected a path in a directory that exists", output)}
	}
	return f.sinkTo(path, p), nil
}

// sinkTo returns a sink into the file at path.
func (f *outputFormat) sinkTo(path string, p presentation) *sink {
	p.colored = false
	s := &sink{format: f, path: path, text: new(bytes.Buffer)}
	s.renderer = f.open(s.text, p)
	return s
}

// close prints the end of the output and puts it in its place.
func (s *sink) close(run *runResult) error {
	if err := s.end(run); err != nil || s.path == "" {
		return err
	}
	if s.appended > 0 {
		return appendTo(s.path, s.text.Bytes(), s.appended)
	}
	return replaceFile(s.path, s.text.Bytes())
}

// colored says whether to colour what goes to w.
func (f *outputFlags) colored(w io.Writer) (bool, error) {
	switch f.color {
	case "always":
		return true, nil
	case "never":
		return false, nil
	case "auto":
		file, ok := w.(*os.File)
		if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
			return false, nil
		}
		info, err := file.Stat()
		return err == nil && info.Mode()&os.ModeCharDevice != 0, nil
	}
	return false, usageError{fmt.Errorf("--color is auto, always or never, not %q", f.color)}
}
