package checker

import (
	"errors"
	"fmt"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// certify checks the evidence of v against the history, and sets v.Certified if
// it stands. Nothing that took part in finding the evidence takes part here: an
// execution is validated axiom by axiom, and a refutation is held against the
// raw operations of the history. The error says what does not stand.
//
// It takes time near-linear in the history and the evidence, but for proofs,
// where each step without a cycle may look at all steps before it.
func certify(v *Verdict, h *history.History, lists axioms.Lists) error {
	return certifyBy(v, h, lists, (*axioms.Execution).Validation)
}

// certifyBy is certify with validations of executions from elsewhere.
func certifyBy(v *Verdict, h *history.History, lists axioms.Lists, validation func(*axioms.Execution) *axioms.Validation) error {
	var err error
	switch {
	case v.Outcome == Undecided:
		return nil
	case v.Objects != nil:
		if err = certifyObjects(v, h); err == nil && v.Refutation != nil {
			err = certifyRefutation(v.Refutation, h, v.Model.Axioms, lists)
		}
	case v.Outcome == Consistent:
		err = certifyExecution(v, h, lists, validation)
	default:
		err = certifyRefutation(v.Refutation, h, v.Model.Axioms, lists)
	}
	v.Certified = err == nil
	return err
}

func certifyExecution(v *Verdict, h *history.History, lists axioms.Lists, validation func(*axioms.Execution) *axioms.Validation) error {
	e := v.Execution
	switch {
	case e == nil:
		return errors.New("there is no execution")
	case e.History != h:
		return errors.New("the execution is of another history")
	case e.Lists != lists:
		return errors.New("the execution takes list reads in another sense")
	}
	if err := checkExecutionRanges(e); err != nil {
		return err
	}
	if b := validation(e).Validate(v.Model.Axioms); b != nil {
		return breachError(b)
	}
	return certifySources(v, h)
}

func breachError(b *axioms.Breach) error {
	if b.Axiom == nil {
		return errors.New(b.Message)
	}
	return fmt.Errorf("%s: %s", b.Axiom.Name, b.Message)
}

// certifyRefutation checks that r shows that no execution of h satisfies the
// axioms.
func certifyRefutation(r *Refutation, h *history.History, set axioms.Set, lists axioms.Lists) error {
	if err := checkRefutationShape(r); err != nil {
		return err
	}
	if r.Given != nil {
		return certifyGiven(r.Given, h, set, lists)
	}
	if err := checkRefutationRanges(r, h); err != nil {
		return err
	}
	c := newCertifier(r, h, set, lists)
	switch {
	case r.Read != nil:
		return c.breach(r.Read)
	case r.Proof != nil:
		return c.proof(r.Proof)
	default:
		return c.cycle(r.Cycle, nil)
	}
}

// checkRefutationShape checks that r has exactly one form.
func checkRefutationShape(r *Refutation) error {
	if r == nil {
		return errors.New("there is no refutation")
	}
	parts := 0
	for _, has := range []bool{r.Read != nil, len(r.Cycle) > 0, r.Proof != nil, r.Given != nil, r.Siblings != nil} {
		if has {
			parts++
		}
	}
	if parts != 1 {
		return fmt.Errorf("the refutation has %d of the forms that a refutation can have, expected one", parts)
	}
	return nil
}

// certifier holds a refutation against the raw operations of a history.
type certifier struct {
	*rawIndex
	set    axioms.Set // closed under implication
	places map[int32]*listPlaces
	chains map[int32]*updateChains
}

func newCertifier(r *Refutation, h *history.History, set axioms.Set, lists axioms.Lists) *certifier {
	c := &certifier{
		set:    set.Closure(),
		places: map[int32]*listPlaces{},
		chains: map[int32]*updateChains{},
	}
	c.rawIndex = newRawIndex(h, lists, c.set)
	c.index(r)
	return c
}

func (c *certifier) has(s axioms.Set) bool { return c.set.Has(s) }

// eachEdge calls f with every edge of the refutation, those that make another
// edge visible included.
func (r *Refutation) eachEdge(f func(e *dependency.Edge)) {
	eachEdge(r.Cycle, f)
	if r.Proof != nil {
		for i := range r.Proof.Steps {
			eachEdge(r.Proof.Steps[i].Cycle, f)
		}
	}
}

// eachSource calls f with every choice of a writer that the refutation speaks of.
func (r *Refutation) eachSource(f func(s Source)) {
	if r.Proof == nil {
		return
	}
	for i := range r.Proof.Steps {
		for _, s := range r.Proof.Steps[i].Reads {
			f(s)
		}
	}
}

func eachEdge(edges []dependency.Edge, f func(e *dependency.Edge)) {
	for i := range edges {
		f(&edges[i])
		if via := edges[i].Via; via != nil {
			for j := range via.Visible {
				f(&via.Visible[j])
			}
		}
	}
}
