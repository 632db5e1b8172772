package web

import (
	"encoding/json"
	"fmt"
	"slices"

	"visar/anomalies"
	"visar/checker"
)

// Baseline is what an earlier result says of a history.
type Baseline struct {
	Path      string            // of the earlier history
	Outcomes  map[string]string // by model
	Anomalies []BaselineAnomaly
}

// BaselineAnomaly is an anomaly of an earlier result.
type BaselineAnomaly struct {
	Name         string   `json:"name"`
	Transactions []string `json:"transactions"`
	Keys         []string `json:"keys"`
	Count        int      `json:"count"`
}

// ParseBaseline reads the result of visar check -o json. The result on the history
// with the given path is the baseline; if there is none, the one that stands at
// the given place of those compared.
func ParseBaseline(text []byte, path string, place int) (*Baseline, error) {
	var result struct {
		Version   int `json:"schema_version"`
		Histories []struct {
			Path     string `json:"path"`
			Verdicts []struct {
				Model   string `json:"model"`
				Outcome string `json:"outcome"`
			} `json:"verdicts"`
			Anomalies []BaselineAnomaly `json:"anomalies"`
		} `json:"histories"`
	}
	if err := json.Unmarshal(text, &result); err != nil {
		return nil, fmt.Errorf("expected the output of visar check -o json: %w", err)
	}
	if result.Version != 1 {
		return nil, fmt.Errorf("expected the output of visar check -o json with schema_version 1, got %d", result.Version)
	}
	for i, h := range result.Histories {
		if h.Path == path {
			place = i
		}
	}
	if place >= len(result.Histories) {
		return nil, nil
	}
	h := result.Histories[place]
	b := &Baseline{Path: h.Path, Outcomes: map[string]string{}, Anomalies: h.Anomalies}
	for _, v := range h.Verdicts {
		b.Outcomes[v.Model] = v.Outcome
	}
	return b, nil
}

// change is a verdict or a kind of anomaly in the baseline and now.
type change struct {
	Name, Before, Now string
	State             string // "new", "gone", "changed", "unchanged"
}

// comparison is a run beside its baseline.
type comparison struct {
	Path                string
	Verdicts, Anomalies []change
	Same                int // verdicts that did not change
}

func (r *Run) compare(groups []group) *comparison {
	if r.Baseline == nil {
		return nil
	}
	c := &comparison{Path: visible(r.Baseline.Path)}
	for _, v := range r.Verdicts {
		before, now := r.Baseline.Outcomes[v.Model.Name], v.Outcome.String()
		switch before {
		case now:
			c.Same++
		case "":
			c.Verdicts = append(c.Verdicts, change{v.Model.Name, "not judged", now, "new"})
		default:
			c.Verdicts = append(c.Verdicts, change{v.Model.Name, before, now, "changed"})
		}
	}
	slices.SortStableFunc(c.Verdicts, func(a, b change) int { return weight(b) - weight(a) })
	c.Anomalies = r.Baseline.changes(groups)
	return c
}

// weight is greater for what changed than for what was not judged before.
func weight(c change) int {
	if c.State == "changed" {
		return 1
	}
	return 0
}

// changes returns a change for each kind of anomaly that is in the baseline or in
// groups, the most severe first.
func (b *Baseline) changes(groups []group) []change {
	before, now := map[string]int{}, map[string]int{}
	for _, a := range b.Anomalies {
		before[a.Name] += max(1, a.Count)
	}
	for _, g := range groups {
		now[g.anomaly.ID] = g.count
	}
	var all []change
	for _, a := range anomalies.All() {
		c := change{Name: a.ID, Before: grouped(before[a.ID]), Now: grouped(now[a.ID])}
		switch {
		case before[a.ID] == 0 && now[a.ID] == 0:
			continue
		case before[a.ID] == 0:
			c.State = "new"
		case now[a.ID] == 0:
			c.State = "gone"
		case before[a.ID] == now[a.ID]:
			c.State = "unchanged"
		default:
			c.State = "changed"
		}
		all = append(all, c)
	}
	return all
}

// relation says how an anomaly stands to the baseline: "same" transactions, the same
// "kind" elsewhere, or "new"; "" without a baseline.
func (r *Run) relation(s *sighted) string {
	if r.Baseline == nil {
		return ""
	}
	state := "new"
	for _, a := range r.Baseline.Anomalies {
		if a.Name != s.Name {
			continue
		}
		state = "kind"
		if slices.Equal(slices.Sorted(slices.Values(a.Transactions)), slices.Sorted(slices.Values(s.TxnNames))) {
			return "same"
		}
	}
	return state
}

// settles reports whether any model was decided.
func settles(verdicts []*checker.Verdict) bool {
	return slices.ContainsFunc(verdicts, func(v *checker.Verdict) bool { return v.Outcome != checker.Undecided })
}
