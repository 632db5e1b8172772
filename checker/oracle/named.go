package oracle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
)

// Named is a line of verdicts.jsonl in testdata: a history that stands for an anomaly,
// with the models that it obeys and those that it breaks, as another program computed
// them from the axioms.
type Named struct {
	Name                 string
	History              []json.RawMessage // the lines of the history in visar's own format
	Consistent, Violated []string          // names of models
}

// ReadNamed returns the named histories of a file in its order.
func ReadNamed(path string) ([]Named, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var all []Named
	for line := range bytes.Lines(data) {
		var n Named
		if err := json.Unmarshal(line, &n); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, len(all)+1, err)
		}
		all = append(all, n)
	}
	return all, nil
}

// namedOtherwise are the names that the named histories have for anomalies, where they
// differ.
var namedOtherwise = map[string]string{
	"read-your-writes-violation":    "ryw-violation",
	"monotonic-reads-violation":     "mr-violation",
	"read-only-transaction-anomaly": "read-only-anomaly-fekete2004",
	"stale-read":                    "stale-read-realtime",
}

// NameOf returns the name of the history that stands for an anomaly of the generator.
func NameOf(anomaly string) string {
	if other, ok := namedOtherwise[anomaly]; ok {
		return other
	}
	return anomaly
}
