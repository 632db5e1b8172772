package checker

import (
	"context"
	"fmt"
	"slices"

	"visar/checker/order"
	"visar/history/dependency"
)

// proofSteps bounds each attempt to refute a part of a history; one that needs
// more is kept larger.
const proofSteps = 20 << 20

// refute turns a set of transaction nodes that contradict the model into a
// refutation over as few of them as can be found in time.
func (s *saturation) refute(engine string, nodes []int32, st Stages) answer {
	a, found := answer{outcome: Violated, engine: engine, stages: st}, nodes
	if !s.contradicts(nodes) && s.ctx.Err() == nil {
		// What the contradiction rests on was not all found: begin with everything.
		nodes = make([]int32, s.r.Len())
		for n := range nodes {
			nodes[n] = int32(n)
		}
		if len(nodes) > maxWhole || !s.contradicts(nodes) && s.ctx.Err() == nil {
			nodes = nil
		}
	}
	nodes, a.reason = s.minimise(nodes)
	if a.ref = s.prove(nodes); a.ref == nil {
		a.outcome, a.reason = Undecided, s.noProof(found)
	}
	return a
}

// noProof says which budget a proof would have passed, and what is left open.
func (g *polygraph) noProof(nodes []int32) string {
	budget := "steps"
	if g.tooManyPairs(nodes) {
		budget = "memory"
	}
	return fmt.Sprintf("a contradiction among %d transactions was found, and no proof of it within the budget of %s", len(nodes), budget)
}

// maxWhole bounds the transactions of a proof with an edge for every pair.
const maxWhole = 3000

// maxProofPairs bounds the pairs of writers of a key in a proof: some 300 megabytes.
const maxProofPairs, proofPairBytes = 1 << 20, 300

// tooManyPairs reports whether more pairs of the transactions than that, or than
// memory allows, write a key in common.
func (g *polygraph) tooManyPairs(nodes []int32) bool {
	most := maxProofPairs
	if g.opt.MaxMemory > 0 {
		most = int(min(maxProofPairs, g.opt.MaxMemory/proofPairBytes))
	}
	writers, pairs := map[int32]int{}, 0
	for _, n := range nodes {
		for _, w := range g.r.NodeWrites(n) {
			pairs += writers[w.Key]
			writers[w.Key]++
		}
	}
	return pairs > most
}

// contradicts reports whether the transactions alone refute the model. It does not
// find out if time is up.
func (g *polygraph) contradicts(nodes []int32) bool {
	if g.ctx.Err() != nil || g.tooManyPairs(nodes) {
		return false
	}
	s := newSub(g, nodes)
	if s.plainClash() != nil {
		return true
	}
	res, err := order.Solve(g.ctx, &s.p, order.Options{MaxSteps: proofSteps})
	return err == nil && res.Outcome == order.Unsatisfiable
}

// plainClash returns a contradiction of update atomicity that assumes nothing.
func (s *sub) plainClash() *clash {
	for i := range s.clashes {
		if len(s.clashes[i].lits) == 0 {
			return &s.clashes[i]
		}
	}
	return nil
}

// addClashes adds, for update atomicity, a clause for each single step of
// visibility that an anti-dependency forbids.
func (s *sub) addClashes() {
	for _, a := range s.antis {
		from, to := s.shape.commit(a.writer), s.shape.snapshot(a.reader)
		for _, guard := range s.steps[order.Edge{From: a.writer, To: a.reader}] {
			c := clash{see: s.label[labelKey{order.Edge{From: from, To: to}, guard}], anti: a.edge}
			for _, g := range []order.Lit{guard, a.guard} {
				if g != order.Base && !slices.Contains(c.lits, g) {
					c.lits = append(c.lits, g)
				}
			}
			s.clashes = append(s.clashes, c)
			s.p.Clauses = append(s.p.Clauses, negate(c.lits))
		}
	}
}

func negate(lits []order.Lit) []order.Lit {
	out := make([]order.Lit, len(lits))
	for i, l := range lits {
		out[i] = l.Not()
	}
	return out
}

// prove returns the refutation by the transactions, nil if they do not contradict
// the model as far as the bound on steps lets it find out. It does not heed the
// time: without the proof the rest was for nothing.
func (g *polygraph) prove(nodes []int32) *Refutation {
	if g.tooManyPairs(nodes) {
		return nil
	}
	s := newSub(g, nodes)
	if c := s.plainClash(); c != nil {
		return &Refutation{Cycle: dependency.Cycle{c.see, c.anti}}
	}
	res, err := order.Solve(context.Background(), &s.p, order.Options{Proof: true, MaxSteps: 2 * proofSteps})
	if err != nil || res.Outcome != order.Unsatisfiable {
		return nil
	}
	proof := s.proofOf(res)
	if last := proof.Steps[len(proof.Steps)-1]; len(last.Cycle) > 0 && len(last.Assume) == 0 {
		return &Refutation{Cycle: last.Cycle}
	}
	return &Refutation{Proof: proof}
}

// proofOf turns what the solver found into a proof.
func (s *sub) proofOf(res *order.Result) *Proof {
	proof := &Proof{}
	for _, n := range s.txns {
		proof.Txns = append(proof.Txns, s.r.Txn[n])
	}
	for _, c := range s.clashes {
		proof.Steps = append(proof.Steps, Step{Assume: s.orders(c.lits), Cycle: dependency.Cycle{c.see, c.anti}})
	}
	for _, lemma := range res.Proof {
		proof.Steps = append(proof.Steps, s.step(lemma))
	}
	return proof
}

// orders turns literals into orders of transactions.
func (s *sub) orders(lits []order.Lit) []Order {
	var orders []Order
	for _, l := range lits {
		pair := s.pairOf[l.Var()]
		o := Order{Before: s.r.Txn[s.txns[pair[0]]], After: s.r.Txn[s.txns[pair[1]]]}
		if !l.Positive() {
			o = o.Not()
		}
		orders = append(orders, o)
	}
	return orders
}

// step turns a lemma into a step of a proof.
func (s *sub) step(lemma order.Lemma) Step {
	st := Step{Assume: s.orders(negate(lemma.Clause))}
	for _, e := range append(slices.Clone(lemma.Cycle), lemma.Path...) {
		if edge, ok := s.label[labelKey{e.Edge, e.Guard}]; ok {
			st.Cycle = append(st.Cycle, edge)
		}
	}
	if f := lemma.Forbidden; f != nil {
		for _, a := range s.antis {
			if a.writer == f.From && a.reader == f.To && a.guard == f.Lit {
				st.Cycle = append(st.Cycle, a.edge)
				break
			}
		}
	}
	return st
}
