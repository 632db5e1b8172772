package order

// clause is a disjunction of literals stored in clauseStore.lits. The first two
// are watched: while the clause has no true literal, they are the last two to
// become false. A clause that forces a literal has it first.
type clause struct {
	start, size int32
	lemma       int32 // its record in the proof, or noLemma
	levels      int32 // decision levels among its literals when it was learnt
	activity    float32
	learnt      bool
}

// watch says that a clause watches a literal. While other is true, the clause
// need not be looked at.
type watch struct {
	clause int32
	other  Lit
}

// clauseStore owns the clauses and their watches.
type clauseStore struct {
	clauses []clause
	lits    []Lit
	watches [][]watch // by literal: the clauses to look at once it is true
	learnt  int
}

// literals returns the literals of clause c, which the search may permute.
func (s *clauseStore) literals(c int32) []Lit {
	h := &s.clauses[c]
	return s.lits[h.start : h.start+h.size]
}

// store copies a clause and returns its number. A clause of two or more
// literals is watched by its first two.
func (s *clauseStore) store(c clause, lits []Lit) int32 {
	id := int32(len(s.clauses))
	c.start, c.size = int32(len(s.lits)), int32(len(lits))
	s.clauses = append(s.clauses, c)
	s.lits = append(s.lits, lits...)
	if c.learnt {
		s.learnt++
	}
	s.attach(id)
	return id
}

func (s *clauseStore) attach(id int32) {
	if l := s.literals(id); len(l) >= 2 {
		s.watches[l[0].Not()] = append(s.watches[l[0].Not()], watch{id, l[1]})
		s.watches[l[1].Not()] = append(s.watches[l[1].Not()], watch{id, l[0]})
	}
}

// propagateClauses lets the clauses force literals until nothing changes.
// It returns a clause whose literals are all false, or none.
func (s *search) propagateClauses() int32 {
	for s.clauseHead < len(s.trail) {
		l := s.trail[s.clauseHead]
		s.clauseHead++
		if c := s.visitWatches(l); c != none {
			return c
		}
	}
	return none
}

// visitWatches looks at the clauses that watch the negation of l, which has
// become true.
func (s *search) visitWatches(l Lit) int32 {
	list := s.watches[l]
	s.stats.Steps += int64(len(list))
	kept := 0
	for i, w := range list {
		if s.value[w.other] == isTrue {
			list[kept] = w
			kept++
			continue
		}
		first, moved := s.visit(w.clause, l.Not())
		if moved {
			continue
		}
		list[kept] = watch{w.clause, first}
		kept++
		if s.value[first] == isTrue {
			continue
		}
		if s.value[first] == isFalse {
			kept += copy(list[kept:], list[i+1:])
			s.watches[l] = list[:kept]
			return w.clause
		}
		s.stats.Propagations++
		s.assign(first, w.clause)
	}
	s.watches[l] = list[:kept]
	return none
}

// visit gives clause c another literal to watch than gone, which is false. If
// there is none, moved is false and first is the only literal that may still
// be true.
func (s *search) visit(c int32, gone Lit) (first Lit, moved bool) {
	lits := s.literals(c)
	if lits[0] == gone {
		lits[0], lits[1] = lits[1], lits[0]
	}
	first = lits[0]
	if s.value[first] == isTrue {
		return first, false
	}
	for k := 2; k < len(lits); k++ {
		if s.value[lits[k]] != isFalse {
			lits[1], lits[k] = lits[k], lits[1]
			s.watches[lits[1].Not()] = append(s.watches[lits[1].Not()], watch{c, first})
			return first, true
		}
	}
	return first, false
}
