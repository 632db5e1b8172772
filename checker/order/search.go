package order

import "slices"

// none stands for no clause, and for no reason of a value that was decided.
const none int32 = -1

// byGraph is the reason of a value forced by the graph, until a clause that
// says why is asked for.
const byGraph int32 = -2

// Values of a literal; 0 is open.
const (
	isTrue  int8 = 1
	isFalse int8 = -1
)

// search is one run of the conflict-driven search.
type search struct {
	clauseStore
	graph    *graph
	pairs    pairs
	finder   pathFinder
	leaving  rows // by node: guarded edges that leave it, present or not
	arriving rows // by node: guarded edges that enter it, present or not

	value  []int8  // by literal
	level  []int32 // by variable: decision level of its value
	since  []int32 // by variable: the first level at which its value was forced
	reason []int32 // by variable: the clause that forced it, none or byGraph
	cause  []cause // by variable: why the graph forced it
	trail  []Lit   // true literals in order
	again  []Lit   // scratch of backtrack
	marks  []int32 // by decision level: length of the trail before it

	clauseHead int     // literals of the trail seen by the clauses
	graphHead  int     // literals of the trail seen by the graph
	entered    []int32 // by literal of the trail: edges present before its own

	queue    varQueue
	agreed   []Lit   // by variable: a literal that agrees with the order, or unknown
	unsure   []int32 // open variables of which it is unknown, and others
	isUnsure []bool  // by variable: it is in unsure
	moved    region  // nodes whose place changed since the last review
	implying bool    // open variables count with the values that the order implies
	learning learning
	proof    proofLog

	conflict      []Lit // literals all false that cannot be
	conflictLemma int32

	sinceRestart int64
	forgetAt     int
	stats        Stats
}

// cause is why the graph forced a value: the edge that would have closed a cycle
// with those present before, and how many these were.
type cause struct {
	closing int32
	before  int32
}

// newSearch prepares a search that starts from the given topological order of
// the unguarded edges.
func newSearch(p *Problem, order []int32, proof bool) *search {
	s := &search{
		graph:    newGraph(p, order),
		pairs:    newPairs(p),
		value:    make([]int8, 2*p.Vars),
		level:    make([]int32, p.Vars),
		since:    make([]int32, p.Vars),
		reason:   make([]int32, p.Vars),
		cause:    make([]cause, p.Vars),
		queue:    newVarQueue(p.Vars),
		agreed:   make([]Lit, p.Vars),
		isUnsure: make([]bool, p.Vars),
		moved:    newRegion(p.Nodes),
		learning: newLearning(p.Vars),
		proof:    proofLog{on: proof},
		finder:   pathFinder{seen: newRegion(p.Nodes)},
	}
	s.watches = make([][]watch, 2*p.Vars)
	for v := int32(p.Vars) - 1; v >= 0; v-- {
		s.agreed[v] = unknown
		s.doubt(v)
	}
	s.moved.clear()
	guarded := len(s.graph.guard)
	s.leaving = makeRows(p.Nodes, guarded, func(e int) int32 { return s.graph.from[e] }, index)
	s.arriving = makeRows(p.Nodes, guarded, func(e int) int32 { return s.graph.to[e] }, index)
	s.forgetAt = 2000 + (len(p.Clauses)+p.Vars)/4
	return s
}

// run searches until it has an answer, or until a bound of b is met: then it
// returns Undecided and which.
func (s *search) run(p *Problem, b bounds) (Outcome, string) {
	b.held = s.memory
	ok := s.load(p.Clauses)
	for {
		if !ok {
			s.stats.Conflicts++
			s.sinceRestart++
			if !s.resolve() {
				s.refute()
				return Unsatisfiable, ""
			}
		}
		if why := b.met(s.stats.Conflicts, s.steps()); why != "" {
			return Undecided, why
		}
		if ok = s.propagate(); !ok {
			continue
		}
		if s.tidy(); s.clauseHead < len(s.trail) {
			continue
		}
		if s.implying && s.decide() {
			continue
		}
		found, why := s.examine(&b)
		switch {
		case why != "":
			return Undecided, why
		case found == contradiction:
			ok = false
		case found == sound && s.implying:
			return Satisfied, ""
		case found == sound:
			s.implying = true
		}
	}
}

