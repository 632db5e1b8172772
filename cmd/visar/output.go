package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// renderer prints the results of a run in one format.
type renderer interface {
	// file prints what was found about one file. Files come in the order of the
	// arguments.
	file(*judged) error
	// end prints what belongs after the last file; all is the outcome over all.
	end(all outcome) error
}

// presentation is what a renderer must know about the call.
type presentation struct {
	command string // "check" or "classify"
	quiet   bool   // leave out files that are consistent
	verbose bool
	colored bool
	all     bool // show every anomaly of a survey
}

// outputFormats are the values of -o. A renderer knows nothing of the others.
var outputFormats = []struct {
	name string
	open func(io.Writer, presentation) renderer
}{
	{"text", newText},
	{"json", newJSON},
	{"html", newHTML},
}

// outputFlags say what to print and where.
type outputFlags struct {
	outputs []string
	quiet   bool
	verbose bool
	all     bool // a flag of check alone
	color   string
}

func (f *outputFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "FORMAT or FORMAT=PATH, repeatable; formats: "+strings.Join(outputNames(), ", "))
	cmd.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "print only what is not consistent")
	cmd.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "print more: every model, every problem")
	cmd.Flags().StringVar(&f.color, "color", "auto", "auto, always or never; auto heeds NO_COLOR")
}

func outputNames() []string {
	var names []string
	for _, f := range outputFormats {
		names = append(names, f.name)
	}
	return names
}

// sink is one output of a run.
type sink struct {
	renderer
	path string        // "" for the standard output
	text *bytes.Buffer // what goes to path, once it is complete
}

// onScreen reports whether the output tells people at once.
func (s *sink) onScreen() bool {
	_, isText := s.renderer.(*text)
	return isText && s.path == ""
}

// forMachines reports whether the output holds more than people would read.
func (s *sink) forMachines() bool {
	_, isJSON := s.renderer.(*jsonResults)
	_, isHTML := s.renderer.(*htmlReport)
	return isJSON || isHTML
}

// open checks every output before any work is done.
func (f *outputFlags) open(cmd *cobra.Command) ([]*sink, error) {
	colored, err := f.colored(cmd.OutOrStdout())
	if err != nil {
		return nil, err
	}
	var sinks []*sink
	taken := map[string]bool{}
	for _, output := range f.outputs {
		s, err := openSink(output, cmd.OutOrStdout(), presentation{cmd.Name(), f.quiet, f.verbose, colored, f.all})
		if err != nil {
			return nil, err
		}
		if taken[s.path] {
			return nil, usageError{fmt.Errorf("two outputs go to %s: give one of them a path, as -o %s=PATH", orStandard(s.path), output)}
		}
		taken[s.path] = true
		sinks = append(sinks, s)
	}
	return sinks, nil
}

func orStandard(path string) string {
	if path == "" {
		return "the standard output"
	}
	return path
}

func openSink(output string, stdout io.Writer, p presentation) (*sink, error) {
	name, path, named := strings.Cut(output, "=")
	for _, f := range outputFormats {
		if f.name != name {
			continue
		}
		if !named || path == "-" {
			return &sink{renderer: f.open(stdout, p)}, nil
		}
		if info, err := os.Stat(filepath.Dir(path)); path == "" || err != nil || !info.IsDir() {
			return nil, usageError{fmt.Errorf("-o %s: expected a path in a directory that exists", output)}
		}
		p.colored = false
		s := &sink{path: path, text: new(bytes.Buffer)}
		s.renderer = f.open(s.text, p)
		return s, nil
	}
	return nil, usageError{fmt.Errorf("unknown output format %q: the formats are %s", name, strings.Join(outputNames(), ", "))}
}

// close prints the end of the output and puts it in its place.
func (s *sink) close(all outcome) error {
	if err := s.end(all); err != nil || s.path == "" {
		return err
	}
	return replaceFile(s.path, s.text.Bytes())
}

// replaceFile writes a file so that it is at any moment the old one or the new
// one as a whole.
func replaceFile(path string, text []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if _, err = f.Write(text); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
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
