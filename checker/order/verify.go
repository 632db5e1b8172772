package order

import (
	"errors"
	"fmt"
)

// Verify checks the evidence of r for p, sharing nothing with the search but the
// types, and returns an error that names the first flaw. An undecided result
// claims nothing and passes; an unsatisfiable one without a proof does not.
//
// It is linear in p and r, except that forbidden pairs cost a walk from each
// node where an active one starts that the order does not settle, and that
// derived lemmas cost the unit propagation they rest on.
func Verify(p *Problem, r *Result) error {
	if err := p.validate(); err != nil {
		return fmt.Errorf("malformed order problem: %w", err)
	}
	switch r.Outcome {
	case Satisfied:
		return verifySolution(p, r)
	case Unsatisfiable:
		return verifyProof(p, r.Proof)
	}
	return nil
}

func verifySolution(p *Problem, r *Result) error {
	if len(r.True) != p.Vars {
		return fmt.Errorf("%d values for %d variables", len(r.True), p.Vars)
	}
	v := solution{r: r, place: make([]int, p.Nodes)}
	for _, check := range []func(p *Problem) error{v.permutation, v.edges, v.clauses, v.forbidden} {
		if err := check(p); err != nil {
			return err
		}
	}
	return nil
}

type solution struct {
	r     *Result
	place []int // by node, from 1
}

func (v *solution) holds(l Lit) bool { return v.r.True[l.Var()] == l.Positive() }

func (v *solution) permutation(p *Problem) error {
	if len(v.r.Order) != p.Nodes {
		return fmt.Errorf("order has %d of %d nodes", len(v.r.Order), p.Nodes)
	}
	for i, n := range v.r.Order {
		if n < 0 || int(n) >= p.Nodes || v.place[n] != 0 {
			return fmt.Errorf("order has node %d twice or does not know it", n)
		}
		v.place[n] = i + 1
	}
	return nil
}

func (v *solution) edges(p *Problem) error {
	forward := func(e Edge) error {
		if v.place[e.From] >= v.place[e.To] {
			return fmt.Errorf("edge from %d to %d leads backward in the order", e.From, e.To)
		}
		return nil
	}
	for _, edges := range [][]Edge{p.Edges, p.Outside} {
		for _, e := range edges {
			if err := forward(e); err != nil {
				return err
			}
		}
	}
	for _, e := range p.Guarded {
		if v.holds(e.Lit) {
			if err := forward(e.Edge); err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *solution) clauses(p *Problem) error {
	for i, c := range p.Clauses {
		holds := false
		for _, l := range c {
			holds = holds || v.holds(l)
		}
		if !holds {
			return fmt.Errorf("clause %d is false", i)
		}
	}
	return nil
}

// forbidden walks forward from the start of each active pair, up to the last
// place where a pair from there ends.
func (v *solution) forbidden(p *Problem) error {
	ends := make([][]int32, p.Nodes)
	collect := func(e Edge) {
		if v.place[e.From] < v.place[e.To] {
			ends[e.From] = append(ends[e.From], e.To)
		}
	}
	for _, e := range p.Forbidden {
		collect(e)
	}
	for _, e := range p.GuardedForbidden {
		if v.holds(e.Lit) {
			collect(e.Edge)
		}
	}
	var next [][]int32
	reached := make([]int, p.Nodes) // by node: 1 + the start it was last reached from
	for from := range ends {
		if ends[from] == nil {
			continue
		}
		if next == nil {
			next = v.next(p)
		}
		v.walk(int32(from), ends[from], next, reached)
		for _, to := range ends[from] {
			if reached[to] == from+1 {
				return fmt.Errorf("a path joins the forbidden pair %d, %d", from, to)
			}
		}
	}
	return nil
}

// next lists the successors of each node among the edges that count for
// forbidden pairs.
func (v *solution) next(p *Problem) [][]int32 {
	next := make([][]int32, p.Nodes)
	for _, e := range p.Edges {
		next[e.From] = append(next[e.From], e.To)
	}
	for _, e := range p.Guarded {
		if v.holds(e.Lit) {
			next[e.From] = append(next[e.From], e.To)
		}
	}
	return next
}

func (v *solution) walk(from int32, ends []int32, next [][]int32, reached []int) {
	last := 0
	for _, to := range ends {
		last = max(last, v.place[to])
	}
	stack := []int32{from}
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, m := range next[n] {
			if v.place[m] <= last && reached[m] != int(from)+1 {
				reached[m] = int(from) + 1
				stack = append(stack, m)
			}
		}
	}
}

// verifyProof checks each lemma against the problem and the lemmas before it.
func verifyProof(p *Problem, proof []Lemma) error {
	if len(proof) == 0 {
		return errors.New("unsatisfiable without a proof")
	}
	if last := proof[len(proof)-1]; len(last.Clause) != 0 {
		return fmt.Errorf("the last lemma has %d literals, expected none", len(last.Clause))
	}
	if err := verifyEvidence(p, proof); err != nil {
		return err
	}
	units := newUnits(p)
	for i := range proof {
		l := &proof[i]
		if err := verifyShape(p, l); err != nil {
			return fmt.Errorf("lemma %d: %w", i, err)
		}
		if l.Derived && !units.refutes(l.Clause) {
			return fmt.Errorf("lemma %d does not follow by unit propagation", i)
		}
		units.add(l.Clause)
	}
	return nil
}

// verifyShape checks that the steps of a lemma connect and that its clause is
// the negation of their guards.
func verifyShape(p *Problem, l *Lemma) error {
	for _, x := range l.Clause {
		if !p.hasLit(x) {
			return fmt.Errorf("no such literal: %d", x)
		}
	}
	switch {
	case l.Derived:
		if l.Cycle != nil || l.Path != nil || l.Forbidden != nil {
			return errors.New("derived, but with a cycle or a path")
		}
		return nil
	case len(l.Cycle) > 0 && l.Path == nil && l.Forbidden == nil:
		if err := connected(l.Cycle, l.Cycle[0].From, l.Cycle[0].From); err != nil {
			return err
		}
		return negates(l.Clause, l.Cycle, Base)
	case len(l.Path) > 0 && l.Cycle == nil && l.Forbidden != nil:
		if err := connected(l.Path, l.Forbidden.From, l.Forbidden.To); err != nil {
			return err
		}
		for _, s := range l.Path {
			if s.Guard == Outside {
				return fmt.Errorf("the path uses the outside edge %d to %d", s.From, s.To)
			}
		}
		return negates(l.Clause, l.Path, l.Forbidden.Lit)
	}
	return errors.New("neither a cycle, nor a path of a forbidden pair, nor derived")
}

func connected(steps []Step, from, to int32) error {
	for _, s := range steps {
		if s.From != from {
			return fmt.Errorf("a step starts at %d, expected %d", s.From, from)
		}
		from = s.To
	}
	if from != to {
		return fmt.Errorf("the steps end at %d, expected %d", from, to)
	}
	return nil
}

// negates checks that clause has the negation of each guard once, and nothing
// else.
func negates(clause []Lit, steps []Step, pair Lit) error {
	guards := map[Lit]bool{}
	if pair >= 0 {
		guards[pair] = true
	}
	for _, s := range steps {
		if s.Guard >= 0 {
			guards[s.Guard] = true
		}
	}
	for _, l := range clause {
		if !guards[l.Not()] {
			return fmt.Errorf("literal %d of the clause is not the negation of a guard, or is there twice", l)
		}
		delete(guards, l.Not())
	}
	if len(guards) > 0 {
		return fmt.Errorf("the clause lacks %d of the guards", len(guards))
	}
	return nil
}
