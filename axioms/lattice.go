package axioms

// Step is a step down the lattice: Stronger implies Weaker, and no model lies
// between them.
type Step struct{ Stronger, Weaker *Model }

// Weaker returns the models that m implies, without m itself, in the order of
// the catalogue.
func Weaker(m *Model) []*Model {
	var weaker []*Model
	for _, w := range Models {
		if w != m && m.Implies(w) {
			weaker = append(weaker, w)
		}
	}
	return weaker
}

// Stronger returns the models that imply m, without m itself, in the order of
// the catalogue.
func Stronger(m *Model) []*Model {
	var stronger []*Model
	for _, s := range Models {
		if s != m && s.Implies(m) {
			stronger = append(stronger, s)
		}
	}
	return stronger
}

// Lattice returns all steps, those from weaker models first.
func Lattice() []Step {
	var steps []Step
	for _, s := range Models {
		for _, w := range Below(s) {
			steps = append(steps, Step{s, w})
		}
	}
	return steps
}

// Below returns the models that m implies with none between, in the order of the
// catalogue.
func Below(m *Model) []*Model {
	weaker := Weaker(m)
	var below []*Model
	for _, w := range weaker {
		if !anyImplies(weaker, w) {
			below = append(below, w)
		}
	}
	return below
}

func anyImplies(models []*Model, w *Model) bool {
	for _, m := range models {
		if m != w && m.Implies(w) {
			return true
		}
	}
	return false
}
