package checker

import (
	"fmt"

	"visar/history"
)

// assumption is an order of versions, or who was read from, that a step of a proof
// assumes. Of the first the numbers are two transactions, of the second an
// operation and a transaction.
type assumption struct {
	source bool
	a, b   int32
}

// assumed is an assumption or the opposite of it.
type assumed struct {
	assumption
	not bool
}

// ofOrder returns o as an assumption about the two transactions in order.
func ofOrder(o Order) assumed {
	if o.Before > o.After {
		return assumed{assumption{a: o.After, b: o.Before}, true}
	}
	return assumed{assumption{a: o.Before, b: o.After}, false}
}

// assumptions returns all that the step assumes.
func (s *Step) assumptions() []assumed {
	var all []assumed
	for _, o := range s.Assume {
		all = append(all, ofOrder(o))
	}
	for _, r := range s.Reads {
		all = append(all, assumed{assumption{source: true, a: r.Read, b: r.Writer}, r.Not})
	}
	return all
}

// addSources checks that each read of which a step assumes something is one whose
// version others left, and adds that it was left by one of the candidates.
func (c *certifier) addSources(p *Proof, u *propagation) error {
	seen := map[int32]bool{}
	for i := range p.Steps {
		for _, r := range p.Steps[i].Reads {
			if seen[r.Read] {
				continue
			}
			seen[r.Read] = true
			t := c.h.TxnOf(r.Read)
			if c.h.Status(t) != history.Committed || !c.isRead(t, r.Read) || c.h.IsList(c.h.OpKey(r.Read)) || !c.judged(t, r.Read) {
				return fmt.Errorf("step %d: the axioms do not say which version operation %d returns", i+1, r.Read)
			}
			var none []assumed
			for _, w := range c.candidates(t, r.Read) {
				none = append(none, assumed{assumption{source: true, a: r.Read, b: w.txn}, true})
			}
			u.add(none)
		}
	}
	return nil
}

// assumeSources takes the reads to be from the writers that are said to be theirs,
// and forgets what was derived from other assumptions.
func (c *certifier) assumeSources(reads []Source) {
	for op := range c.assumed {
		c.forgetRead(op)
	}
	c.assumed = make(map[int32]int32, len(reads))
	for _, r := range reads {
		if !r.Not {
			c.assumed[r.Read] = r.Writer
			c.forgetRead(r.Read)
		}
	}
}

func (c *certifier) forgetRead(op int32) {
	delete(c.chains, c.h.OpKey(op))
	c.txn(c.h.TxnOf(op)).from = nil
}
