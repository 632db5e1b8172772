package order

import (
	"fmt"
	"math"
)

// Lit is a literal: variable v itself is Lit(2*v), its negation Lit(2*v+1).
type Lit int32

// Two guards that are not literals. They appear in evidence only.
const (
	Base    Lit = -1 // an edge of Problem.Edges, or a pair of Problem.Forbidden
	Outside Lit = -2 // an edge of Problem.Outside
)

// Not returns the negation of l.
func (l Lit) Not() Lit { return l ^ 1 }

// Var returns the variable of l.
func (l Lit) Var() int32 { return int32(l) >> 1 }

// Positive reports whether l is a variable and not a negation.
func (l Lit) Positive() bool { return l&1 == 0 }

// Edge is an edge of the graph, or an ordered pair of its nodes.
type Edge struct{ From, To int32 }

// GuardedEdge is an edge or a pair that counts while Lit is true.
type GuardedEdge struct {
	Lit Lit
	Edge
}

// Problem asks for values of Vars variables such that the graph of Edges,
// Outside and the Guarded edges with true literals is acyclic, every clause has
// a true literal, and no forbidden pair is joined by a path.
//
// The slices are read, never written, and may be shared between problems.
type Problem struct {
	Nodes int
	Edges []Edge
	// Outside edges must agree with the order too, but no path of forbidden
	// reachability runs over them.
	Outside []Edge

	Vars    int
	Guarded []GuardedEdge
	Clauses [][]Lit

	// Forbidden lists pairs that no path of one or more of Edges and present
	// Guarded edges may join. A pair of a node with itself says nothing that
	// acyclicity does not say.
	Forbidden []Edge
	// GuardedForbidden lists pairs forbidden while their literal is true.
	GuardedForbidden []GuardedEdge

	// Hint, when not nil, has a number for each node; nodes with smaller numbers
	// come first where nothing else decides, ties by index. A hint close to a
	// solution makes the search short. It never changes the outcome.
	Hint []int32
}

// maxVars keeps the largest literal within int32.
const maxVars = math.MaxInt32/2 - 1

// validate returns an error naming the first part of p that refers to a node or
// a variable that does not exist.
func (p *Problem) validate() error {
	if p.Nodes < 0 || p.Nodes >= math.MaxInt32 {
		return fmt.Errorf("%d nodes: expected 0 to %d", p.Nodes, math.MaxInt32-1)
	}
	if p.Vars < 0 || p.Vars > maxVars {
		return fmt.Errorf("%d variables: expected 0 to %d", p.Vars, maxVars)
	}
	if p.Hint != nil && len(p.Hint) != p.Nodes {
		return fmt.Errorf("%d hints for %d nodes: expected none or one each", len(p.Hint), p.Nodes)
	}
	if err := p.validateSizes(); err != nil {
		return err
	}
	if err := p.validateEdges(); err != nil {
		return err
	}
	return p.validateClauses()
}

// validateSizes returns an error if some list outgrows the 32-bit indices that
// the search gives its entries.
func (p *Problem) validateSizes() error {
	lits := 0
	for _, c := range p.Clauses {
		lits += len(c)
	}
	for _, list := range []struct {
		name string
		size int
	}{
		{"edges", len(p.Edges)},
		{"outside edges", len(p.Outside)},
		{"guarded edges", len(p.Guarded)},
		{"literals in clauses", lits},
		{"forbidden pairs", len(p.Forbidden) + len(p.GuardedForbidden)},
	} {
		if list.size >= math.MaxInt32 {
			return fmt.Errorf("%d %s: expected fewer than %d", list.size, list.name, math.MaxInt32)
		}
	}
	return nil
}

func (p *Problem) validateEdges() error {
	for _, list := range []struct {
		name  string
		edges []Edge
	}{{"edge", p.Edges}, {"outside edge", p.Outside}, {"forbidden pair", p.Forbidden}} {
		for i, e := range list.edges {
			if !p.hasNodes(e) {
				return fmt.Errorf("%s %d is %d to %d: expected nodes below %d", list.name, i, e.From, e.To, p.Nodes)
			}
		}
	}
	for _, list := range []struct {
		name  string
		edges []GuardedEdge
	}{{"guarded edge", p.Guarded}, {"guarded forbidden pair", p.GuardedForbidden}} {
		for i, e := range list.edges {
			if !p.hasNodes(e.Edge) {
				return fmt.Errorf("%s %d is %d to %d: expected nodes below %d", list.name, i, e.From, e.To, p.Nodes)
			}
			if !p.hasLit(e.Lit) {
				return fmt.Errorf("%s %d has literal %d: expected a variable below %d", list.name, i, e.Lit, p.Vars)
			}
		}
	}
	return nil
}

func (p *Problem) validateClauses() error {
	for i, c := range p.Clauses {
		for _, l := range c {
			if !p.hasLit(l) {
				return fmt.Errorf("clause %d has literal %d: expected a variable below %d", i, l, p.Vars)
			}
		}
	}
	return nil
}

func (p *Problem) hasNodes(e Edge) bool {
	return e.From >= 0 && int(e.From) < p.Nodes && e.To >= 0 && int(e.To) < p.Nodes
}

func (p *Problem) hasLit(l Lit) bool { return l >= 0 && int(l) < 2*p.Vars }
