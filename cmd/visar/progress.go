package main

import (
	"io"
	"os"

	"github.com/spf13/cobra"
)

// progress tells how far a run is. It goes to the standard error, apart from what
// is found.
type progress interface {
	// begin is told of each file before it is read.
	begin(path string)
	// read is told how many bytes of the file have been read, and of how many; the
	// total is 0 if it is not known.
	read(done, total int64)
	// stage is told what begins, and how many of the models have a verdict.
	stage(what string, done, total int)
	// end ends the file, before anything is printed about it.
	end()
}

// progressFlag is the flag --progress.
type progressFlag struct{ kind string }

func (f *progressFlag) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.kind, "progress", "auto", "how far it is, on the standard error: auto (a bar on a terminal), json (a line an event) or none")
}

// open returns what shows the progress on w.
func (f *progressFlag) open(w io.Writer) (progress, error) {
	switch f.kind {
	case "json":
		return &progressJSON{w: w}, nil
	case "auto":
		if isTerminal(w) {
			return &progressBars{w: w}, nil
		}
		return noProgress{}, nil
	case "none", "":
		return noProgress{}, nil
	}
	return nil, usageErrorf("--progress is auto, json or none, not %q", f.kind)
}

// isTerminal reports whether w is a terminal that moves its cursor.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type noProgress struct{}

func (noProgress) begin(string)           {}
func (noProgress) read(int64, int64)      {}
func (noProgress) stage(string, int, int) {}
func (noProgress) end()                   {}
