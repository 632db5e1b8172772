package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"visar/history/format"
)

func convertCommand() *cobra.Command {
	var in inputFlags
	var to, path string
	cmd := &cobra.Command{
		Use:   "convert FILE --to FORMAT [-o OUT]",
		Short: "Rewrite a history in another format",
		Long:  "Convert reads a history and writes it in another format. What that format cannot\nhold is left out and named on the standard error.",
		Args:  cobra.ExactArgs(1),
		RunE: running(func(cmd *cobra.Command, args []string) error {
			target := format.ByName(to)
			if target == nil || target.Encode == nil {
				return usageError{fmt.Errorf("unknown format %q to write: the formats are %s", to, strings.Join(writtenFormats(), ", "))}
			}
			return convert(cmd, &in, args[0], target, path)
		}),
	}
	in.addReading(cmd)
	cmd.Flags().StringVar(&to, "to", format.Formats[0].Name, "format to write: "+strings.Join(writtenFormats(), ", "))
	cmd.Flags().StringVarP(&path, "output", "o", "-", "file to write, - for the standard output")
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

func convert(cmd *cobra.Command, in *inputFlags, from string, target *format.Format, to string) error {
	ctx, stop := interruptible(cmd.Context())
	file, err := in.open(ctx, from)
	stop()
	if err != nil {
		return err
	}
	if target.Lossy != nil {
		for _, what := range target.Lossy(file.History) {
			fmt.Fprintf(cmd.ErrOrStderr(), "visar: %s does not keep %s\n", target.Name, printable(what))
		}
	}
	if to == "-" {
		return target.Encode(cmd.OutOrStdout(), file.History)
	}
	var text bytes.Buffer
	if err := target.Encode(&text, file.History); err != nil {
		return inputError{fmt.Errorf("%s: %w", from, err)}
	}
	return replaceFile(to, text.Bytes())
}
