package order

// Outcome is the answer to a [Problem].
type Outcome int8

// The three outcomes. Undecided means that a budget ran out or the context
// ended; it is never a guess.
const (
	Undecided Outcome = iota
	Satisfied
	Unsatisfiable
)

// String returns the outcome in lower case.
func (o Outcome) String() string {
	switch o {
	case Satisfied:
		return "satisfied"
	case Unsatisfiable:
		return "unsatisfiable"
	}
	return "undecided"
}

// Options bounds the work of [Solve]. The zero value sets no bound and keeps no
// proof.
type Options struct {
	// MaxConflicts bounds how often the search may run into a contradiction;
	// 0 is no bound.
	MaxConflicts int64
	// MaxSteps bounds the edges and watched clauses looked at, a measure of time
	// that does not depend on the machine; 0 is no bound. It may be exceeded by
	// the cost of one search through the graph.
	MaxSteps int64
	// MaxMemory bounds what the search holds for clauses and proofs, in bytes; 0 is no
	// bound. The problem itself is not counted.
	MaxMemory int64
	// Proof keeps what is needed to return a proof of unsatisfiability. The
	// memory for it grows with the number of conflicts.
	Proof bool
}

// Result is the answer with its evidence.
type Result struct {
	Outcome Outcome
	// Reason says, when Undecided, which bound was met and how much was open.
	Reason string
	// Order lists, when Satisfied, all nodes such that each present edge leads
	// forward.
	Order []int32
	// True has, when Satisfied, the value of each variable.
	True []bool
	// Proof has, when Unsatisfiable and asked for, lemmas of which each follows
	// from the problem and those before it, and the last is the empty clause.
	Proof []Lemma
	Stats Stats
}

// Stats counts what the search did.
type Stats struct {
	Components         int   // parts decided apart
	Decisions          int64 // values tried
	Conflicts          int64 // contradictions met
	Propagations       int64 // values forced by clauses
	TheoryPropagations int64 // values forced by the graph
	Restarts           int64
	Learnt             int64 // clauses learnt
	Deleted            int64 // learnt clauses dropped again
	Reorders           int64 // edges that changed the topological order
	Steps              int64 // edges and watched clauses looked at
}

// add sums the counts of two parts.
func (s *Stats) add(t Stats) {
	s.Components += t.Components
	s.Decisions += t.Decisions
	s.Conflicts += t.Conflicts
	s.Propagations += t.Propagations
	s.TheoryPropagations += t.TheoryPropagations
	s.Restarts += t.Restarts
	s.Learnt += t.Learnt
	s.Deleted += t.Deleted
	s.Reorders += t.Reorders
	s.Steps += t.Steps
}

// Step is one edge of a cycle or path, with what guards it: a literal, [Base]
// or [Outside].
type Step struct {
	Guard Lit
	Edge
}

// Lemma is a clause that every solution fulfils. It is one of three kinds.
//
//   - Cycle is set: these steps, each starting where the one before ends and the
//     last ending where the first starts, cannot all be present. Clause is the
//     negation of their guards.
//   - Path is set: these steps lead from Forbidden.From to Forbidden.To. Clause
//     is the negation of their guards and of Forbidden.Lit, which is [Base] for
//     a pair that is always forbidden.
//   - Derived is set: Clause follows from Problem.Clauses and the lemmas before
//     by unit propagation alone: when all its literals are taken as false,
//     setting what single remaining literals force ends in a contradiction.
//
// Each literal appears once in Clause.
type Lemma struct {
	Clause    []Lit
	Cycle     []Step
	Path      []Step
	Forbidden *GuardedEdge
	Derived   bool
}
