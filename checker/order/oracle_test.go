package order_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"visar/checker/order"
)

// satisfiable decides a small problem by trying every assignment.
func satisfiable(p *order.Problem) bool {
	for bits := range 1 << p.Vars {
		if fits(p, bits) {
			return true
		}
	}
	return false
}

func holds(l order.Lit, bits int) bool { return (bits>>l.Var()&1 == 1) == l.Positive() }

// fits reports whether the values in bits solve p, by transitive closure.
func fits(p *order.Problem, bits int) bool {
	for _, c := range p.Clauses {
		some := false
		for _, l := range c {
			some = some || holds(l, bits)
		}
		if !some {
			return false
		}
	}
	inside, all := closure{}, closure{}
	for _, e := range p.Edges {
		inside.add(e)
		all.add(e)
	}
	for _, e := range p.Outside {
		all.add(e)
	}
	for _, e := range p.Guarded {
		if holds(e.Lit, bits) {
			inside.add(e.Edge)
			all.add(e.Edge)
		}
	}
	inside.close(p.Nodes)
	all.close(p.Nodes)
	for n := range p.Nodes {
		if all[n]>>n&1 == 1 {
			return false
		}
	}
	joined := func(e order.Edge) bool { return e.From != e.To && inside[e.From]>>e.To&1 == 1 }
	for _, e := range p.Forbidden {
		if joined(e) {
			return false
		}
	}
	for _, e := range p.GuardedForbidden {
		if holds(e.Lit, bits) && joined(e.Edge) {
			return false
		}
	}
	return true
}

// closure has a row of bits for each node: the nodes it reaches.
type closure [32]uint32

func (c *closure) add(e order.Edge) { c[e.From] |= 1 << e.To }

func (c *closure) close(nodes int) {
	for k := range nodes {
		for i := range nodes {
			if c[i]>>k&1 == 1 {
				c[i] |= c[k]
			}
		}
	}
}

// shape bounds a random problem.
type shape struct {
	nodes, edges, outside, vars, guarded, clauses, forbidden, guardedForbidden int
}

func (s shape) random(r *rand.Rand) *order.Problem {
	p := &order.Problem{Nodes: 2 + r.IntN(s.nodes-1), Vars: r.IntN(s.vars + 1)}
	edge := func() order.Edge {
		a, b := r.IntN(p.Nodes), r.IntN(p.Nodes)
		if r.IntN(20) > 0 && a == b {
			b = (a + 1) % p.Nodes
		}
		return order.Edge{From: int32(a), To: int32(b)}
	}
	forward := func() order.Edge {
		e := edge()
		if r.IntN(30) > 0 && e.From > e.To {
			e.From, e.To = e.To, e.From
		}
		return e
	}
	lit := func() order.Lit { return order.Lit(r.IntN(2 * p.Vars)) }
	for range r.IntN(s.edges + 1) {
		p.Edges = append(p.Edges, forward())
	}
	for range r.IntN(s.outside + 1) {
		p.Outside = append(p.Outside, forward())
	}
	for range r.IntN(s.forbidden + 1) {
		p.Forbidden = append(p.Forbidden, edge())
	}
	if r.IntN(2) == 0 {
		for range p.Nodes {
			p.Hint = append(p.Hint, int32(r.IntN(2*p.Nodes)))
		}
	}
	if p.Vars == 0 {
		return p
	}
	for range r.IntN(s.guarded + 1) {
		p.Guarded = append(p.Guarded, order.GuardedEdge{Lit: lit(), Edge: edge()})
	}
	for range r.IntN(s.guardedForbidden + 1) {
		p.GuardedForbidden = append(p.GuardedForbidden, order.GuardedEdge{Lit: lit(), Edge: edge()})
	}
	for range r.IntN(s.clauses + 1) {
		var c []order.Lit
		for range 1 + r.IntN(4) {
			c = append(c, lit())
		}
		p.Clauses = append(p.Clauses, c)
	}
	return p
}

// solve solves p with a proof, checks the evidence and returns the result.
func solve(t *testing.T, p *order.Problem) *order.Result {
	t.Helper()
	r, err := order.Solve(context.Background(), p, order.Options{Proof: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := order.Verify(p, r); err != nil {
		t.Fatalf("%v result does not verify: %v\n%+v\n%+v", r.Outcome, err, p, r)
	}
	return r
}

// Random small problems of several shapes against all assignments.
func TestOracle(t *testing.T) {
	shapes := map[string]shape{
		"acyclicity":        {nodes: 6, edges: 4, vars: 6, guarded: 24},
		"many variables":    {nodes: 7, edges: 5, vars: 10, guarded: 40},
		"clauses":           {nodes: 5, edges: 3, vars: 6, guarded: 12, clauses: 14},
		"clauses alone":     {nodes: 2, vars: 7, clauses: 40},
		"outside":           {nodes: 6, edges: 3, outside: 4, vars: 6, guarded: 20},
		"forbidden":         {nodes: 7, edges: 5, vars: 6, guarded: 14, forbidden: 4},
		"guarded forbidden": {nodes: 7, edges: 5, vars: 6, guarded: 14, guardedForbidden: 12},
		"everything":        {nodes: 8, edges: 6, outside: 3, vars: 8, guarded: 20, clauses: 6, forbidden: 2, guardedForbidden: 6},
		"sparse":            {nodes: 20, edges: 20, outside: 3, vars: 8, guarded: 20, clauses: 3, forbidden: 3, guardedForbidden: 5},
	}
	for name, s := range shapes {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(len(name))))
			count := map[order.Outcome]int{}
			for range 5000 {
				p := s.random(r)
				want := order.Unsatisfiable
				if satisfiable(p) {
					want = order.Satisfied
				}
				if got := solve(t, p); got.Outcome != want {
					t.Fatalf("got %v, want %v: %+v", got.Outcome, want, p)
				}
				count[want]++
			}
			if count[order.Satisfied] < 500 || count[order.Unsatisfiable] < 500 {
				t.Errorf("one-sided: %v", count)
			}
		})
	}
}
