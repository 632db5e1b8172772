package web

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
)

// txnID is the id of a transaction in a page: its name where that cannot be taken
// for something else, as T1042, and else its name after txn-.
func txnID(name string) string {
	digits, ok := strings.CutPrefix(name, "T")
	if ok && digits != "" && strings.Trim(digits, "0123456789") == "" {
		return name
	}
	return "txn-" + url.PathEscape(cutTo(name, maxShownKey))
}

func sorted(txns []int32) []int32 { return slices.Sorted(slices.Values(txns)) }

// writeDetails writes the anomalies for the script.
func (v *runView) writeDetails(w io.Writer) error {
	all, err := v.run.details(v.groups, v.clock)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(struct {
		Unit      string        `json:"unit"`
		Anomalies []anomalyData `json:"anomalies"`
	}{v.clock.unit, all})
}
