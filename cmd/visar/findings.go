package main

import (
	"fmt"

	"visar/anomalies"
	"visar/checker"
)

// findings are the anomalies of a history and which of them each verdict shows.
type findings struct {
	all []*anomalies.Found
	of  [][]int // by verdict: indices of all
}

// find names the anomalies behind verdicts, each once however many verdicts rest
// on it.
func find(verdicts []*checker.Verdict) findings {
	f := findings{of: make([][]int, len(verdicts))}
	told := map[*checker.Refutation][]int{}
	known := map[string]int{}
	for i, v := range verdicts {
		if v.Outcome != checker.Violated {
			continue
		}
		shown, ok := told[v.Refutation]
		if !ok || v.Refutation == nil {
			shown = nil
			for _, a := range anomalies.In(v) {
				shown = append(shown, f.add(a, known))
			}
			told[v.Refutation] = shown
		}
		f.of[i] = shown
	}
	return f
}

// add returns the index of a, or of the same anomaly if that is known already.
func (f *findings) add(a *anomalies.Found, known map[string]int) int {
	id := identity(a)
	at, ok := known[id]
	if !ok {
		at = len(f.all)
		known[id] = at
		f.all = append(f.all, a)
	}
	return at
}

// identity tells anomalies of one history apart.
func identity(a *anomalies.Found) string { return fmt.Sprint(a.Name, a.Txns, a.Keys) }
