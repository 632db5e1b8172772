package web

import (
	"encoding/json"
	"fmt"
)

// Baseline is what an earlier result says of a history.
type Baseline struct {
	Path      string            // of the earlier history
	SHA256    string            // of its bytes
	Visar     string            // the version that judged it
	Outcome   string            // of the history as a whole
	Facts     []Option          // figures of the history
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

// earlierResult is the output of visar check -o json, as far as it is shown.
type earlierResult struct {
	Version   int              `json:"schema_version"`
	Visar     string           `json:"visar"`
	Histories []earlierHistory `json:"histories"`
}

type earlierHistory struct {
	Path         string `json:"path"`
	SHA256       string `json:"sha256"`
	Outcome      string `json:"outcome"`
	Transactions struct {
		Committed int `json:"committed"`
		Aborted   int `json:"aborted"`
		Unknown   int `json:"unknown"`
	} `json:"transactions"`
	Sessions int `json:"sessions"`
	Keys     int `json:"keys"`
	Verdicts []struct {
		Model   string `json:"model"`
		Outcome string `json:"outcome"`
	} `json:"verdicts"`
	Anomalies []BaselineAnomaly `json:"anomalies"`
}

// ParseResults reads the output of visar check -o json: what it says of each
// history.
func ParseResults(text []byte) ([]*Baseline, error) {
	var result earlierResult
	if err := json.Unmarshal(text, &result); err != nil {
		return nil, fmt.Errorf("expected the output of visar check -o json: %w", err)
	}
	if result.Version != 1 {
		return nil, fmt.Errorf("expected the output of visar check -o json with schema_version 1, got %d", result.Version)
	}
	var all []*Baseline
	for i := range result.Histories {
		all = append(all, result.Histories[i].baseline(result.Visar))
	}
	return all, nil
}

// BaselineFor returns what earlier results say of the history with the given path;
// if they do not name it, the one that stands at the given place of those
// compared, or nil if there are not so many.
func BaselineFor(all []*Baseline, path string, place int) *Baseline {
	for _, b := range all {
		if b.Path == path {
			return b
		}
	}
	if place < len(all) {
		return all[place]
	}
	return nil
}

func (h *earlierHistory) baseline(version string) *Baseline {
	t := h.Transactions
	b := &Baseline{Path: h.Path, SHA256: h.SHA256, Visar: version, Outcome: h.Outcome, Outcomes: map[string]string{}, Anomalies: h.Anomalies,
		Facts: []Option{{"Transactions", statusCounts(t.Committed, t.Aborted, t.Unknown)}, {"Sessions, keys", grouped(h.Sessions) + " and " + grouped(h.Keys)}}}
	for _, v := range h.Verdicts {
		b.Outcomes[v.Model] = v.Outcome
	}
	return b
}

// statusCounts says how many transactions ended how.
func statusCounts(committed, aborted, unknown int) string {
	return listed([]string{grouped(committed) + " committed", grouped(aborted) + " aborted", grouped(unknown) + " unknown"})
}
