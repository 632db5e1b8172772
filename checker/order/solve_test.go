package order_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"visar/checker/order"
)

func edges(nodes ...int32) []order.Edge {
	var out []order.Edge
	for i := 0; i < len(nodes); i += 2 {
		out = append(out, order.Edge{From: nodes[i], To: nodes[i+1]})
	}
	return out
}

func guarded(l order.Lit, nodes ...int32) []order.GuardedEdge {
	var out []order.GuardedEdge
	for _, e := range edges(nodes...) {
		out = append(out, order.GuardedEdge{Lit: l, Edge: e})
	}
	return out
}

// choices joins guarded edges of several literals.
func choices(lists ...[]order.GuardedEdge) []order.GuardedEdge {
	var out []order.GuardedEdge
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

func TestSatisfied(t *testing.T) {
	for _, c := range []struct {
		name  string
		p     order.Problem
		order []int32
		value []bool
	}{
		{name: "nothing", p: order.Problem{}, order: []int32{}, value: []bool{}},
		{name: "hint", p: order.Problem{Nodes: 3, Hint: []int32{5, -1, 5}}, order: []int32{1, 0, 2}, value: []bool{}},
		{name: "edges before hint", p: order.Problem{Nodes: 3, Edges: edges(0, 1), Outside: edges(1, 2), Hint: []int32{3, 2, 1}},
			order: []int32{0, 1, 2}, value: []bool{}},
		{name: "hint decides a choice",
			p:     order.Problem{Nodes: 2, Vars: 1, Guarded: choices(guarded(0, 0, 1), guarded(1, 1, 0)), Hint: []int32{1, 0}},
			order: []int32{1, 0}, value: []bool{false}},
		{name: "edges decide a choice",
			p:     order.Problem{Nodes: 3, Edges: edges(2, 1, 1, 0), Vars: 1, Guarded: choices(guarded(0, 0, 2), guarded(1, 2, 0))},
			order: []int32{2, 1, 0}, value: []bool{false}},
		// 0 is true, so node 0 may not reach node 2, so 1 is false.
		{name: "a pair decides a choice",
			p: order.Problem{Nodes: 3, Edges: edges(0, 1), Vars: 2, Guarded: choices(guarded(2, 1, 2), guarded(3, 2, 0)),
				GuardedForbidden: guarded(0, 0, 2), Clauses: [][]order.Lit{{0}}},
			order: []int32{2, 0, 1}, value: []bool{true, false}},
		{name: "outside edges do not join pairs",
			p:     order.Problem{Nodes: 3, Edges: edges(0, 1), Outside: edges(1, 2), Forbidden: edges(0, 2, 1, 2)},
			order: []int32{0, 1, 2}, value: []bool{}},
		{name: "a node may be paired with itself", p: order.Problem{Nodes: 1, Forbidden: edges(0, 0)}, order: []int32{0}, value: []bool{}},
		{name: "clauses that are always true", p: order.Problem{Vars: 1, Clauses: [][]order.Lit{{0, 1}, {1, 1}}},
			order: []int32{}, value: []bool{false}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := solve(t, &c.p)
			if r.Outcome != order.Satisfied || !reflect.DeepEqual(r.Order, c.order) || !reflect.DeepEqual(r.True, c.value) {
				t.Errorf("%v, order %v, values %v; want %v, %v", r.Outcome, r.Order, r.True, c.order, c.value)
			}
		})
	}
}

