package checker

import (
	"slices"

	"visar/checker/order"
	"visar/history/dependency"
)

// minimiseWork bounds the transactions in all attempts to drop some from a proof:
// several seconds. Contradictions of up to about a thousand transactions stay below it.
const minimiseWork = 1 << 21

// minimise drops transactions while the rest still refutes the model: first those
// that the solver's proof does not speak of, then in runs, halving their length,
// then one by one until none can be spared. It takes quadratic time in those of the
// proof; why is not empty if it was cut off.
func (g *polygraph) minimise(nodes []int32) (rest []int32, why string) {
	m := minimisation{polygraph: g, nodes: nodes, left: minimiseWork}
	m.trim()
	for run := len(m.nodes) / 2; run > 1; run /= 2 {
		m.dropRuns(run)
	}
	for m.dropRuns(1) {
	}
	switch {
	case g.ctx.Err() != nil:
		why = "the proof may be larger than it need be, since the time was up while it was reduced"
	case m.left < 0:
		why = "the proof may be larger than it need be, since it is long and only so much of it was reduced"
	}
	return m.nodes, why
}

// minimisation is a contradiction that is being reduced.
type minimisation struct {
	*polygraph
	nodes []int32
	left  int // of minimiseWork
}

// without drops what is not in rest if that still refutes the model.
func (m *minimisation) without(rest []int32) bool {
	if m.left -= len(rest); m.left < 0 || len(rest) == 0 || !m.contradicts(rest) {
		return false
	}
	m.nodes = rest
	return true
}

// dropRuns tries to drop each run of transactions, the last ones first, so that
// what appeared early stays.
func (m *minimisation) dropRuns(run int) (dropped bool) {
	for end := len(m.nodes); end > 0 && m.left >= 0 && m.ctx.Err() == nil; end -= run {
		if m.without(slices.Concat(m.nodes[:max(0, end-run)], m.nodes[end:])) {
			dropped = true
		}
	}
	return dropped
}

// worthTrimming is the length from which a contradiction is reduced by proofs of it,
// which are larger than they need be. Shorter ones are as well reduced one by one.
const worthTrimming = 64

// trim keeps the transactions that the solver's proof speaks of, while they become
// fewer.
func (m *minimisation) trim() {
	for len(m.nodes) >= worthTrimming && m.ctx.Err() == nil {
		s := newSub(m.polygraph, m.nodes)
		res, err := order.Solve(m.ctx, &s.p, order.Options{Proof: true, MaxSteps: proofSteps})
		if err != nil || res.Outcome != order.Unsatisfiable {
			return
		}
		if spoken := m.spoken(s.proofOf(res)); len(spoken) == len(m.nodes) || !m.without(spoken) {
			return
		}
	}
}

// spoken returns the nodes of the transactions in the steps of a proof.
func (m *minimisation) spoken(p *Proof) []int32 {
	var nodes []int32
	add := func(t int32) {
		if t >= 0 {
			nodes = append(nodes, m.r.Node[t])
		}
	}
	for _, step := range p.Steps {
		for _, o := range step.Assume {
			add(o.Before)
			add(o.After)
		}
		eachEdge(step.Cycle, func(e *dependency.Edge) {
			add(e.From)
			add(e.To)
			if e.Kind == dependency.RW {
				add(e.Source)
			}
		})
	}
	slices.Sort(nodes)
	return slices.Compact(nodes)
}
