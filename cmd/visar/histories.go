package main

import (
	"iter"

	"visar/history/format"
)

// historiesIn returns the paths of the histories that args name, in order: a
// directory stands for every history under it. The error of a pair is about its
// path, and does not keep the others from their turn.
func historiesIn(args []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, arg := range args {
			paths, err := format.Find([]string{arg})
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
