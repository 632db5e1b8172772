package axioms

import (
	"fmt"
	"strings"
)

// Axiom is a law on an abstract execution.
type Axiom struct {
	Bit     Set    // the axiom as a set of one
	Name    string // "NOCONFLICT"
	ID      string // "no-conflict", the name of its file with hyphens
	Title   string
	Formula string // in ASCII
	Plain   string // what it says, in plain words
	// Breaks is a history, in the notation, that no execution explains which
	// satisfies the axiom and those of BreaksWith.
	Breaks     string
	BreaksWith Set
	Source     string

	holds func(*view) *Breach
}

// Holds returns the first breach of the axiom by e, in the order of AR, or nil.
// An execution that is not well-formed gets the breach that [Execution.Validate]
// has for that.
func (a *Axiom) Holds(e *Execution) *Breach {
	v, b := open(e)
	if b != nil {
		return b
	}
	return a.judge(v)
}

func (a *Axiom) judge(v *view) *Breach {
	b := a.holds(v)
	if b != nil {
		b.Axiom = a
	}
	return b
}

// AxiomByName returns the axiom with the given name or id, in any case.
func AxiomByName(name string) (*Axiom, error) {
	for _, a := range Axioms {
		if strings.EqualFold(name, a.Name) || strings.EqualFold(name, a.ID) {
			return a, nil
		}
	}
	names := make([]string, len(Axioms))
	for i, a := range Axioms {
		names[i] = a.Name
	}
	return nil, fmt.Errorf("unknown axiom %q, expected one of %s", name, strings.Join(names, ", "))
}
