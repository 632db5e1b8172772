package axioms

import (
	"slices"
	"testing"
)

func TestClocksAreComparedPartByPart(t *testing.T) {
	ascending := []string{
		`9`, `10`, `"10.0001"`, `[10,2]`, `"10:10"`, `"10:10@n1"`, `"10:10@n2"`, `"11"`,
		`1700000000`, `"1700000000.000000001,5"`, `"1700000000.000000001,12"`, `"1700000000.000000010,0"`,
		`99999999999999999999999999`,
	}
	var parts [][]string
	for _, text := range ascending {
		p, err := clockParts(text)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, p)
	}
	for i := range parts {
		for j := range parts {
			if got, want := compareClocks(parts[i], parts[j]), compareInts(i, j); got != want {
				t.Errorf("compare %s with %s: got %d, want %d", ascending[i], ascending[j], got, want)
			}
		}
	}
	if !slices.IsSortedFunc(parts, compareClocks) {
		t.Error("not in order")
	}
}

func compareInts(i, j int) int {
	switch {
	case i < j:
		return -1
	case i > j:
		return 1
	}
	return 0
}

func TestClocksThatAreNone(t *testing.T) {
	for _, text := range []string{``, `null`, `true`, `{}`, `[]`, `""`, `[[1]]`, `":"`} {
		if parts, err := clockParts(text); err == nil {
			t.Errorf("%q is a timestamp of the parts %q", text, parts)
		}
	}
}
