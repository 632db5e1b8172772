package checker

import (
	"errors"
	"fmt"
	"slices"

	"visar/history/dependency"
)

// proof checks each step of p, and that the last one refutes every order.
func (c *certifier) proof(p *Proof) error {
	if len(p.Steps) == 0 {
		return errors.New("the proof has no steps")
	}
	for i := 1; i < len(p.Txns); i++ {
		if p.Txns[i-1] >= p.Txns[i] {
			return fmt.Errorf("the transactions of the proof are not in order at %s", c.h.Name(p.Txns[i]))
		}
	}
	u := newPropagation()
	if err := c.addSources(p, u); err != nil {
		return err
	}
	for i := range p.Steps {
		if err := c.step(p, &p.Steps[i], u); err != nil {
			return fmt.Errorf("step %d of %d: %w", i+1, len(p.Steps), err)
		}
		u.add(p.Steps[i].assumptions())
	}
	if last := p.Steps[len(p.Steps)-1]; len(last.Assume)+len(last.Reads) > 0 {
		return errors.New("the last step of the proof assumes something")
	}
	return nil
}

func (c *certifier) step(p *Proof, s *Step, u *propagation) error {
	if err := c.stepWithin(p, s); err != nil {
		return err
	}
	if len(s.Cycle) == 0 {
		return u.refute(s.assumptions())
	}
	c.assumeSources(s.Reads)
	defer c.assumeSources(nil)
	assumed := make(map[Order]bool, len(s.Assume))
	for _, o := range s.Assume {
		assumed[o] = true
	}
	return c.cycle(s.Cycle, assumed)
}

// stepWithin checks that the step speaks of the proof's transactions alone. What
// they read may be by others, as long as no order of those is assumed.
func (c *certifier) stepWithin(p *Proof, s *Step) error {
	var outside error
	within := func(t int32) {
		if _, ok := slices.BinarySearch(p.Txns, t); !ok && outside == nil {
			outside = fmt.Errorf("%s is not one of the proof's transactions", c.h.Name(t))
		}
	}
	for _, o := range s.Assume {
		if o.Before == o.After {
			return fmt.Errorf("%s cannot be before itself", c.h.Name(o.Before))
		}
		within(o.Before)
		within(o.After)
	}
	for _, r := range s.Reads {
		if within(c.h.TxnOf(r.Read)); r.Writer >= 0 {
			within(r.Writer)
		}
	}
	eachEdge(s.Cycle, func(e *dependency.Edge) {
		within(e.From)
		within(e.To)
	})
	return outside
}
