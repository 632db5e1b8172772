package order

import (
	"cmp"
	"math"
	"slices"
)

// Variables that need no decision stay open. Their values are implied: those
// whose edges lead forward in the order. So the graph is acyclic with them, and
// what remains is to see whether the clauses hold and no forbidden pair is
// joined.

// finding is the result of a look at the values that hold.
type finding int8

const (
	sound         finding = iota // nothing is wrong with them
	excluded                     // something was, and cannot be again
	contradiction                // what is wrong is the conflict now
)

// implies reports whether l is open and the order implies it.
func (s *search) implies(l Lit) bool { return s.value[l] == 0 && s.agreed[l.Var()] == l }

// holds reports whether l is true or, if that counts, implied.
func (s *search) holds(l Lit) bool { return s.value[l] == isTrue || s.implying && s.implies(l) }

// examine looks whether the values that hold make a solution; why is not empty
// if a bound is met before that is known. Before the first decision implied
// values do not count: a path without choices refutes the problem.
func (s *search) examine(b *bounds) (found finding, why string) {
	if s.implying && s.bumpFailing() {
		return excluded, ""
	}
	if len(s.pairs.from) == 0 {
		return sound, ""
	}
	joined, why := s.joinedPairs(b)
	if why != "" || len(joined) == 0 {
		return sound, why
	}
	if !s.excludeAll(joined) {
		return contradiction, ""
	}
	return excluded, ""
}

// bumpFailing makes the variables of the problem's clauses in which no literal
// holds ask for a decision. It reports whether there is such a clause.
func (s *search) bumpFailing() bool {
	failing := false
	for id := range s.clauses {
		if s.clauses[id].learnt {
			continue // those follow from the others, the graph and the pairs
		}
		lits := s.literals(int32(id))
		s.stats.Steps++
		if slices.ContainsFunc(lits, s.holds) {
			continue
		}
		failing = true
		for _, l := range lits {
			s.bump(l.Var())
		}
	}
	return failing
}

// excludeAll learns a clause against each of the joined pairs. It leaves a conflict
// and returns false if one of them cannot be avoided.
//
// Learning from one at a time would take as many rounds as there are paths.
func (s *search) excludeAll(joined []int32) bool {
	lits, lemmas := make([][]Lit, len(joined)), make([]int32, len(joined))
	for i, q := range joined {
		clause, lemma := s.pathClause(q, s.implying)
		if len(clause) == 0 {
			s.setConflict(clause, lemma)
			return false
		}
		lits[i], lemmas[i] = slices.Clone(clause), lemma
	}
	for i := range lits {
		if !s.exclude(lits[i], lemmas[i]) {
			return false
		}
	}
	return true
}

// exclude learns a clause that did not hold a moment ago: it watches, forces or
// is a conflict by what holds now.
func (s *search) exclude(lits []Lit, lemma int32) bool {
	slices.SortStableFunc(lits, func(a, b Lit) int { return cmp.Compare(s.depth(b), s.depth(a)) })
	if s.value[lits[0]] == isFalse {
		s.stats.Conflicts++
		s.setConflict(lits, lemma)
		return s.resolve()
	}
	for _, l := range lits {
		s.bump(l.Var())
	}
	s.queue.decay()
	s.stats.Conflicts++
	s.stats.Learnt++
	id := s.store(clause{lemma: lemma, learnt: true, levels: s.countLevels(lits), activity: s.learning.weight}, lits)
	if s.value[lits[0]] == 0 && (len(lits) == 1 || s.value[lits[1]] == isFalse) {
		s.assert(lits, id)
	}
	return true
}

// depth is the decision level at which l became false, beyond all others while it
// is not.
func (s *search) depth(l Lit) int32 {
	if s.value[l] != isFalse {
		return math.MaxInt32
	}
	return s.level[l.Var()]
}
