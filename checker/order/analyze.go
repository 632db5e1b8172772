package order

// learning is the workspace of conflict analysis.
type learning struct {
	seen    []bool // by variable
	marked  []int32
	clause  []Lit
	stack   []int32
	litMark []uint32 // by literal: round of its last appearance
	round   uint32
	perLvl  []uint32 // by decision level: round of its last appearance
	within  []bool   // by decision level: whether the clause to minimize has it
	weight  float32  // of one use of a clause
}

func newLearning(vars int) learning {
	return learning{seen: make([]bool, vars), litMark: make([]uint32, 2*vars),
		perLvl: make([]uint32, vars+1), within: make([]bool, vars+1), weight: 1}
}

func (w *learning) nextRound() {
	w.round++
	if w.round == 0 {
		clear(w.litMark)
		clear(w.perLvl)
		w.round = 1
	}
}

// distinct appends the literals of c to lits once each. always is true if c
// has a literal and its negation.
func (w *learning) distinct(lits, c []Lit) (out []Lit, always bool) {
	w.nextRound()
	for _, l := range c {
		if w.litMark[l.Not()] == w.round {
			return lits, true
		}
		if w.litMark[l] != w.round {
			w.litMark[l] = w.round
			lits = append(lits, l)
		}
	}
	return lits, false
}

// negations returns the negations of first, unless that is Base, and of the
// guards of edges, once each. The result is valid until the next call.
func (w *learning) negations(first Lit, edges []int32, guard []Lit) []Lit {
	w.nextRound()
	w.clause = w.clause[:0]
	add := func(l Lit) {
		if w.litMark[l] != w.round {
			w.litMark[l] = w.round
			w.clause = append(w.clause, l.Not())
		}
	}
	if first != Base {
		add(first)
	}
	for _, e := range edges {
		add(guard[e])
	}
	return w.clause
}

// countLevels returns the number of decision levels among lits.
func (s *search) countLevels(lits []Lit) int32 {
	w := &s.learning
	w.nextRound()
	n := int32(0)
	for _, l := range lits {
		if d := s.level[l.Var()]; w.perLvl[d] != w.round {
			w.perLvl[d] = w.round
			n++
		}
	}
	return n
}

// resolve learns from the conflict, goes back to where the learnt clause forces
// a value and sets it. It returns false if the conflict needs no decision.
//
// Values that were forced at a lower level than they are at stay when that is taken
// back, so that the learnt clause may be the next conflict there.
func (s *search) resolve() bool {
	for {
		top := int32(0)
		for _, l := range s.conflict {
			top = max(top, s.level[l.Var()])
		}
		if top == 0 {
			return false
		}
		s.backtrack(int(top))
		lits := s.analyze()
		lemma := s.proof.addDerived(lits)
		s.secondLatest(lits)
		levels := s.countLevels(lits)
		s.backtrack(s.goBack(lits, int(top)))
		s.stats.Learnt++
		id := s.store(clause{lemma: lemma, learnt: true, levels: levels, activity: s.learning.weight}, lits)
		s.queue.decay()
		s.learning.decay(&s.clauseStore)
		if s.value[lits[0]] != isFalse {
			s.assert(lits, id)
			return true
		}
		s.setConflict(lits, lemma)
	}
}

// farBack is how many decision levels a learnt clause may take back. Where they
// are more, most of them are about other parts of the graph, and would all be
// decided again.
var farBack = 100 // tests take another one

// goBack returns the level to go back to from level top for a learnt clause: the
// first at which it forces a value or, if that is far, the one before top (Nadel
// and Ryvchin, Chronological Backtracking, SAT 2018).
func (s *search) goBack(lits []Lit, top int) int {
	if back := int(s.forcedAt(lits)); top-back <= farBack {
		return back
	}
	return top - 1
}

// forcedAt is the level at which all of a clause but its first literal is false,
// the second being the last to become so.
func (s *search) forcedAt(lits []Lit) int32 {
	if len(lits) == 1 {
		return 0
	}
	return s.level[lits[1].Var()]
}

// assert makes the first literal of clause id true because all others are false.
func (s *search) assert(lits []Lit, id int32) {
	s.assign(lits[0], id)
	s.since[lits[0].Var()] = s.forcedAt(lits)
}

