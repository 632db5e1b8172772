package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"visar/history"
	"visar/history/format"
)

const convertDoc = `Convert reads a history and writes it in another format. What that format cannot
hold is left out and named on the standard error; with --strict nothing is
written then, and the exit code is 3.

In the formats cobra and viper a history is a directory with a file of each
session: OUT must not exist then, and is made.`

// conversion is what the flags of convert say.
type conversion struct {
	in     inputFlags
	to     string // name of the format
	out    string // path
	strict bool
}

func convertCommand() *cobra.Command {
	var c conversion
	cmd := &cobra.Command{
		Use:   "convert FILE --to FORMAT [-o OUT]",
		Short: "Rewrite a history in another format",
		Long:  convertDoc,
		Args:  cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			target := format.ByName(c.to)
			if target == nil || target.Encode == nil {
				return usageError{fmt.Errorf("unknown format %q to write: the formats are %s", c.to, strings.Join(writtenFormats(), ", "))}
			}
			return c.convert(cmd, args[0], target)
		}),
	}
	c.in.addReading(cmd)
	cmd.Flags().StringVar(&c.to, "to", format.Native.Name, "format to write: "+strings.Join(writtenFormats(), ", "))
	cmd.Flags().StringVarP(&c.out, "output", "o", "-", "file or directory to write, - for the standard output")
	cmd.Flags().BoolVar(&c.strict, "strict", false, "write nothing if anything would be lost")
	return cmd
}

func writtenFormats() []string {
	var names []string
	for _, f := range format.Formats {
		if f.Encode != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

func (c *conversion) convert(cmd *cobra.Command, from string, target *format.Format) error {
	ctx, stop := interruptible(cmd.Context())
	file, err := c.in.open(ctx, from)
	stop()
	if err != nil {
		return err
	}
	var lost []string
	if target.Lossy != nil {
		lost = target.Lossy(file.History)
	}
	for _, what := range lost {
		fmt.Fprintf(cmd.ErrOrStderr(), "visar: %s does not keep %s\n", target.Name, printable(what))
	}
	if c.strict && len(lost) > 0 {
		return inputError{fmt.Errorf("%s: nothing is written, since --strict allows no loss", from)}
	}
	return c.write(cmd, file.History, target)
}

func (c *conversion) write(cmd *cobra.Command, h *history.History, target *format.Format) error {
	switch {
	case c.out == "-":
		return encodeTo(cmd.OutOrStdout(), h, target)
	case target.InDirectory():
		return makeDir(c.out, func(ctx context.Context, dir string) error { return target.EncodeDir(ctx, dir, h) })
	}
	return replaceFileBy(c.out, func(w io.Writer) error { return encodeTo(w, h, target) })
}

// encodeTo writes h to w. An error that does not come from w is about the
// history, which the format cannot hold.
func encodeTo(w io.Writer, h *history.History, target *format.Format) error {
	out := &watchedWriter{Writer: w}
	err := target.Encode(out, h)
	if err != nil && !out.failed {
		return inputError{err}
	}
	return err
}

// watchedWriter remembers whether a write failed.
type watchedWriter struct {
	io.Writer
	failed bool
}

func (w *watchedWriter) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.failed = w.failed || err != nil
	return n, err
}

// makeDir makes a directory that fill fills, so that it is there as a whole or
// not at all. The context of fill ends with an interrupt.
func makeDir(path string, fill func(ctx context.Context, dir string) error) (err error) {
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		return inputError{fmt.Errorf("%s: a directory is to be made here, but something is there", path)}
	}
	ctx, stop := interruptible(context.Background())
	defer stop()
	dir, err := os.MkdirTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	err = fill(ctx, dir)
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return inputError{err}
	}
	if err = os.Chmod(dir, 0o755); err != nil {
		return err
	}
	return os.Rename(dir, path)
}
