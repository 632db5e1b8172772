package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// inRange checks that index n, which what names, is at least least and less than
// end.
func inRange(what string, n, least int32, end int) error {
	if n < least || int(n) >= end {
		return fmt.Errorf("%s %d is out of range, expected %d to %d", what, n, least, end-1)
	}
	return nil
}

// checkRefutationRanges checks that r names only what h has, so that looking it
// up is safe. It knows nothing of what r means.
func checkRefutationRanges(r *Refutation, h *history.History) error {
	if r.Read != nil {
		return checkBreachRanges(r.Read, h)
	}
	if err := checkEdgeRanges("cycle", r.Cycle, h); err != nil {
		return err
	}
	if r.Proof != nil {
		return checkProofRanges(r.Proof, h)
	}
	return nil
}

func checkBreachRanges(b *dependency.Breach, h *history.History) error {
	return errors.Join(
		inRange("txn", b.Txn, 0, h.Len()),
		inRange("op", b.Op, 0, h.NumOps()),
		inRange("value", b.Value, 0, h.Values()),
		inRange("writer", b.Writer, -1, h.Len()),
		inRange("writer_op", b.WriterOp, -1, h.NumOps()),
		inRange("other", b.Other, -1, h.NumOps()),
	)
}

func checkProofRanges(p *Proof, h *history.History) error {
	for i, t := range p.Txns {
		if err := inRange("txn", t, 0, h.Len()); err != nil {
			return fmt.Errorf("proof: txns: entry %d: %w", i+1, err)
		}
	}
	for i, s := range p.Steps {
		for j, o := range s.Assume {
			if err := errors.Join(inRange("txn", o.Before, 0, h.Len()), inRange("txn", o.After, 0, h.Len())); err != nil {
				return fmt.Errorf("proof: step %d: assume: entry %d: %w", i+1, j+1, err)
			}
		}
		if err := checkSourceRanges(s.Reads, h); err != nil {
			return fmt.Errorf("proof: step %d: reads: %w", i+1, err)
		}
		if err := checkEdgeRanges("cycle", s.Cycle, h); err != nil {
			return fmt.Errorf("proof: step %d: %w", i+1, err)
		}
	}
	return nil
}

func checkEdgeRanges(what string, edges []dependency.Edge, h *history.History) error {
	for i := range edges {
		e := &edges[i]
		if err := checkEdgeRange(e, h); err != nil {
			return fmt.Errorf("%s: edge %d: %w", what, i+1, err)
		}
		if e.Via == nil {
			continue
		}
		if err := checkForcedRanges(e.Via, h); err != nil {
			return fmt.Errorf("%s: edge %d: via: %w", what, i+1, err)
		}
	}
	return nil
}

func checkEdgeRange(e *dependency.Edge, h *history.History) error {
	source := error(nil)
	if e.Kind == dependency.RW {
		source = inRange("source", e.Source, -1, h.Len())
	}
	return errors.Join(
		inRange("kind", int32(e.Kind), 0, int(dependency.CO)+1),
		inRange("from", e.From, 0, h.Len()),
		inRange("to", e.To, 0, h.Len()),
		inRange("key", e.Key, -1, h.Keys()),
		inRange("from_op", e.FromOp, -1, h.NumOps()),
		inRange("to_op", e.ToOp, -1, h.NumOps()),
		source,
	)
}

// checkForcedRanges also keeps a path from having commit-order edges, which have
// paths of their own.
func checkForcedRanges(via *dependency.Forced, h *history.History) error {
	if err := inRange("reader", via.Reader, 0, h.Len()); err != nil {
		return err
	}
	for i := range via.Visible {
		e := &via.Visible[i]
		if e.Kind != dependency.SO && e.Kind != dependency.RT && e.Kind != dependency.WR {
			return fmt.Errorf("visible: edge %d: kind %d, expected SO, RT or WR", i+1, e.Kind)
		}
	}
	return checkEdgeRanges("visible", via.Visible, h)
}

// checkExecutionRanges checks that e names only transactions of its history,
// each at most once in its order, and that its visibility is well-formed.
func checkExecutionRanges(e *axioms.Execution) error {
	n := e.History.Len()
	placed := make([]bool, n)
	for i, t := range e.Order {
		if err := inRange("txn", t, 0, n); err != nil {
			return fmt.Errorf("order: entry %d: %w", i+1, err)
		}
		if placed[t] {
			return fmt.Errorf("order: entry %d: txn %d is there twice", i+1, t)
		}
		placed[t] = true
	}
	switch {
	case (e.VIS.Prefix != nil) == (e.VIS.Edges != nil):
		return errors.New("expected one of prefix and visible")
	case e.VIS.Prefix != nil:
		return checkPrefixRanges(e)
	default:
		return checkVisibleRanges(e.VIS.Edges, n)
	}
}

func checkPrefixRanges(e *axioms.Execution) error {
	if len(e.VIS.Prefix) != len(e.Order) {
		return fmt.Errorf("prefix has %d entries, expected %d as order has", len(e.VIS.Prefix), len(e.Order))
	}
	for i, p := range e.VIS.Prefix {
		if err := inRange("length", p, 0, i+1); err != nil {
			return fmt.Errorf("prefix: entry %d: %w", i+1, err)
		}
	}
	return nil
}

func checkVisibleRanges(v *axioms.VisibleEdges, n int) error {
	if len(v.First) != n+1 || v.First[0] != 0 || int(v.First[n]) != len(v.Seen) {
		return fmt.Errorf("visible: expected a row for each of %d transactions", n)
	}
	for t := range n {
		if v.First[t] > v.First[t+1] {
			return fmt.Errorf("visible: the row of txn %d ends before it begins", t)
		}
	}
	for _, t := range v.Seen {
		if err := inRange("txn", t, 0, n); err != nil {
			return fmt.Errorf("visible: %w", err)
		}
	}
	return nil
}
