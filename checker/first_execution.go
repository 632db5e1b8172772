package checker

import (
	"slices"

	"visar/axioms"
)

// firstExecution returns an execution that a first guess at the order of versions
// gives: the preferred order, or that of the recording where it is another.
// Mostly one serves, and then nothing needs to be forced or searched, however
// many orders of writers are open. It takes time near-linear in the history.
func (s *saturation) firstExecution() *axioms.Execution {
	if s.shape.forbids() && !s.guessable() {
		return s.validExecution()
	}
	if !s.guessable() {
		return nil
	}
	recorded := s.rankOf(func(n int32) int64 { return int64(n) })
	for i, rank := range [][]int32{s.rank, recorded} {
		if i > 0 && slices.Equal(rank, s.rank) {
			break
		}
		s.st.Guesses++
		if ports, ok := newGuess(s.polygraph, rank).order(); ok {
			return s.execution(ports)
		}
	}
	return nil
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
