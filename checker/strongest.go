package checker

import (
	"time"

	"visar/axioms"
)

// acceptStrongest decides the model that implies the most others, if the history
// obeys it and that is seen at sight: then hardly anything is left to decide. Most
// histories of stores that keep their promises are like that, and of the others this
// tells at little cost that they are not. Few models are not worth it.
func (c *classification) acceptStrongest() error {
	i, weaker := c.strongest()
	if weaker < 3 || c.r == nil || c.h.Calls() > 0 || len(c.r.Ambiguous) > 0 || c.ctx.Err() != nil {
		return nil
	}
	j := c.jobOf(c.models[i])
	if j.readConsistency() != nil {
		return nil
	}
	begin := time.Now()
	c.tell("looking for an execution that is " + c.models[i].Name)
	a := j.atSight()
	if a.exec == nil || !j.obeys(a.exec, true) {
		return nil
	}
	v := &Verdict{History: c.h, Model: c.models[i]}
	if err := c.conclude(v, a, begin); err != nil {
		return err
	}
	c.verdicts[i] = v
	c.settle(i)
	return nil
}

// strongest returns the model that implies the most others of those to decide, and
// how many, among those whose visibility is prefixes of arbitration and that are for
// all histories.
func (c *classification) strongest() (best, weaker int) {
	best = -1
	for i, m := range c.models {
		if set := m.Axioms.Closure(); m.SingleObject || !set.Has(axioms.EXT) || set&(axioms.TOTALVIS|axioms.PREFIX) == 0 {
			continue
		}
		implied := 0
		for _, o := range c.models {
			if m.Implies(o) {
				implied++
			}
		}
		if implied > weaker {
			best, weaker = i, implied
		}
	}
	return best, weaker
}
