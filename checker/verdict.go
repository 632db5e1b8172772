package checker

import (
	"fmt"

	"visar/axioms"
	"visar/checker/linear"
	"visar/history"
	"visar/history/dependency"
)

// Outcome is the answer of a check.
type Outcome uint8

const (
	// Consistent: some abstract execution satisfies every axiom of the model.
	Consistent Outcome = iota
	// Violated: none does.
	Violated
	// Undecided: a budget ran out first. It is never a guess.
	Undecided
)

// String returns the word that reports use.
func (o Outcome) String() string {
	return [...]string{"consistent", "violated", "undecided"}[o]
}

// Verdict is what a check of one history against one model found, and the
// evidence for it.
type Verdict struct {
	// History is what was judged; the evidence names its transactions and
	// operations by their indices.
	History *history.History
	Model   *axioms.Model
	Outcome Outcome
	// Engine is what decided: "read-consistency", "saturation", "known-order",
	// "recorded-order", "replay", "order-solver", "given-order" where arbitration is not looked
	// for, or "lattice" where another model's verdict settles this one.
	Engine string
	// Reason says, when undecided, which budget ran out and what is left open, and when
	// violated, if that is so, that the refutation is larger than it need be.
	Reason string
	// Execution is the evidence for consistent.
	Execution *axioms.Execution
	// Sources says, for consistent, whom the execution has those reads read from
	// whose value several transactions wrote.
	Sources []Source
	// Refutation is the evidence for violated.
	Refutation *Refutation
	// Objects is the evidence, either way, for a verdict of the engines for single
	// objects.
	Objects *ObjectEvidence
	// Losses are what crashes took back, where that breaks what was judged. Torn says
	// that they may take the last of what was done, and nothing that is not the last.
	Losses []Loss
	Torn   bool
	// Certified reports that the evidence was checked by code that did not find
	// it, and stands.
	Certified bool
	// From is, for engine "lattice", the model whose evidence this is.
	From *axioms.Model
	// Stages says how much each stage decided, where several took part.
	Stages Stages
	// Seconds is the time that the decision took, certification included.
	Seconds float64

	kept *keptNet // for a survey, if asked for
}

// Stages counts what the stages of an unknown version order decided.
type Stages struct {
	Guesses    int   // orders of versions that were tried first
	Rounds     int   // rounds of saturation
	Forced     int   // edges that saturation added
	Choices    int   // pairs of writers left to the search
	Conflicts  int64 // conflicts of the search
	Components int   // parts that the search decided apart
	Reads      int   // reads of values that were written more than once
	Tried      int   // ways to choose the writers of those that were decided

	// Seconds of each stage, of the last way to choose writers if there are several.
	GuessSeconds, SaturationSeconds, SearchSeconds, ProofSeconds float64
	// CertificationSeconds is what it took to check the evidence.
	CertificationSeconds float64
}

// Any reports whether stages decided anything: not the linear engines.
func (s Stages) Any() bool { return s.Guesses+s.Rounds+s.Choices+s.Reads > 0 }

// Refutation is the evidence that no abstract execution satisfies a model. One
// of its fields is set.
type Refutation struct {
	// Read is a read that nothing can explain.
	Read *dependency.Breach
	// Cycle is a cycle of dependencies that the model forbids and that holds in
	// every execution.
	Cycle dependency.Cycle
	// Proof shows, where the order of some versions is open, that every order
	// closes a forbidden cycle.
	Proof *Proof
	// Given shows it for the arbitration that timestamps give.
	Given *GivenBreach
	// Siblings shows it for multi-value registers, which have laws of their own.
	Siblings *SiblingBreach
}

// Proof is a list of steps, each of which shows that certain orders of versions
// cannot hold together. The last one assumes nothing.
type Proof struct {
	// Txns are the transactions that the proof speaks of, in order. Reads from
	// others play no part.
	Txns  []int32
	Steps []Step
}

// Step shows that the orders in Assume and the sources in Reads cannot all hold.
type Step struct {
	Assume []Order
	// Reads are about reads of values that were written more than once. Each of these
	// was read from one of the transactions that wrote it.
	Reads []Source
	// Cycle is a forbidden cycle whose edges marked Assumed follow from Assume. It
	// is empty if the step follows from earlier ones by unit propagation: with all
	// of Assume, each earlier step in turn leaves one order open and so forces its
	// opposite, until a step has none left.
	Cycle dependency.Cycle
}

// Order says that transaction Before arbitrates before transaction After; both
// write a key in common.
type Order struct{ Before, After int32 }

// Not returns the opposite order: of two transactions one is first.
func (o Order) Not() Order { return Order{Before: o.After, After: o.Before} }

// UnusableError says why a history cannot be judged.
type UnusableError struct {
	Problem history.Problem
}

// Error returns the problem with its position.
func (e *UnusableError) Error() string { return e.Problem.String() }

// Options are the budgets of a check and the choices of interpretation.
type Options struct {
	Lists axioms.Lists
	// MaxSteps bounds the steps of the search, 0 for no bound. A step is an edge
	// looked at; a few hundred million are a second.
	MaxSteps int64
	// MaxMemory bounds the memory of an engine in bytes, 0 for no bound.
	MaxMemory int64
	// Progress, unless nil, is told what begins, and how many of how many models
	// have a verdict. It is called by the goroutine that judges.
	Progress func(what string, done, total int)
	// Object is the kind of the objects in histories of single operations; nil finds
	// it by what is done to them.
	Object *linear.Object

	// Survey says that what is violated will be surveyed. The verdict on a weak model that
	// was decided last keeps what the engine has collected, which takes about as much
	// memory as the history, until [Survey] takes it.
	Survey bool

	// transactions keeps the engines for single objects out: a smaller part of a
	// history must be decided as the whole was.
	transactions bool
	// sweeps has what reads force collected in windows however small the history is.
	sweeps bool
}

// internalError is a bug of visar: evidence that does not stand.
func internalError(v *Verdict, why string) error {
	return fmt.Errorf("internal error: the evidence for %s %s does not stand: %s; please report this with the history",
		v.Model.Name, v.Outcome, why)
}
