package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"visar/checker"
	"visar/checker/linear"
	"visar/history"
)

// maxShownStale bounds the keys of which text says how stale their reads are, without -v.
const maxShownStale = 5

// staleness prints how far the reads of each key lag behind, the worst first.
func (t *text) staleness(v *checker.Verdict) {
	if v.From != nil || v.Outcome != checker.Violated {
		return
	}
	keys, ns := v.Staleness()
	keys = slices.DeleteFunc(keys, func(s linear.Staleness) bool { return s.Age == 0 })
	slices.SortStableFunc(keys, func(a, b linear.Staleness) int {
		return cmp.Or(cmp.Compare(b.AtLeast, a.AtLeast), cmp.Compare(b.Age, a.Age))
	})
	for i, s := range keys {
		if i == maxShownStale && !t.verbose && len(keys) > maxShownStale+1 {
			t.line("    and %d more keys with stale reads (-v shows them)", len(keys)-i)
			return
		}
		t.line("    %s", printable(stalenessText(v.History.Key(s.Key), &s, ns)))
	}
}

// stalenessText says how far the reads of a key lag: "reads of x lag up to 3
// versions, 41ms (2 of 50)".
func stalenessText(key history.Value, s *linear.Staleness, nanoseconds bool) string {
	versions := counted(s.AtLeast, "version")
	if s.AtMost > s.AtLeast {
		versions = fmt.Sprintf("%d to %d versions", s.AtLeast, s.AtMost)
	}
	if s.Age == linear.Endless {
		if s.Stale == 0 {
			return fmt.Sprintf("reads of %s: no lag explains what they return", key)
		}
		return fmt.Sprintf("reads of %s lag up to %s (%d of %d), and no lag explains all", key, versions, s.Stale, s.Reads)
	}
	age := fmt.Sprintf("%d in the units of the recording", s.Age)
	if nanoseconds {
		age = time.Duration(s.Age).Round(max(1, time.Duration(s.Age)/1000)).String()
	}
	return fmt.Sprintf("reads of %s lag up to %s, %s (%d of %d)", key, versions, age, s.Stale, s.Reads)
}

// jsonStaleness is a [linear.Staleness].
type jsonStaleness struct {
	Key     string `json:"key"`
	Reads   int    `json:"reads"`
	Stale   int    `json:"stale_reads"`
	AtLeast int    `json:"versions_at_least"`
	AtMost  int    `json:"versions_at_most"`
	Age     *int64 `json:"age"` // null where no lag explains the reads
	Unit    string `json:"unit"`
}

// stalenessJSON is about a verdict on the linearizability of registers.
func stalenessJSON(v *checker.Verdict) []jsonStaleness {
	if v.From != nil {
		return nil
	}
	keys, ns := v.Staleness()
	unit := "recorded"
	if ns {
		unit = "ns"
	}
	var all []jsonStaleness
	for _, s := range keys {
		j := jsonStaleness{v.History.Key(s.Key).String(), s.Reads, s.Stale, s.AtLeast, s.AtMost, nil, unit}
		if s.Age != linear.Endless {
			j.Age = &s.Age
		}
		all = append(all, j)
	}
	return all
}
