package main

import "github.com/spf13/cobra"

const rootDoc = `visar reads the recorded history of a database, decides which consistency
models it obeys, and shows why not where it does not.

A FILE may be - for the standard input, a directory (every history under it),
and compressed with gzip or zstd.

Exit codes, whatever the output format: 0 consistent, 1 violated, 2 undecided,
3 unusable or vacuous input, 254 usage, 255 internal error. Over many files
255 > 3 > 1 > 2 > 0, and every file is looked at first.`

// newRoot returns the program's command with all of its subcommands.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "visar",
		Short:         "Decide which consistency models a recorded history obeys",
		Long:          rootDoc,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.AddCommand(
		checkCommand(),
		classifyCommand(),
		axiomsCommand(),
		modelsCommand(),
		explainCommand(),
		drawCommand(),
		statsCommand(),
		reportCommand(),
		serveCommand(),
		minimizeCommand(),
		convertCommand(),
		generateCommand(),
		verifyCommand(),
		initCommand(),
		versionCommand(),
	)
	root.CompletionOptions.HiddenDefaultCmd = true
	return root
}