func TestProof(t *testing.T) {
	step := func(l order.Lit, from, to int32) order.Step {
		return order.Step{Guard: l, Edge: order.Edge{From: from, To: to}}
	}
	for _, c := range []struct {
		name string
		p    order.Problem
		want []order.Lemma
	}{
		// The cycle through 1 and 3 is shorter than the one through 0, 1, 2.
		{"shortest cycle", order.Problem{Nodes: 4, Edges: edges(0, 1, 1, 2, 2, 0, 1, 3), Outside: edges(3, 1)},
			[]order.Lemma{{Cycle: []order.Step{step(order.Base, 1, 3), step(order.Outside, 3, 1)}}}},
		{"loop", order.Problem{Nodes: 2, Edges: edges(0, 1, 1, 1)},
			[]order.Lemma{{Cycle: []order.Step{step(order.Base, 1, 1)}}}},
		{"pair", order.Problem{Nodes: 3, Edges: edges(0, 1, 1, 2), Forbidden: edges(0, 2)},
			[]order.Lemma{{Path: []order.Step{step(order.Base, 0, 1), step(order.Base, 1, 2)},
				Forbidden: &order.GuardedEdge{Lit: order.Base, Edge: order.Edge{From: 0, To: 2}}}}},
		{"empty clause", order.Problem{Vars: 1, Clauses: [][]order.Lit{{0}, {}}}, []order.Lemma{{Derived: true}}},
		{"clauses", order.Problem{Vars: 1, Clauses: [][]order.Lit{{0}, {1}}}, []order.Lemma{{Derived: true}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := solve(t, &c.p)
			if r.Outcome != order.Unsatisfiable || !reflect.DeepEqual(r.Proof, c.want) {
				t.Errorf("%v with proof %+v, want %+v", r.Outcome, r.Proof, c.want)
			}
		})
	}
}

// A proof mentions nothing but what it needs: here two cycles of two, among many
// other choices.
func TestProofIsTrimmed(t *testing.T) {
	p := serialRun{nodes: 400, keys: 100, sessions: 20, window: 40}.problem()
	v := order.Lit(2 * p.Vars)
	p.Vars++
	n := int32(p.Nodes)
	p.Nodes += 2
	p.Guarded = append(p.Guarded, choices(guarded(v, n, n+1), guarded(v+1, n, n+1))...)
	p.Vars++
	p.Guarded = append(p.Guarded, choices(guarded(v+2, n+1, n), guarded(v+3, n+1, n))...)
	// Tie the new component to the old one, so that they are searched together.
	p.Clauses = append(p.Clauses, []order.Lit{0, 1, v})
	r := solve(t, p)
	if r.Outcome != order.Unsatisfiable || len(r.Proof) > 7 {
		t.Errorf("%v with %d lemmas, want a refutation with at most 7", r.Outcome, len(r.Proof))
	}
	for _, l := range r.Proof {
		for _, x := range l.Clause {
			if x < v {
				t.Errorf("lemma %+v mentions another choice", l)
			}
		}
	}
}

func TestHardFamilies(t *testing.T) {
	for _, c := range []struct {
		name string
		p    *order.Problem
		want order.Outcome
	}{
		{"seven pigeons", pigeons(6), order.Unsatisfiable},
		{"seven pigeons in cycles", acyclicPigeons(6), order.Unsatisfiable},
		{"random clauses", randomClauses(150, 640, 2), order.Unsatisfiable},
		{"random clauses", randomClauses(150, 600, 1), order.Satisfied},
		{"betweenness", betweenness(100, 150, 1), order.Satisfied},
		{"betweenness", betweenness(100, 170, 1), order.Unsatisfiable},
		{"hot key", serialRun{nodes: 150, keys: 2, sessions: 50, window: 150}.problem(), order.Satisfied},
		{"hot key", serialRun{nodes: 150, keys: 2, sessions: 50, window: 150, stale: 1}.problem(), order.Unsatisfiable},
	} {
		t.Run(c.name, func(t *testing.T) {
			if r := solve(t, c.p); r.Outcome != c.want {
				t.Errorf("got %v, want %v", r.Outcome, c.want)
			}
		})
	}
}

// Learnt clauses are dropped and searches restarted, and proofs still verify.
func TestForgetting(t *testing.T) {
	r := solve(t, randomClauses(150, 640, 0))
	if r.Outcome != order.Unsatisfiable || r.Stats.Deleted == 0 || r.Stats.Restarts == 0 {
		t.Errorf("%v with %+v, want a refutation with clauses dropped and restarts", r.Outcome, r.Stats)
	}
}

