package web

import (
	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/history"
)

// Page is what a report shows.
type Page struct {
	Visar   string   // the version of the program
	Command string   // the command that made it: "report", "check"
	Flags   []Option // those that were not left at their defaults
	Notes   []string // about the runs together, as that expectations are stale
	Runs    []*Run
}

// Option is the value of a flag.
type Option struct{ Name, Value string }

// Run is what was found about one history.
type Run struct {
	Path, SHA256, Format, Workload string
	Outcome                        string // "consistent", "violated", "undecided", "unusable" or "error"
	Reason                         string // why there are no verdicts, if so
	Problems                       []Problem
	Gate                           []string         // what it counts for where that is not plain, and why
	History                        *history.History // nil if it could not be read
	Verdicts                       []*checker.Verdict
	// Strongest hold and nothing that holds implies them; Weakest fail and imply
	// nothing that fails.
	Strongest, Weakest, Undecided []*checker.Verdict
	// Sightings are the anomalies behind the verdicts and those of surveys, in the
	// order of the verdicts.
	Sightings []Sighting
	// Complete says that everything which violates the models was looked for.
	Complete bool
	Baseline *Baseline // what to compare with, or nil
}

// Problem is a remark about the input.
type Problem struct {
	Line, Column int // from 1, or 0
	Message      string
	Fatal        bool
}

// Sighting is an anomaly that violates a model.
type Sighting struct {
	Found *anomalies.Found
	Model *axioms.Model
	// Minimal is the smallest part of the history that shows it, in the native format;
	// "" if none was made.
	Minimal string
}
