package checker

import (
	"slices"

	"visar/axioms"
)

// firstExecution returns an execution that a first guess at the order of versions
// gives: the preferred order, what is known arranged as near to it as can be, or the
// order of the recording where it is another.
// Mostly one serves, and then nothing needs to be forced or searched, however
// many orders of writers are open. It takes time near-linear in the history.
func (s *saturation) firstExecution() *axioms.Execution {
	if s.shape.forbids() && !s.guessable() {
		return s.validExecution()
	}
	if !s.guessable() {
		return nil
	}
	if last := s.lastOrder(); last != nil {
		if e := s.executionBy(last); e != nil {
			return e
		}
	}
	if s.shared.misguesses(s.set) {
		return nil
	}
	if e := s.executionAsRecorded(); e != nil {
		return e
	}
	s.shared.misguess(s.set)
	return nil
}

// guessed returns the engine of the first execution.
func (s *saturation) guessed() string {
	if s.replayed != nil {
		return replayEngine
	}
	return recordedOrder
}

// executionAsRecorded tries the orders that the recording gives.
func (s *saturation) executionAsRecorded() *axioms.Execution {
	if s.shape == shapeSI && s.onlyTailsOpen() {
		return s.executionOfTails()
	}
	if e := s.executionBy(s.rank); e != nil {
		return e
	}
	known := s.knownRank()
	if known == nil {
		return nil // what is known has a cycle
	}
	if e := s.executionBy(known); e != nil {
		return e
	}
	if recorded := s.rankOf(func(n int32) int64 { return int64(n) }); !slices.Equal(recorded, s.rank) {
		return s.executionBy(recorded)
	}
	return nil
}

// executionOfTails returns an execution by a replay near to the preferred order, where
// only the order of appends that nobody read is open. Under snapshot isolation writers
// of a key do not overlap. The moments of commits alone do not keep them apart: of a
// million transactions there mostly are some that ended in another order than they
// took effect. A replay keeps them apart.
func (s *saturation) executionOfTails() *axioms.Execution {
	rank := s.knownRank()
	if rank == nil || !s.mayReplay() || !s.replay(nil, nil, rank) {
		return nil
	}
	return s.execution(s.replayed)
}

// executionBy returns the execution with versions in the order of a rank, if the
// model admits it.
func (s *saturation) executionBy(rank []int32) *axioms.Execution {
	s.st.Guesses++
	if ports, ok := newGuess(s.polygraph, rank).order(); ok {
		return s.execution(ports)
	}
	return nil
}

// knownRank ranks ports by the order that is nearest to the preferred one and agrees
// with what is known, or returns nil if there is none: the ends of transactions that
// ran side by side are often in another order than what they wrote.
func (s *saturation) knownRank() []int32 {
	order := s.ranked()
	if len(order) < int(s.total) {
		return nil
	}
	rank := make([]int32, s.total)
	for i, port := range order {
		rank[port] = int32(i)
	}
	return rank
}

// validExecution returns the execution that arbitrates by the preferred order, as
// far as what is known allows, if the axioms validate it: the way to check a
// guess where visibility is not transitive, or has list versions in it.
func (s *saturation) validExecution() *axioms.Execution {
	s.st.Guesses++
	ports := s.ranked()
	if len(ports) < int(s.total) {
		return nil // what is known has a cycle
	}
	if e := s.execution(ports); e.Validate(s.set) == nil {
		return e
	}
	return nil
}