func TestComponents(t *testing.T) {
	// Two rings of two, each with its own choice, a choice between them and one
	// clause: the clause joins variables 2 and 3 and no more.
	p := &order.Problem{Nodes: 4, Edges: edges(0, 2), Vars: 5,
		Guarded: choices(guarded(0, 0, 1), guarded(1, 1, 0), guarded(2, 2, 3), guarded(3, 3, 2), guarded(8, 1, 2)),
		Clauses: [][]order.Lit{{4, 6}}}
	r := solve(t, p)
	if r.Outcome != order.Satisfied || r.Stats.Components != 3 {
		t.Errorf("%v in %d components, want satisfied in 3", r.Outcome, r.Stats.Components)
	}
}

// A path between a forbidden pair may lead through nodes that no cycle joins: they
// are decided together, and so is a pair that no choice concerns.
func TestComponentsOfPairs(t *testing.T) {
	p := &order.Problem{Nodes: 7, Edges: edges(1, 2, 4, 5), Vars: 2,
		Guarded:   choices(guarded(0, 0, 1), guarded(2, 2, 3)),
		Forbidden: edges(0, 3, 5, 4, 6, 4), Clauses: [][]order.Lit{{0}}}
	r := solve(t, p)
	if r.Outcome != order.Satisfied || r.Stats.Components != 1 || r.True[1] {
		t.Errorf("%v in %d components with %v, want a path of one component that is not there", r.Outcome, r.Stats.Components, r.True)
	}
	p.Forbidden = append(p.Forbidden, edges(4, 5)...)
	if r := solve(t, p); r.Outcome != order.Unsatisfiable || len(r.Proof) != 1 {
		t.Errorf("%v with %d lemmas, want one path of known edges", r.Outcome, len(r.Proof))
	}
}

