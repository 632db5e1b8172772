package axioms
var Axioms []*Axiom
var Models []*Model
func (e *Execution) Validate(s Set) *Breach { return nil }
