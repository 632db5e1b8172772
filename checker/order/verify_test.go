package order_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"visar/checker/order"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 17)) }

// forgeries are results with one flaw each for a problem of three nodes: 0 to 1
// always, 1 to 2 outside, and a choice between 2 to 0 (a cycle) and 0 to 2
// (which makes 0, 2 a forbidden pair joined by it).
func TestVerifyRejects(t *testing.T) {
	p := &order.Problem{Nodes: 3, Edges: edges(0, 1), Outside: edges(1, 2), Vars: 2,
		Guarded: choices(guarded(0, 2, 0), guarded(1, 0, 2)), GuardedForbidden: guarded(2, 0, 2),
		Clauses: [][]order.Lit{{2}}}
	step := func(l order.Lit, from, to int32) order.Step {
		return order.Step{Guard: l, Edge: order.Edge{From: from, To: to}}
	}
	pair := &order.GuardedEdge{Lit: 2, Edge: order.Edge{From: 0, To: 2}}
	cycle := order.Lemma{Clause: []order.Lit{1}, Cycle: []order.Step{step(0, 2, 0), step(order.Base, 0, 1), step(order.Outside, 1, 2)}}
	path := order.Lemma{Clause: []order.Lit{3, 0}, Path: []order.Step{step(1, 0, 2)}, Forbidden: pair}
	empty := order.Lemma{Derived: true}
	proof := func(l ...order.Lemma) *order.Result { return &order.Result{Outcome: order.Unsatisfiable, Proof: l} }
	solution := func(o []int32, v ...bool) *order.Result {
		return &order.Result{Outcome: order.Satisfied, Order: o, True: v}
	}
	if err := order.Verify(p, proof(cycle, path, empty)); err != nil {
		t.Fatalf("the proof without a flaw: %v", err)
	}
	for _, c := range []struct {
		name string
		r    *order.Result
		want string
	}{
		{"no proof", proof(), "without a proof"},
		{"no end", proof(cycle, path), "last lemma has 2 literals"},
		{"a lemma missing", proof(cycle, empty), "lemma 1 does not follow"},
		{"an edge that is not there", proof(order.Lemma{Cycle: []order.Step{step(order.Base, 0, 1), step(order.Base, 1, 0)}}),
			"no edge 1 to 0"},
		{"an edge with another guard", proof(order.Lemma{Cycle: []order.Step{step(order.Base, 2, 0), step(order.Base, 0, 1), step(order.Outside, 1, 2)}}),
			"no edge 2 to 0 with guard -1"},
		{"an open cycle", proof(order.Lemma{Cycle: []order.Step{step(order.Base, 0, 1)}}), "end at 1, expected 0"},
		{"a gap", proof(order.Lemma{Cycle: []order.Step{step(order.Base, 0, 1), step(0, 2, 0)}}), "starts at 2, expected 1"},
		{"a clause without a guard", proof(order.Lemma{Cycle: cycle.Cycle}), "lacks 1 of the guards"},
		{"a clause with too much", proof(order.Lemma{Clause: []order.Lit{1, 3}, Cycle: cycle.Cycle}, empty), "literal 3 of the clause"},
		{"a literal twice", proof(order.Lemma{Clause: []order.Lit{1, 1}, Cycle: cycle.Cycle}, empty), "or is there twice"},
		{"an unknown literal", proof(order.Lemma{Clause: []order.Lit{9}, Derived: true}, empty), "no such literal"},
		{"a pair that is not there", proof(order.Lemma{Path: []order.Step{step(order.Base, 0, 1)},
			Forbidden: &order.GuardedEdge{Lit: order.Base, Edge: order.Edge{From: 0, To: 1}}}), "no forbidden pair 0, 1"},
		{"a path over outside edges", proof(order.Lemma{Clause: []order.Lit{3}, Path: []order.Step{step(order.Base, 0, 1), step(order.Outside, 1, 2)}, Forbidden: pair}, empty),
			"uses the outside edge 1 to 2"},
		{"nothing at all", proof(order.Lemma{}), "neither a cycle"},
		{"two kinds at once", proof(order.Lemma{Clause: []order.Lit{1}, Cycle: cycle.Cycle, Derived: true}, empty), "derived, but"},
		{"too few values", solution([]int32{0, 1, 2}), "0 values for 2"},
		{"too few nodes", solution([]int32{0, 1}, false, true), "2 of 3 nodes"},
		{"a node twice", solution([]int32{0, 1, 1}, false, true), "node 1 twice"},
		{"an unknown node", solution([]int32{0, 1, 3}, false, true), "node 3"},
		{"an edge backward", solution([]int32{1, 0, 2}, false, true), "from 0 to 1 leads backward"},
		{"an outside edge backward", solution([]int32{0, 2, 1}, false, true), "from 1 to 2 leads backward"},
		{"a chosen edge backward", solution([]int32{0, 1, 2}, true, true), "from 2 to 0 leads backward"},
		{"a false clause", solution([]int32{0, 1, 2}, false, false), "clause 0 is false"},
		{"a joined pair", solution([]int32{0, 1, 2}, false, true), "forbidden pair 0, 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := order.Verify(p, c.r); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
