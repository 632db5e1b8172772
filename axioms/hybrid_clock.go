package axioms

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"visar/history"
)

// hybridClockField is the field of a transaction that holds its timestamp.
const hybridClockField = "hlc"

// HybridClockOrder returns the transactions that have a timestamp of a hybrid
// logical clock in the order of the clocks: the arbitration of stores in which the
// last writer wins. Aborted transactions take no part. Every committed transaction
// must have a timestamp; the error names one that has not.
//
// A timestamp is the field "hlc": an integer, a list of numbers and strings, or a
// string of such parts with any of . , : ; @ / - and space between them, as in
// 1700000000.000000001,5 or 1700000000000:2@n1. Parts are compared from the left,
// as numbers where both are. Equal timestamps are ordered by the names of the
// sessions and then by appearance.
func HybridClockOrder(h *history.History) ([]int32, error) {
	var order []int32
	clocks := make([][]string, h.Len())
	for t := range int32(h.Len()) {
		if h.Status(t) == history.Aborted {
			continue
		}
		text := hybridClock(h, t)
		if text == "" && h.Status(t) == history.Unknown {
			continue
		}
		parts, err := clockParts(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: transaction %s: %w", h.Line(t), h.Name(t), err)
		}
		clocks[t] = parts
		order = append(order, t)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		return cmp.Or(compareClocks(clocks[a], clocks[b]),
			strings.Compare(h.SessionName(h.Session(a)), h.SessionName(h.Session(b))))
	})
	return order, nil
}

// HybridClock returns the timestamp of t as recorded, or "".
func HybridClock(h *history.History, t int32) string { return strings.Trim(hybridClock(h, t), `"`) }

func hybridClock(h *history.History, t int32) string {
	for _, f := range h.Extras(t) {
		if f.Name == hybridClockField {
			return f.Text
		}
	}
	return ""
}

// clockParts splits a timestamp, given as JSON.
func clockParts(text string) ([]string, error) {
	expected := fmt.Errorf(`expected a timestamp in the field "hlc", as 17, [1700000000000,2,"n1"] or "1700000000000:2@n1", got %q`, text)
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil, expected
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var parts []string
	for _, x := range list {
		switch x := x.(type) {
		case json.Number:
			parts = append(parts, splitClock(x.String())...)
		case string:
			parts = append(parts, splitClock(x)...)
		default:
			return nil, expected
		}
	}
	if len(parts) == 0 {
		return nil, expected
	}
	return parts, nil
}

func splitClock(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(".,:;@/- ", r) })
}

func compareClocks(a, b []string) int {
	for i := range min(len(a), len(b)) {
		if c := compareParts(a[i], b[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// compareParts compares two parts, as numbers of any length where both are.
func compareParts(a, b string) int {
	if !digits(a) || !digits(b) {
		return strings.Compare(a, b)
	}
	a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
