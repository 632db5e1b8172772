package order

import (
	"context"
	"fmt"
	"slices"
)

// Solve decides p. Its error says which part of p is malformed; running out of
// a bound is an outcome and no error.
//
// Without conflicts the cost is that of sorting the nodes topologically, plus,
// for each guarded edge against the order, the nodes between its ends that are
// connected to them. In the worst case it is exponential in p.Vars.
func Solve(ctx context.Context, p *Problem, opt Options) (*Result, error) {
	if err := p.validate(); err != nil {
		return nil, fmt.Errorf("malformed order problem: %w", err)
	}
	base, outside := successors(p.Nodes, p.Edges), successors(p.Nodes, p.Outside)
	order, acyclic := initialOrder(p.Nodes, p.Hint, []rows{wishes(p)}, base, outside)
	if !acyclic {
		return cyclicBase(p, opt, base, outside, order), nil
	}
	if slices.ContainsFunc(p.Clauses, func(c []Lit) bool { return len(c) == 0 }) {
		return emptyClause(opt), nil
	}
	r := &Result{Outcome: Satisfied, True: suggestions(p, order)}
	solveParts(ctx, p, opt, split(p, base, outside, order), r)
	switch r.Outcome {
	case Satisfied:
		r.Order, _ = initialOrder(p.Nodes, p.Hint, nil, base, outside, chosen(p, r.True))
	case Undecided, Unsatisfiable:
		r.True = nil
	}
	return r, nil
}

// emptyClause is the result for a problem that lists the empty clause.
func emptyClause(opt Options) *Result {
	r := &Result{Outcome: Unsatisfiable}
	if opt.Proof {
		r.Proof = []Lemma{{Derived: true}}
	}
	return r
}

// wishes lists, for the end of each pair that is always forbidden, the wish that
// it comes before the start: then no path can join the two.
func wishes(p *Problem) rows {
	return makeRows(p.Nodes, len(p.Forbidden),
		func(i int) int32 { return p.Forbidden[i].To }, func(i int) int32 { return p.Forbidden[i].From })
}

// suggestions gives each variable the value with fewer edges against the order,
// for those that are in no part.
func suggestions(p *Problem, order []int32) []bool {
	place := places(order)
	against := make([]int32, 2*p.Vars)
	for _, e := range p.Guarded {
		if place[e.From] > place[e.To] {
			against[e.Lit]++
		}
	}
	values := make([]bool, p.Vars)
	for v := range values {
		values[v] = against[2*v] <= against[2*v+1]
	}
	return values
}

// chosen returns the successors of each node over the guarded edges present
// under the given values.
func chosen(p *Problem, values []bool) rows {
	var edges []Edge
	for _, e := range p.Guarded {
		if values[e.Lit.Var()] == e.Lit.Positive() {
			edges = append(edges, e.Edge)
		}
	}
	return successors(p.Nodes, edges)
}
