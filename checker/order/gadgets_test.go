package order_test

import (
	"math/rand/v2"

	"visar/checker/order"
)

// betweenness asks for an order of nodes in which the middle node of each of
// some random triples is between the other two: Opatrny's NP-complete problem,
// with one variable a triple. Few triples are easy to satisfy, many to refute;
// in between it is hard.
func betweenness(nodes, triples int, seed uint64) *order.Problem {
	r := rand.New(rand.NewPCG(seed, 11))
	p := &order.Problem{Nodes: nodes, Vars: triples}
	for v := range triples {
		t := r.Perm(nodes)[:3]
		a, b, c := int32(t[0]), int32(t[1]), int32(t[2])
		l := order.Lit(2 * v)
		p.Guarded = append(p.Guarded,
			order.GuardedEdge{Lit: l, Edge: order.Edge{From: a, To: b}}, order.GuardedEdge{Lit: l, Edge: order.Edge{From: b, To: c}},
			order.GuardedEdge{Lit: l.Not(), Edge: order.Edge{From: c, To: b}}, order.GuardedEdge{Lit: l.Not(), Edge: order.Edge{From: b, To: a}})
	}
	return p
}

// randomClauses is random 3-SAT.
func randomClauses(vars, clauses int, seed uint64) *order.Problem {
	r := rand.New(rand.NewPCG(seed, 13))
	p := &order.Problem{Vars: vars}
	for range clauses {
		var c []order.Lit
		for _, v := range r.Perm(vars)[:3] {
			c = append(c, order.Lit(2*v+r.IntN(2)))
		}
		p.Clauses = append(p.Clauses, c)
	}
	return p
}

// pigeons puts n+1 pigeons into n holes, one in each.
func pigeons(n int) *order.Problem {
	p := &order.Problem{Vars: (n + 1) * n}
	in := func(pigeon, hole int) order.Lit { return order.Lit(2 * (pigeon*n + hole)) }
	for i := range n + 1 {
		var somewhere []order.Lit
		for h := range n {
			somewhere = append(somewhere, in(i, h))
			for j := range i {
				p.Clauses = append(p.Clauses, []order.Lit{in(i, h).Not(), in(j, h).Not()})
			}
		}
		p.Clauses = append(p.Clauses, somewhere)
	}
	return p
}

// acyclicPigeons says the same with edges: a pigeon in a hole puts the hole's
// node before and after its own copies, so that two in one hole close a cycle.
func acyclicPigeons(n int) *order.Problem {
	p := &order.Problem{Vars: (n + 1) * n}
	node := func(hole, pigeon int) int32 { return int32(hole*(n+1) + pigeon) }
	p.Nodes = n * (n + 1)
	for i := range n + 1 {
		var somewhere []order.Lit
		for h := range n {
			l := order.Lit(2 * (i*n + h))
			somewhere = append(somewhere, l)
			for j := range n + 1 {
				if j != i {
					p.Guarded = append(p.Guarded, order.GuardedEdge{Lit: l, Edge: order.Edge{From: node(h, i), To: node(h, j)}})
				}
			}
		}
		p.Clauses = append(p.Clauses, somewhere)
	}
	return p
}