// analyze returns a clause that follows from the conflict and has one literal
// of the highest decision level, its first: the negation of a value through
// which all of that level's contribution passes (the first unique implication
// point). It leaves what it used with the proof.
func (s *search) analyze() []Lit {
	w := &s.learning
	out := []Lit{0}
	s.proof.begin(s.conflictLemma)
	open := s.scan(s.conflict, &out)
	i := len(s.trail)
	for {
		for i--; !w.seen[s.trail[i].Var()]; i-- {
		}
		l := s.trail[i]
		open--
		if open == 0 {
			out[0] = l.Not()
			break
		}
		c := s.reasonOf(l.Var())
		w.use(&s.clauseStore, c)
		s.proof.use(s.clauses[c].lemma)
		open += s.scan(s.literals(c)[1:], &out)
	}
	out = s.minimize(out)
	for _, v := range w.marked {
		w.seen[v] = false
	}
	w.marked = w.marked[:0]
	return out
}

// scan marks the variables of lits. Those of lower decision levels go to out; it
// returns the number of new ones at the current level.
func (s *search) scan(lits []Lit, out *[]Lit) int {
	n := 0
	for _, l := range lits {
		v := l.Var()
		if s.learning.seen[v] {
			continue
		}
		if s.level[v] == 0 {
			s.proof.useValue(v)
			continue
		}
		s.learning.mark(v)
		s.bump(v)
		if int(s.level[v]) == len(s.marks) {
			n++
		} else {
			*out = append(*out, l)
		}
	}
	return n
}

func (w *learning) mark(v int32) {
	w.seen[v] = true
	w.marked = append(w.marked, v)
}

// minimize drops literals that the others imply through reasons.
func (s *search) minimize(lits []Lit) []Lit {
	within := s.learning.within
	all := s.learning.marked
	for _, v := range all {
		within[s.level[v]] = true
	}
	kept := lits[:1]
	for _, l := range lits[1:] {
		if s.reason[l.Var()] == none || !s.implied(l.Var()) {
			kept = append(kept, l)
		}
	}
	for _, v := range all {
		within[s.level[v]] = false
	}
	return kept
}

// implied reports whether the value of v follows from marked variables alone. On
// success the variables between are marked too and their reasons used.
func (s *search) implied(v int32) bool {
	w := &s.learning
	first := len(w.marked)
	w.stack = append(w.stack[:0], v)
	for len(w.stack) > 0 {
		u := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		for _, l := range s.literals(s.reasonOf(u))[1:] {
			x := l.Var()
			if w.seen[x] || s.level[x] == 0 {
				continue
			}
			if s.reason[x] == none || !w.within[s.level[x]] {
				for _, y := range w.marked[first:] {
					w.seen[y] = false
				}
				w.marked = w.marked[:first]
				return false
			}
			w.mark(x)
			w.stack = append(w.stack, x)
		}
	}
	s.useReasons(v, w.marked[first:])
	return true
}

// useReasons notes for the proof that the values of v and between followed from
// their reasons.
func (s *search) useReasons(v int32, between []int32) {
	if !s.proof.on {
		return
	}
	s.useReason(v)
	for _, u := range between {
		s.useReason(u)
	}
}

func (s *search) useReason(v int32) {
	c := s.reasonOf(v)
	s.proof.use(s.clauses[c].lemma)
	for _, l := range s.literals(c)[1:] {
		if s.level[l.Var()] == 0 {
			s.proof.useValue(l.Var())
		}
	}
}

// clauseDecay makes a use of a clause count twice as much as one about 700
// conflicts ago.
const clauseDecay = 0.999

// use makes clause c more worth keeping.
func (w *learning) use(s *clauseStore, c int32) {
	if s.clauses[c].learnt {
		s.clauses[c].activity += w.weight
	}
}

func (w *learning) decay(s *clauseStore) {
	if w.weight /= clauseDecay; w.weight < 1e20 {
		return
	}
	w.weight *= 1e-20
	for i := range s.clauses {
		s.clauses[i].activity *= 1e-20
	}
}
