package axioms

import (
	"fmt"
	"slices"
	"strings"
)

// Model is a consistency model: a name and a set of axioms. A history obeys the
// model if some abstract execution of it satisfies every axiom.
type Model struct {
	Name   string   // Jepsen's name where Jepsen has one
	Short  string   // "ss-si", or "" for none
	Also   []string // other names that are understood
	Title  string
	Axioms Set
	// SingleObject says that the model is defined for histories in which every
	// transaction uses one key.
	SingleObject bool
	Doc          string // what the model promises, in plain words
	Source       string
}

// Implies reports whether every history that obeys m obeys weaker.
func (m *Model) Implies(weaker *Model) bool {
	if m.SingleObject != weaker.SingleObject {
		return false
	}
	return m.Axioms.Implies(weaker.Axioms)
}

// ModelByName returns the model with the given name, short name or other name.
// An unknown name gets an error that lists near ones.
func ModelByName(name string) (*Model, error) {
	want := strings.ToLower(name)
	for _, m := range Models {
		if want == m.Name || want == m.Short || slices.Contains(m.Also, want) {
			return m, nil
		}
	}
	var near []string
	for _, m := range Models {
		if strings.Contains(m.Name, want) || m.Short != "" && strings.Contains(want, m.Short) {
			near = append(near, m.Name)
		}
	}
	if len(near) > 0 && len(near) < 12 {
		return nil, fmt.Errorf("unknown model %q; did you mean %s?", name, strings.Join(near, ", "))
	}
	return nil, fmt.Errorf("unknown model %q; `visar models` lists them", name)
}

// ModelOf makes an unnamed model of a set of axioms. If the set is that of a
// named model, that model is returned. Sets that no engine decides are an error:
// the session guarantees RYW, MR, MW and WFR stand beside INT, EXT and laws on
// arbitration only, unless the other axioms imply them.
func ModelOf(s Set) (*Model, error) {
	for _, m := range Models {
		if !m.SingleObject && m.Axioms.Implies(s) && s.Implies(m.Axioms) {
			return m, nil
		}
	}
	if extra := s & (RYW | MR | MW | WFR); extra != 0 && s.Has(EXT) {
		rest := s &^ extra
		if !rest.Closure().Has(extra) && rest.Closure()&(TRANSVIS|NOCONFLICT) != 0 {
			return nil, fmt.Errorf("axioms %s: session guarantees can be combined with INT, EXT, SESSION and laws on arbitration only", s)
		}
	}
	return &Model{Name: strings.ToLower(s.String()), Title: s.String(), Axioms: s}, nil
}

// ParseAxioms reads names of axioms separated by commas.
func ParseAxioms(text string) (Set, error) {
	var s Set
	for name := range strings.SplitSeq(text, ",") {
		a, err := AxiomByName(strings.TrimSpace(name))
		if err != nil {
			return 0, err
		}
		s |= a.Bit
	}
	return s, nil
}
