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
	Breaks  string // a history that no execution satisfying the axiom (with INT, EXT and what Breaks names) explains, in the notation
	Source  string
	// Holds returns the first breach of the axiom by the execution, or nil.
	Holds func(*Execution) *Breach
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
