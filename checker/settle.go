package checker

import (
	"cmp"
	"math"
	"slices"
	"time"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// moreThanModels is more than there are models.
const moreThanModels = 1000

// next returns the model to decide next, or -1: of those that need not wait the one
// whose verdict settles the most others whichever it is, and of equal ones the one that
// may settle the most.
func (c *classification) next() int {
	best, most := -1, -1
	for i := range c.models {
		if c.verdicts[i] != nil || c.waits(i) {
			continue
		}
		weaker, stronger := 0, 0
		for j := range c.models {
			if i == j || c.verdicts[j] != nil {
				continue
			}
			if c.implies(i, j) {
				weaker++
			}
			if c.implies(j, i) {
				stronger++
			}
		}
		if settled := min(weaker, stronger)*moreThanModels + weaker + stronger; settled > most {
			best, most = i, settled
		}
	}
	return best
}

// waits reports whether model i had better wait for a stronger one that is to be
// decided as well and mostly costs less.
func (c *classification) waits(i int) bool {
	set := c.models[i].Axioms.Closure()
	if c.models[i].SingleObject || !c.open || !set.Has(axioms.EXT) || set&(axioms.TOTALVIS|axioms.PREFIX|axioms.NOCONFLICT) == 0 {
		return false
	}
	easier := easierThan(set)
	for j, m := range c.models {
		if other := m.Axioms.Closure(); c.verdicts[j] == nil && !m.SingleObject && other != set && slices.Contains(easier, other) {
			return true
		}
	}
	return false
}

// easierThan returns stronger sets that are easier to decide where versions are open:
// the one with sessions, which would be tried first anyway, and, where
// anti-dependencies forbid paths, those whose visibility is prefixes or transitive.
func easierThan(set axioms.Set) []axioms.Set {
	easier := []axioms.Set{(set | axioms.SESSION).Closure()}
	if shapeOf(set).forbids() {
		easier = append(easier, (set | axioms.PREFIX | axioms.NOCONFLICT).Closure(), (set | axioms.TRANSVIS).Closure())
	}
	return easier
}

// implies reports whether the history, if it obeys model i, obeys model j.
func (c *classification) implies(i, j int) bool {
	m, o := c.models[i], c.models[j]
	return m.Implies(o) || !m.SingleObject && !o.SingleObject && c.withIdle(m).Implies(o.Axioms)
}

// withIdle returns the axioms of m and those that say nothing of this history beside
// them: where no transaction ended before another one began there is nothing that real
// time could ask.
func (c *classification) withIdle(m *axioms.Model) axioms.Set {
	set := m.Axioms.Closure()
	if !c.timeless {
		return set
	}
	set |= axioms.ARREALTIME | axioms.ARREALTIMEKEY | axioms.ARREALTIMEUPDATE
	if set.Has(axioms.SESSION) { // which REALTIME has in it
		set |= axioms.REALTIME
	}
	return set
}

// timeless reports whether RT is empty.
func timeless(r *dependency.Resolved) bool {
	firstEnd, lastStart := int64(math.MaxInt64), int64(math.MinInt64)
	for n, t := range r.Txn {
		if end := r.History.End(t); end != history.NoTime && r.Known(int32(n)) {
			firstEnd = min(firstEnd, end)
		}
		if start := r.History.Start(t); start != history.NoTime {
			lastStart = max(lastStart, start)
		}
	}
	return firstEnd >= lastStart
}

// settle spreads the verdict on model i to the models that it settles. Where a
// short refutation stands for a weaker model too, that is the model which it refutes,
// and this one only follows.
func (c *classification) settle(i int) {
	v := c.verdicts[i]
	if v.Outcome == Undecided {
		return
	}
	for j := range c.models {
		if v.From == nil && c.verdicts[j] == nil && c.refutes(v, c.models[j]) {
			weaker := *v
			weaker.Model, weaker.kept = c.models[j], nil
			c.verdicts[j] = &weaker
			c.settle(j) // perhaps it stands for a weaker one yet
			v.Engine, v.From, v.Stages, v.Seconds = "lattice", cmp.Or(weaker.From, weaker.Model), Stages{}, 0
			v.kept = nil
		}
	}
	for j := range c.models {
		if c.verdicts[j] == nil && (v.Outcome == Consistent && c.implies(i, j) || v.Outcome == Violated && c.implies(j, i)) {
			c.verdicts[j] = c.settled(v, c.models[j])
		}
	}
}

// refutes reports whether the evidence of v refutes the weaker model m as it stands,
// where that is quickly told.
func (c *classification) refutes(v *Verdict, m *axioms.Model) bool {
	if v.Refutation == nil || !v.Refutation.short() || !v.Model.Implies(m) || m.Implies(v.Model) {
		return false
	}
	w := *v
	w.Model = m
	return certifyBy(&w, c.h, c.opt.Lists, c.validation) == nil
}

// short reports whether r takes little time to certify.
func (r *Refutation) short() bool {
	return r.Read != nil || r.Cycle != nil || r.Proof != nil && len(r.Proof.Txns) <= maxKnown
}

// settled is the verdict on m that v settles, or nil if the evidence of v does not
// stand for m: what refutes a model refutes the stronger ones as it stands; an
// execution is validated against the weaker axioms themselves, and if it was made for
// other ones the model is decided apart.
func (c *classification) settled(v *Verdict, m *axioms.Model) *Verdict {
	begin := time.Now()
	from := v.Model
	if v.From != nil {
		from = v.From
	}
	w := &Verdict{History: c.h, Model: m, Outcome: v.Outcome, Engine: "lattice", From: from, Certified: v.Certified,
		Execution: v.Execution, Sources: v.Sources, Refutation: v.Refutation, Objects: v.Objects}
	if (v.Outcome == Consistent || !m.Implies(v.Model)) && certifyBy(w, c.h, c.opt.Lists, c.validation) != nil {
		return nil
	}
	w.Seconds = time.Since(begin).Seconds()
	return w
}
