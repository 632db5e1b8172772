package axioms

import (
	"testing"

	"visar/history"
)

func parse(t *testing.T, text string) *history.History {
	t.Helper()
	h, err := history.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	for _, p := range h.Problems() {
		if p.Fatal {
			t.Fatalf("%s: %s", text, p)
		}
	}
	return h
}

// TestBreaksIsExplainedByNoExecution tries all executions of the example that each
// axiom is documented with.
func TestBreaksIsExplainedByNoExecution(t *testing.T) {
	for _, a := range Axioms {
		h := parse(t, a.Breaks)
		if satisfiable(h, a.Bit|a.BreaksWith) {
			t.Errorf("%s: an execution satisfies it, with %q, on\n%s", a.Name, a.BreaksWith, a.Breaks)
		}
		if a.BreaksWith != 0 && !satisfiable(h, a.BreaksWith) {
			t.Errorf("%s: %s alone forbids\n%s", a.Name, a.BreaksWith, a.Breaks)
		}
	}
}

// satisfiable reports whether some execution of h, in which all commit, satisfies
// s.
func satisfiable(h *history.History, s Set) bool {
	return eachOrder(int32(h.Len()), nil, func(order []int32) bool {
		var pairs [][2]int32
		for i, t := range order {
			for _, p := range order[:i] {
				pairs = append(pairs, [2]int32{p, t})
			}
		}
		for some := range 1 << len(pairs) {
			e := &Execution{History: h, Order: order, VIS: Visibility{Edges: givenPairs(h.Len(), pairs, some)}}
			if e.Validate(s) == nil {
				return true
			}
		}
		return false
	})
}

func givenPairs(n int, pairs [][2]int32, some int) *VisibleEdges {
	g := &VisibleEdges{First: make([]int32, n+1)}
	for t := range int32(n) {
		for b, p := range pairs {
			if p[1] == t && some>>b&1 == 1 {
				g.Seen = append(g.Seen, p[0])
			}
		}
		g.First[t+1] = int32(len(g.Seen))
	}
	return g
}

// eachOrder calls f with every order of n transactions that begins with the
// given ones, until it returns true.
func eachOrder(n int32, order []int32, f func([]int32) bool) bool {
	if len(order) == int(n) {
		return f(order)
	}
	for t := range n {
		used := false
		for _, o := range order {
			used = used || o == t
		}
		if !used && eachOrder(n, append(order[:len(order):len(order)], t), f) {
			return true
		}
	}
	return false
}
