package main

import (
	"fmt"

	"visar/checker"
	"visar/history/dependency"
)

// finding is one anomaly of a history.
type finding struct {
	name      string // "lost-update"
	axiom     string // the axiom that it breaks, or ""
	txns      []int32
	keys      []int32
	cycle     []findingEdge
	sentences []string
}

// findingEdge is one step of the cycle of an anomaly.
type findingEdge struct {
	from, to int32
	kind     dependency.Kind
	key      int32 // or -1
	why      string
}

// findings are the anomalies of a history and which of them each verdict shows.
type findings struct {
	all []*finding
	of  [][]int // by verdict: indices of all
}

// find names the anomalies behind verdicts. Verdicts that share a refutation
// share what it shows.
func find(verdicts []*checker.Verdict) findings {
	f := findings{of: make([][]int, len(verdicts))}
	known := map[*checker.Refutation][]int{}
	for i, v := range verdicts {
		if v.Refutation == nil {
			continue
		}
		shown, ok := known[v.Refutation]
		if !ok {
			for _, a := range anomaliesIn(v) {
				shown = append(shown, len(f.all))
				f.all = append(f.all, a)
			}
			known[v.Refutation] = shown
		}
		f.of[i] = shown
	}
	return f
}

// anomaliesIn returns the anomalies that v shows.
func anomaliesIn(v *checker.Verdict) []*finding {
	r := v.Refutation
	if r.Read != nil {
		return []*finding{{name: r.Read.Kind.String(), txns: []int32{r.Read.Txn}}}
	}
	a := &finding{name: "cycle", txns: r.Cycle.Txns()}
	for _, e := range r.Cycle {
		a.cycle = append(a.cycle, findingEdge{e.From, e.To, e.Kind, e.Key, fmt.Sprint(e.Kind)})
	}
	return []*finding{a}
}