func TestBudgets(t *testing.T) {
	p := pigeons(9)
	for _, c := range []struct {
		name string
		opt  order.Options
		want string
	}{
		{"conflicts", order.Options{MaxConflicts: 100}, "budget of 100 conflicts used up with 1 of 1 components and 90 of 90 variables open"},
		{"steps", order.Options{MaxSteps: 10000}, "budget of 10000 steps used up with 1 of 1 components and 90 of 90 variables open"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := order.Solve(context.Background(), p, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if r.Outcome != order.Undecided || r.Reason != c.want || r.True != nil || r.Order != nil {
				t.Errorf("%v: %q", r.Outcome, r.Reason)
			}
			if r.Stats.Conflicts > 200 || r.Stats.Steps > 12000 {
				t.Errorf("spent %+v", r.Stats)
			}
			if err := order.Verify(p, r); err != nil {
				t.Errorf("an undecided result claims nothing: %v", err)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	why := errors.New("the user pressed stop")
	ctx, cancel := context.WithCancelCause(context.Background())
	time.AfterFunc(50*time.Millisecond, func() { cancel(why) })
	start := time.Now()
	r, err := order.Solve(ctx, pigeons(30), order.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcome != order.Undecided || !strings.HasPrefix(r.Reason, why.Error()) {
		t.Errorf("%v: %q", r.Outcome, r.Reason)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("stopped after %v", d)
	}
}

// The same problem gives the same result, and is not changed by solving it.
func TestDeterminism(t *testing.T) {
	for _, p := range []*order.Problem{
		serialRun{nodes: 2000, keys: 100, sessions: 20, skew: 0.9, window: 40, hinted: true}.problem(),
		serialRun{nodes: 2000, keys: 100, sessions: 20, skew: 0.9, window: 40, stale: 20}.problem(),
		betweenness(60, 100, 1),
		betweenness(100, 170, 1),
	} {
		first := solve(t, p)
		for range 20 {
			if again := solve(t, p); !reflect.DeepEqual(first, again) {
				t.Fatalf("another result for the same problem: %+v, %+v", first.Stats, again.Stats)
			}
		}
	}
}

func TestMalformed(t *testing.T) {
	for _, c := range []struct {
		p    order.Problem
		want string
	}{
		{order.Problem{Nodes: -1}, "-1 nodes"},
		{order.Problem{Vars: -1}, "-1 variables"},
		{order.Problem{Nodes: 1, Hint: []int32{}}, "0 hints for 1 nodes"},
		{order.Problem{Nodes: 2, Edges: edges(0, 1, 0, 2)}, "edge 1 is 0 to 2"},
		{order.Problem{Nodes: 2, Outside: edges(-1, 0)}, "outside edge 0 is -1 to 0"},
		{order.Problem{Nodes: 2, Forbidden: edges(2, 0)}, "forbidden pair 0 is 2 to 0"},
		{order.Problem{Nodes: 2, Vars: 1, Guarded: guarded(0, 0, 5)}, "guarded edge 0 is 0 to 5"},
		{order.Problem{Nodes: 2, Vars: 1, Guarded: guarded(2, 0, 1)}, "guarded edge 0 has literal 2"},
		{order.Problem{Nodes: 2, Vars: 1, GuardedForbidden: guarded(-1, 0, 1)}, "guarded forbidden pair 0 has literal -1"},
		{order.Problem{Vars: 1, Clauses: [][]order.Lit{{0}, {1, 2}}}, "clause 1 has literal 2"},
	} {
		_, err := order.Solve(context.Background(), &c.p, order.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Each of many pairs has its ends held in order by an outside edge, so that only
// choices keep the path between them open. First tries join all at once.
func TestManyPairs(t *testing.T) {
	const pairs = 150
	p := &order.Problem{Nodes: 3 * pairs, Vars: 2 * pairs}
	for i := range int32(pairs) {
		a, b, c := 3*i, 3*i+1, 3*i+2
		p.Outside = append(p.Outside, edges(a, b, b, c)...)
		p.Forbidden = append(p.Forbidden, edges(a, c)...)
		p.Guarded = append(p.Guarded, choices(guarded(order.Lit(4*i), a, b), guarded(order.Lit(4*i+2), b, c))...)
	}
	r := solve(t, p)
	if r.Outcome != order.Satisfied || r.Stats.Conflicts != pairs || r.Stats.Components != pairs {
		t.Errorf("%v after %d conflicts in %d components, want satisfied after one a pair, each apart", r.Outcome, r.Stats.Conflicts, r.Stats.Components)
	}
	last := order.Lit(4 * (pairs - 1))
	p.Clauses = [][]order.Lit{{last}, {last + 2}}
	if r := solve(t, p); r.Outcome != order.Unsatisfiable || len(r.Proof) != 2 {
		t.Errorf("%v with %d lemmas, want a path and the empty clause", r.Outcome, len(r.Proof))
	}
}

// Runs whose readers must be kept apart from later writers, small enough to be
// stated in clauses.
func TestPairsOfRuns(t *testing.T) {
	count := map[order.Outcome]int{}
	for seed := range uint64(60) {
		p := serialRun{nodes: 30, keys: 4, sessions: 5, window: 12, apart: true, stale: int(seed % 6), seed: seed}.problem()
		want := order.Satisfied
		if encode(p).Solve() < 0 {
			want = order.Unsatisfiable
		}
		if got := solve(t, p); got.Outcome != want {
			t.Errorf("seed %d: got %v, want %v", seed, got.Outcome, want)
		}
		count[want]++
	}
	if count[order.Satisfied] < 10 || count[order.Unsatisfiable] < 10 {
		t.Errorf("one-sided: %v", count)
	}
}

// Without a proof the outcome is the same, and Verify has nothing to go by.
func TestWithoutProof(t *testing.T) {
	p := betweenness(100, 170, 1)
	r, err := order.Solve(context.Background(), p, order.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Outcome.String() != "unsatisfiable" || r.Proof != nil || order.Verify(p, r) == nil {
		t.Errorf("%v with %d lemmas", r.Outcome, len(r.Proof))
	}
}
