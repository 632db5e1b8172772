package checker

import (
	"context"
	"testing"

	"visar/axioms"
	"visar/history/dependency"
)

func TestUpdateChainsHaveNothingOpen(t *testing.T) {
	for text, chained := range map[string]bool{
		"T1: w(x,1)\nT2: r(x,1) w(x,2)\nT3: r(x,2) w(x,3)":              true,
		"T1: r(x,_) w(x,1)\nT2: r(x,1) w(x,2)":                          true,
		"T1: w(x,1)\nT2: r(x,1) w(x,2)\nT3: r(x,1) w(x,3)":              false, // two after T1
		"T1: w(x,1)\nT2: w(x,2)\nT3: r(x,2) w(x,3)":                     false, // T1 may be anywhere
		"T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)":                          false,
		"T1: w(x,1)\nT2: r(x,1) w(x,2)\nT3: r(x,2) w(x,3)\nT4: w(x,4)":  false,
		"T1: w(x,1)\nT2: r(x,1) r(x,1) w(x,2) w(x,3)\nT3: r(x,3)":       true,
		"T1: r(x,2) w(x,1)\nT2: r(x,1) w(x,2)\nT3: w(x,3)":              true,  // a cycle, which is known too
		"T1: w(x,1)\nT2: w(x,2) r(x,2)\nT3: r(x,1) w(y,1)\nT4: r(y,1) ": false, // T2 read no other
	} {
		h := notated(t, text)
		j := &job{ctx: context.Background(), h: h, r: dependency.Resolve(h, false), set: axioms.Serializable.Axioms.Closure()}
		if open := newPolygraph(j).unordered(0); (len(open) == 0) != chained {
			t.Errorf("%d writes are open, expected none: %v\n%s", len(open), chained, text)
		}
	}
}
