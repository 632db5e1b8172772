package gate

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"visar/anomalies"
	"visar/axioms"
)

// FileName is where expectations are looked for.
const FileName = "visar.yaml"

// Expectations say what histories are claimed to obey.
type Expectations struct {
	Path    string
	Entries []*Entry // the first that matches a history counts
}

// Entry is what is expected of some histories.
type Entry struct {
	Position
	// Pattern is a path relative to the directory of the file, with * and ? within a
	// name, ** for any number of directories, and {a,b}.
	Pattern         string
	Models          []*axioms.Model
	MinTransactions int
	OnVacuous       Policy
	OnUndecided     Policy
	Allow           []*Allowance

	matched bool
}

// Allowance is an anomaly that is known and may be there for now.
type Allowance struct {
	Position
	Anomaly *anomalies.Anomaly
	Max     int // how many in one history; 0 for any number
	Reason  string
	Issue   string    // where it is tracked, or ""
	Expires time.Time // the last day on which it counts; zero for none

	seen bool
}

// Position is a place in the file of expectations.
type Position struct {
	Path         string
	Line, Column int // from 1
}

// String returns the position as editors understand it.
func (p Position) String() string { return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Column) }

// For returns the entry for the history at path, or nil if there is none. Both
// paths are relative to the directory that the program runs in.
func (e *Expectations) For(path string) *Entry {
	for _, entry := range e.Entries {
		if entry.matches(e.relative(path)) {
			entry.matched = true
			return entry
		}
	}
	return nil
}

// relative returns path with slashes, as seen from the directory of the file.
func (e *Expectations) relative(path string) string {
	dir, err := filepath.Abs(filepath.Dir(e.Path))
	if err != nil || path == "-" {
		return path
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(dir, abs)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

func (e *Entry) matches(path string) bool {
	ok, err := doublestar.Match(strings.TrimPrefix(e.Pattern, "./"), path)
	return err == nil && ok
}

// ModelNames returns the names of the models that are claimed.
func (e *Entry) ModelNames() []string {
	var names []string
	for _, m := range e.Models {
		names = append(names, m.Name)
	}
	return names
}
