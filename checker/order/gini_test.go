package order_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/go-air/gini"
	"github.com/go-air/gini/z"

	"visar/checker/order"
)

// encoding states a problem in clauses: a total order of the nodes, and for each
// node where a forbidden pair starts, what is reached from there.
type encoding struct {
	*gini.Gini
	p      *order.Problem
	before [][]z.Lit
}

// encode numbers the problem's variables from 1, then the pairs of nodes.
func encode(p *order.Problem) *encoding {
	e := &encoding{Gini: gini.New(), p: p, before: make([][]z.Lit, p.Nodes)}
	for range p.Vars {
		e.Lit()
	}
	for i := range e.before {
		e.before[i] = make([]z.Lit, p.Nodes)
		for j := range i {
			e.before[j][i] = e.Lit()
			e.before[i][j] = e.before[j][i].Not()
		}
	}
	for i := range p.Nodes {
		for j := range p.Nodes {
			for k := range p.Nodes {
				if i != j && j != k && i != k {
					e.clause(e.before[i][j].Not(), e.before[j][k].Not(), e.before[i][k])
				}
			}
		}
	}
	for _, c := range p.Clauses {
		var lits []z.Lit
		for _, l := range c {
			lits = append(lits, e.lit(l))
		}
		e.clause(lits...)
	}
	e.edges()
	e.pairs()
	return e
}

func (e *encoding) clause(lits ...z.Lit) {
	for _, l := range lits {
		e.Add(l)
	}
	e.Add(z.LitNull)
}

func (e *encoding) lit(l order.Lit) z.Lit {
	m := z.Var(l.Var() + 1).Pos()
	if l.Positive() {
		return m
	}
	return m.Not()
}

// edges lets each edge force its place in the order.
func (e *encoding) edges() {
	always := append(append([]order.Edge{}, e.p.Edges...), e.p.Outside...)
	for _, x := range always {
		if x.From == x.To {
			e.clause()
		} else {
			e.clause(e.before[x.From][x.To])
		}
	}
	for _, x := range e.p.Guarded {
		if x.From == x.To {
			e.clause(e.lit(x.Lit).Not())
		} else {
			e.clause(e.lit(x.Lit).Not(), e.before[x.From][x.To])
		}
	}
}

func (e *encoding) pairs() {
	reached := map[int32][]z.Lit{}
	forbid := func(x order.Edge, guard ...z.Lit) {
		if x.From == x.To {
			return
		}
		if reached[x.From] == nil {
			reached[x.From] = e.reach(x.From)
		}
		e.clause(append(guard, reached[x.From][x.To].Not())...)
	}
	for _, x := range e.p.Forbidden {
		forbid(x)
	}
	for _, x := range e.p.GuardedForbidden {
		forbid(x.Edge, e.lit(x.Lit).Not())
	}
}

// reach returns a literal a node that is true at least when a path from start
// leads there.
func (e *encoding) reach(start int32) []z.Lit {
	lits := make([]z.Lit, e.p.Nodes)
	for i := range lits {
		lits[i] = e.Lit()
	}
	follow := func(x order.Edge, guard ...z.Lit) {
		if x.From == start {
			e.clause(append(guard, lits[x.To])...)
		} else {
			e.clause(append(guard, lits[x.From].Not(), lits[x.To])...)
		}
	}
	for _, x := range e.p.Edges {
		follow(x)
	}
	for _, x := range e.p.Guarded {
		follow(x.Edge, e.lit(x.Lit).Not())
	}
	return lits
}

// Problems too large for all assignments, against another solver that is given
// the whole problem as clauses.
func TestAgainstClauses(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	shapes := []shape{
		{nodes: 12, edges: 8, vars: 40, guarded: 50},
		{nodes: 25, edges: 20, vars: 40, guarded: 75},
		{nodes: 25, edges: 20, outside: 10, vars: 50, guarded: 60, clauses: 20},
		{nodes: 12, edges: 8, vars: 40, guarded: 30, forbidden: 3, guardedForbidden: 20},
		{nodes: 20, edges: 20, outside: 8, vars: 40, guarded: 40, clauses: 10, guardedForbidden: 25},
	}
	for i, s := range shapes {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			count := map[order.Outcome]int{}
			for range 300 {
				p := s.random(r)
				want := order.Satisfied
				if encode(p).Solve() < 0 {
					want = order.Unsatisfiable
				}
				if got := solve(t, p); got.Outcome != want {
					t.Fatalf("got %v, want %v: %+v", got.Outcome, want, p)
				}
				count[want]++
			}
			if count[order.Satisfied] < 30 || count[order.Unsatisfiable] < 30 {
				t.Errorf("one-sided: %v", count)
			}
		})
	}
}

// Orders with each third node between two others, near the point where they
// stop to exist, against the same.
func TestBetweenness(t *testing.T) {
	count := map[order.Outcome]int{}
	for seed := range uint64(40) {
		p := betweenness(24, 30, seed)
		want := order.Satisfied
		if encode(p).Solve() < 0 {
			want = order.Unsatisfiable
		}
		if got := solve(t, p); got.Outcome != want {
			t.Errorf("seed %d: got %v, want %v", seed, got.Outcome, want)
		}
		count[want]++
	}
	if len(count) < 2 {
		t.Errorf("one-sided: %v", count)
	}
}

// TestStepByStep repeats what compares with other solvers with learnt clauses that
// take back no more than a level, as otherwise only large problems do.
func TestStepByStep(t *testing.T) {
	defer order.GoBackAtMost(0)()
	for name, test := range map[string]func(*testing.T){
		"assignments": TestOracle, "clauses": TestAgainstClauses, "betweenness": TestBetweenness, "implied": TestImpliedValues,
	} {
		t.Run(name, test)
	}
}
