package anomalies

import (
	"fmt"
	"slices"
	"strings"

	"visar/axioms"
)

// Anomaly is a named shape of violation.
type Anomaly struct {
	ID         string // "lost-update", the name of its file with hyphens
	Title      string
	AlsoCalled []string // by Adya, by ANSI and its critics, by Elle, by Plume
	Doc        string   // what happens, in plain words
	Shape      Shape
	// Breaks are sets of axioms that it breaks, by preference: see [Found]. Where
	// there is none, it breaks the law that arbitration is one total order, which
	// every execution obeys.
	Breaks []axioms.Set
	// Together says why the shape cannot be, to follow a colon.
	Together string
	// ForbiddenBy are the weakest models that forbid the example, AdmittedBy the
	// strongest that allow it, both in the order of axioms.Models.
	ForbiddenBy, AdmittedBy []string
	Example                 string // a history that has it, in the notation
	Source                  string
}

// Arbitration stands, where an axiom is named, for what every execution obeys:
// AR is one total order, which contains VIS and the order of versions.
const Arbitration = "AR"

// ByName returns the anomaly with the given id or other name, in any case. An
// unknown name gets an error that lists near ones.
func ByName(name string) (*Anomaly, error) {
	want := strings.ToLower(strings.TrimPrefix(name, ":"))
	all := All()
	for _, a := range all {
		if a.ID == want {
			return a, nil
		}
	}
	for _, a := range all {
		if slices.ContainsFunc(a.AlsoCalled, func(other string) bool { return strings.EqualFold(other, want) }) {
			return a, nil
		}
	}
	var near []string
	for _, a := range all {
		if strings.Contains(a.ID, want) {
			near = append(near, a.ID)
		}
	}
	if len(near) > 0 && len(near) < len(all) {
		return nil, fmt.Errorf("unknown anomaly %q; did you mean %s?", name, strings.Join(near, ", "))
	}
	return nil, fmt.Errorf("unknown anomaly %q", name)
}

// rank is the place of a in the catalogue: lower is more severe.
func (a *Anomaly) rank() int { return slices.Index(Catalogue, a) }
