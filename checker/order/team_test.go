package order_test

import (
	"context"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"visar/checker/order"
)

// apart returns a problem whose components are those of the given problems.
func apart(problems ...*order.Problem) *order.Problem {
	var p order.Problem
	for _, q := range problems {
		shift := func(e order.Edge) order.Edge {
			return order.Edge{From: e.From + int32(p.Nodes), To: e.To + int32(p.Nodes)}
		}
		for _, e := range q.Edges {
			p.Edges = append(p.Edges, shift(e))
		}
		for _, e := range q.Forbidden {
			p.Forbidden = append(p.Forbidden, shift(e))
		}
		for _, g := range q.Guarded {
			p.Guarded = append(p.Guarded, order.GuardedEdge{Lit: g.Lit + order.Lit(2*p.Vars), Edge: shift(g.Edge)})
		}
		for _, c := range q.Clauses {
			var moved []order.Lit
			for _, l := range c {
				moved = append(moved, l+order.Lit(2*p.Vars))
			}
			p.Clauses = append(p.Clauses, moved)
		}
		p.Nodes, p.Vars = p.Nodes+q.Nodes, p.Vars+q.Vars
	}
	return &p
}

// TestProcessorsAreOfNoAccount: one worker and many find the same, counts and
// proofs included, whichever parts have no solution.
func TestProcessorsAreOfNoAccount(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	rng := rand.New(rand.NewPCG(21, 22))
	outcomes := map[order.Outcome]int{}
	for range 60 {
		var problems []*order.Problem
		for range 2 + rng.IntN(6) {
			problems = append(problems, betweenness(9, 2+rng.IntN(9), rng.Uint64()))
			last := problems[len(problems)-1]
			last.Forbidden = edges(rng.Int32N(9), rng.Int32N(9), rng.Int32N(9), rng.Int32N(9))
		}
		p := apart(problems...)
		var results []*order.Result
		for _, processors := range []int{1, 4, 4} {
			runtime.GOMAXPROCS(processors)
			r, err := order.Solve(context.Background(), p, order.Options{Proof: true})
			if err != nil {
				t.Fatal(err)
			}
			if err := order.Verify(p, r); err != nil {
				t.Fatal(err)
			}
			results = append(results, r)
		}
		outcomes[results[0].Outcome]++
		if !reflect.DeepEqual(results[0], results[1]) || !reflect.DeepEqual(results[1], results[2]) {
			t.Fatalf("one worker: %+v\nfour: %+v\nfour again: %+v", results[0].Stats, results[1].Stats, results[2].Stats)
		}
	}
	if outcomes[order.Satisfied] < 5 || outcomes[order.Unsatisfiable] < 5 {
		t.Errorf("%v say little", outcomes)
	}
}

// TestMemoryBound: pigeons make the search learn without end.
func TestMemoryBound(t *testing.T) {
	r, err := order.Solve(context.Background(), apart(pigeons(2), pigeons(12)), order.Options{MaxMemory: 1 << 20, MaxConflicts: 1 << 40})
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcome != order.Unsatisfiable {
		t.Errorf("%v: %q, but three pigeons do not fit into two holes", r.Outcome, r.Reason)
	}
	r, err = order.Solve(context.Background(), apart(randomClauses(20, 20, 1), pigeons(12)), order.Options{MaxMemory: 1 << 20, Proof: true})
	if err != nil {
		t.Fatal(err)
	}
	if want := "the search holds more than "; r.Outcome != order.Undecided || !strings.HasPrefix(r.Reason, want) ||
		!strings.Contains(r.Reason, " with 1 of 2 components and 156 of 176 variables open") {
		t.Errorf("%v: %q, expected undecided: %s", r.Outcome, r.Reason, want)
	}
}
