package checker

import (
	"context"
	"slices"

	"visar/checker/order"
	"visar/history/dependency"
)

// refutation turns the nogoods, which leave no way to choose, into a proof over as
// few of them as can be found.
func (s *sourceSearch) refutation() answer {
	a := answer{outcome: Violated, engine: "order-solver"}
	a.stages.Reads, a.stages.Tried, a.stages.Conflicts = len(s.r.Ambiguous), s.tried, int64(len(s.list))
	s.list, a.reason = s.fewest(s.list)
	p := s.problem(s.list)
	res, err := order.Solve(context.Background(), &p.Problem, order.Options{Proof: true})
	if err != nil || res.Outcome != order.Unsatisfiable {
		a.outcome, a.reason = Undecided, "every choice of writers was refuted, and no proof of it found"
		return a
	}
	proof := &Proof{}
	for _, n := range s.list {
		proof.Steps = append(proof.Steps, s.stepsOf(n)...)
	}
	for _, lemma := range res.Proof {
		proof.Steps = append(proof.Steps, Step{Reads: s.sourcesOf(p, lemma.Clause)})
	}
	proof.Txns = proof.involved(s.h.TxnOf)
	a.ref = &Refutation{Proof: proof}
	return a
}

// fewest drops nogoods while the rest still leaves no way to choose. It takes
// quadratic time in those that are left; why is not empty if time was up.
func (s *sourceSearch) fewest(list []nogood) (rest []nogood, why string) {
	for run := max(1, len(list)/2); ; run /= 2 {
		for end := len(list); end > 0; end -= run {
			if s.ctx.Err() != nil {
				return list, "the proof may be larger than it need be, since the time was up while it was reduced"
			}
			rest := slices.Concat(list[:max(0, end-run)], list[end:])
			p := s.problem(rest)
			res, err := order.Solve(s.ctx, &p.Problem, order.Options{MaxSteps: proofSteps})
			if err == nil && res.Outcome == order.Unsatisfiable {
				list = rest
			}
		}
		if run <= 1 {
			return list, ""
		}
	}
}

// stepsOf returns the steps that show a nogood.
func (s *sourceSearch) stepsOf(n nogood) []Step {
	var reads []Source
	for _, c := range n.choices {
		reads = append(reads, s.sourceOf(c))
	}
	if n.ref.Proof == nil {
		return []Step{{Reads: reads, Cycle: n.ref.Cycle}}
	}
	steps := slices.Clone(n.ref.Proof.Steps)
	for i := range steps {
		steps[i].Reads = reads
	}
	return steps
}

func (s *sourceSearch) sourceOf(c choice) Source {
	return Source{Read: s.r.Ambiguous[c.read].Op, Writer: s.r.TxnOf(c.source)}
}

// sourcesOf returns what a learnt clause says cannot be.
func (s *sourceSearch) sourcesOf(p *sourceProblem, clause []order.Lit) []Source {
	var all []Source
	for _, l := range clause {
		c := p.choices[l.Var()]
		x := s.sourceOf(c)
		x.Not = p.lits[c] == l
		all = append(all, x)
	}
	return all
}

// involved returns the transactions that the steps speak of, in order.
func (p *Proof) involved(txnOf func(op int32) int32) []int32 {
	var txns []int32
	for _, s := range p.Steps {
		for _, o := range s.Assume {
			txns = append(txns, o.Before, o.After)
		}
		for _, r := range s.Reads {
			if txns = append(txns, txnOf(r.Read)); r.Writer >= 0 {
				txns = append(txns, r.Writer)
			}
		}
		eachEdge(s.Cycle, func(e *dependency.Edge) { txns = append(txns, e.From, e.To) })
	}
	slices.Sort(txns)
	return slices.Compact(txns)
}
