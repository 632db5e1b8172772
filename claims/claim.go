// Package claims holds what systems promise: for each a set of consistency models,
// or laws of its own, with where that is written and what it leaves out.
//
// A claim is judged by tests. A test is a model and a view of the history, since
// some promises leave part of a recording out of account: stale reads that the
// client asked for, or all real time but that across a moment of quiescence.
package claims

import (
	"fmt"
	"slices"
	"strings"

	"visar/axioms"
)

// Claim is what a system, or a level of one, promises.
type Claim struct {
	Name    string
	Also    []string
	Title   string
	Doc     string // what it promises, in plain words
	Tests   []Test
	Basis   string // where it is promised
	Caveats []string
	// Stronger are models that may hold as well and make a sharper test.
	Stronger []string
	Accepts  Example
	Rejects  Example
}

// Example is a history, in the notation or as JSON Lines.
type Example struct {
	Doc     string
	History string
	// Anomaly is what the claim is broken by; "" if it is not.
	Anomaly string
}

// Test is a model that a history, as the view shows it, must obey.
type Test struct {
	Model *axioms.Model
	// Single is the model instead where every transaction is an operation on one
	// object that is not a list, or nil.
	Single *axioms.Model
	View   View
	Law    Law
}

// Law says how a test is decided.
type Law uint8

const (
	// Search: some execution must satisfy the axioms.
	Search Law = iota
	// Clocks: the execution whose arbitration is that of the hybrid logical clocks
	// must.
	Clocks
	// Siblings: reads return the visible writes that none replaced.
	Siblings
)

// ByName returns the claim with the given name or other name, in any case.
func ByName(name string) (*Claim, error) {
	want := strings.ToLower(name)
	for _, c := range Catalogue {
		if c.Name == want || slices.Contains(c.Also, want) {
			return c, nil
		}
	}
	return nil, fmt.Errorf("unknown claim %q; the claims are %s", name, strings.Join(Names(), ", "))
}

// Names returns the names of all claims.
func Names() []string {
	var names []string
	for _, c := range Catalogue {
		names = append(names, c.Name)
	}
	return names
}

// Explain returns what the claim is, in plain text of 80 columns.
func (c *Claim) Explain() string {
	var b strings.Builder
	axioms.Wrap(&b, "", c.Name+": "+c.Title)
	b.WriteString("\n")
	axioms.Wrap(&b, "", c.Doc)
	axioms.Section(&b, "Also called", strings.Join(c.Also, ", "))
	b.WriteString("\nTested as\n")
	for _, t := range c.Tests {
		axioms.Wrap(&b, "  ", t.String())
	}
	axioms.Section(&b, "Sharper tests", strings.Join(c.Stronger, ", "))
	example(&b, "Accepts", c.Accepts)
	example(&b, "Rejects", c.Rejects)
	b.WriteString("\nCaveats\n")
	for _, caveat := range c.Caveats {
		axioms.Wrap(&b, "  ", "- "+caveat)
	}
	axioms.Section(&b, "Basis", c.Basis)
	return b.String()
}

// String names the model, the view and the axioms.
func (t Test) String() string {
	text := t.Model.Name
	if t.Single != nil {
		text = t.Single.Name + " for single operations, else " + text
	}
	if t.View != Whole {
		text += ", " + t.View.String()
	}
	switch t.Law {
	case Clocks:
		text += ", with arbitration by the timestamps"
	case Siblings:
		return text + ": reads return the visible writes that none has replaced"
	}
	return text + ": " + strings.ReplaceAll(t.Model.Axioms.String(), ",", ", ")
}

func example(b *strings.Builder, verb string, e Example) {
	by := ""
	if e.Anomaly != "" {
		by = " (" + e.Anomaly + ")"
	}
	b.WriteString("\n" + verb + ": " + e.Doc + by + "\n  " + strings.ReplaceAll(e.History, "\n", "\n  ") + "\n")
}