// steps counts what was looked at by clauses and graph.
func (s *search) steps() int64 { return s.stats.Steps + s.graph.steps }

// memory returns about how many bytes clauses and proof take.
func (s *search) memory() int64 {
	return 4*int64(len(s.lits)) + clauseBytes*int64(len(s.clauses)) + s.proof.bytes
}

// clauseBytes is what a clause takes besides its literals, its watches included.
const clauseBytes = 56

// counts returns what the search did.
func (s *search) counts() Stats {
	c := s.stats
	c.Components, c.Steps, c.Reorders = 1, s.steps(), s.graph.reorders
	return c
}

// load stores the problem's clauses without repeated literals and those that
// are always true; none of them is empty. It returns false, with the conflict set, if
// single literals contradict each other.
func (s *search) load(clauses [][]Lit) bool {
	var lits []Lit
	for _, c := range clauses {
		var always bool
		if lits, always = s.learning.distinct(lits[:0], c); always {
			continue
		}
		if len(lits) == 1 && s.value[lits[0]] == isFalse {
			s.setConflict(lits, noLemma)
			return false
		}
		id := s.store(clause{lemma: noLemma}, lits)
		if len(lits) == 1 && s.value[lits[0]] == 0 {
			s.assign(lits[0], id)
		}
	}
	return true
}

// assign makes l true at the current decision level.
func (s *search) assign(l Lit, reason int32) {
	s.value[l], s.value[l.Not()] = isTrue, isFalse
	s.level[l.Var()] = int32(len(s.marks))
	s.since[l.Var()] = int32(len(s.marks))
	s.reason[l.Var()] = reason
	s.trail = append(s.trail, l)
}

// propagate draws what follows from the values so far. It returns false, with
// the conflict set, if they contradict each other.
func (s *search) propagate() bool {
	for {
		if c := s.propagateClauses(); c != none {
			s.learning.use(&s.clauseStore, c)
			s.setConflict(s.literals(c), s.clauses[c].lemma)
			return false
		}
		if s.graphHead == len(s.trail) {
			return true
		}
		if !s.enterGraph() {
			return false
		}
	}
}

func (s *search) setConflict(lits []Lit, lemma int32) {
	s.conflict = append(s.conflict[:0], lits...)
	s.conflictLemma = lemma
}

// backtrack takes back all values of decision levels above level, but for those
// that were forced at or below it.
func (s *search) backtrack(level int) {
	if level >= len(s.marks) {
		return
	}
	length := int(s.marks[level])
	again := s.again[:0]
	for i := len(s.trail) - 1; i >= length; i-- {
		l := s.trail[i]
		s.value[l], s.value[l.Not()] = 0, 0
		s.release(l.Var())
		if int(s.since[l.Var()]) <= level {
			again = append(again, l)
		}
	}
	if s.graphHead > length {
		s.graph.removeTo(int(s.entered[length]))
		s.entered = s.entered[:length]
		s.graphHead = length
	}
	s.clauseHead = min(s.clauseHead, length)
	s.trail = s.trail[:length]
	s.marks = s.marks[:level]
	for _, l := range slices.Backward(again) {
		since := s.since[l.Var()]
		s.assign(l, s.reason[l.Var()])
		s.since[l.Var()] = since
	}
	s.again = again
}

// tidy restarts and forgets when it is time to.
func (s *search) tidy() {
	if s.sinceRestart >= 64*luby(s.stats.Restarts) {
		s.stats.Restarts++
		s.sinceRestart = 0
		s.backtrack(0)
	}
	if s.learnt >= s.forgetAt {
		s.forget()
		s.forgetAt = s.forgetAt*11/10 + 100
	}
}

// luby returns the i-th number, from 0, of the sequence 1 1 2 1 1 2 4 ... (Luby,
// Sinclair and Zuckerman 1993).
func luby(i int64) int64 {
	size, power := int64(1), int64(1)
	for size < i+1 {
		size, power = 2*size+1, 2*power
	}
	for size-1 != i {
		size, power = (size-1)/2, power/2
		i %= size
	}
	return power
}
