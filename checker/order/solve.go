package order

import (
	"context"
	"fmt"
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
	s := newSearch(p, order, opt.Proof)
	outcome, why := s.run(ctx, p, opt)
	r := &Result{Outcome: outcome, Reason: why, Stats: s.stats}
	r.Stats.Steps, r.Stats.Reorders = s.steps(), s.graph.reorders
	switch outcome {
	case Satisfied:
		r.Order = s.graph.at
		r.True = s.values()
	case Unsatisfiable:
		r.Proof = s.lemmas()
	}
	return r, nil
}

// wishes lists, for the start of each pair that is always forbidden, the wish to
// come after the end of it: then no path can join the two.
func wishes(p *Problem) rows {
	return makeRows(p.Nodes, len(p.Forbidden),
		func(i int) int32 { return p.Forbidden[i].To }, func(i int) int32 { return p.Forbidden[i].From })
}

// values returns the value of each variable, all being set.
func (s *search) values() []bool {
	out := make([]bool, len(s.level))
	for v := range out {
		out[v] = s.value[2*v] == isTrue
	}
	return out
}
