package main

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"visar/history/format"
)

// historiesIn returns the paths of the histories that args name, in order: a
// directory stands for every history under it. The error of a pair is about its
// path, and does not keep the others from their turn. What looked like a history
// there and is none is told on stderr.
func historiesIn(args []string, stderr io.Writer) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, arg := range args {
			var passed []string
			paths, err := format.FindTelling([]string{arg}, func(path string) { passed = append(passed, path) })
			tellPassed(stderr, arg, passed)
			if err != nil && !yield(arg, err) {
				return
			}
			for _, path := range paths {
				if !yield(path, nil) {
					return
				}
			}
		}
	}
}

// tellPassed says which files in dir were passed over, some of them by name.
func tellPassed(stderr io.Writer, dir string, passed []string) {
	const named = 5
	switch n := len(passed); {
	case n > named:
		fmt.Fprintf(stderr, "visar: %s: passed over as no histories: %s and %d more\n",
			printable(dir), printable(strings.Join(passed[:named], ", ")), n-named)
	case n > 0:
		fmt.Fprintf(stderr, "visar: %s: passed over as no histories: %s\n", printable(dir), printable(strings.Join(passed, ", ")))
	}
}
