package web

import (
	"io"

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
	Notes   []Note   // about the expectations
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
	Notes    []Note    // beside the verdicts
	Rulings  []Ruling  // what is expected of the history, where it is not plain
	Counts   string    // the outcome that the exit code follows; "" if there is no gate
	Figures  []Figure
	Stats    []Option // more to say of the history
}

// Note is a remark beside the verdicts.
type Note struct {
	Warning bool
	Text    string
}

// Ruling says what a verdict counts for, in view of what is expected.
type Ruling struct {
	Model, Grade string
	Reasons      []string
}

// Figure is a drawing of something else than the cycle of an anomaly.
type Figure struct {
	ID, Title string
	Sentences []string
	// Draw writes an element of SVG, with the classes of [visar/anomalies/draw.Inline]
	// and all text escaped.
	Draw func(io.Writer) error
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
