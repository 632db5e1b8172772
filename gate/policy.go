package gate

import (
	"fmt"
	"slices"
	"strings"
)

// Policy says what becomes of a run that decides nothing.
type Policy uint8

const (
	// Unset leaves the choice to whoever asks.
	Unset Policy = iota
	// Fail takes the run for a failed one.
	Fail
	// Warn lets it pass with a warning.
	Warn
	// Pass lets it pass.
	Pass
)

// Policies are the names of the policies, in their order; Unset has none.
var Policies = []string{"fail", "warn", "pass"}

// ParsePolicy returns the policy with a name.
func ParsePolicy(name string) (Policy, error) {
	i := slices.Index(Policies, name)
	if i < 0 {
		return Unset, fmt.Errorf("expected one of %s, got %q", strings.Join(Policies, ", "), name)
	}
	return Policy(i) + Fail, nil
}

// String returns the name, or "" for Unset.
func (p Policy) String() string {
	if p == Unset {
		return ""
	}
	return Policies[p-Fail]
}

// Or returns p, or q where p is unset.
func (p Policy) Or(q Policy) Policy {
	if p == Unset {
		return q
	}
	return p
}
