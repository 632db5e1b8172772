package checker

import (
	"fmt"
	"slices"

	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// Source says whom a read is taken to have read from, where several transactions
// wrote its value.
type Source struct {
	Read   int32 // the operation
	Writer int32 // a transaction, or dependency.Init for the initial value
	// Not says, in a step of a proof, that it was read from another one.
	Not bool
}

// sourceSearch decides a history in which some values were written more than
// once, so that it is a choice from whom some reads have them. The engines decide
// each way to choose; what a refutation names of it cannot be chosen together
// again (a nogood), and the solver of package order finds a way that agrees with
// all nogoods and otherwise changes little. When there is none, the nogoods are
// the proof.
//
// A history is decided first without those reads: what refutes that refutes all.
// Then each is taken to be from the latest candidate before the reader in the
// execution found, which is right for most. Each way costs a decision, so that
// the price is that of one for each wrong guess, and exponential at the worst.
// After a few wrong ones the order solver is asked, in small histories, for
// sources and orders at once. If it says that there are none, what it needs for
// that is kept of the reads, and the search over so few finds the proof.
type sourceSearch struct {
	*job
	// same has, for each ambiguous read, the one with which it shares its source:
	// under INT and EXT a read that repeats another says nothing of its own.
	same   []int32
	chosen []int32 // by ambiguous read: a node or Init
	place  []int32 // by node: its place in the guessed arbitration
	before []int32 // by node: how much of that it sees
	byRank map[*int32][]int32
	known  *nogoods
	list   []nogood // those of known that hold under the job's axioms
	tried  int
	active []bool // by ambiguous read: it is chosen for, not left out
	solved bool   // the order solver was asked
}

const (
	// maxAssignments bounds the ways to choose that are decided.
	maxAssignments = 2000
	// patience is how many are decided before the order solver is asked.
	patience = 16
)

// decideSources decides a job with ambiguous reads. known holds what was learnt
// of the history under other axioms, and takes what is learnt now.
func (j *job) decideSources(known *nogoods) answer {
	if !j.has(axioms.INT | axioms.EXT) {
		known = &nogoods{}
	}
	s := &sourceSearch{job: j, known: known, list: known.of(j.set), byRank: map[*int32][]int32{}}
	a := s.under(slices.Repeat([]int32{dependency.Open}, len(j.r.Ambiguous)))
	switch {
	case a.outcome != Consistent:
		return a
	case j.has(axioms.EXT) && a.exec.Validate(j.set) == nil:
		// The execution explains those reads too.
		a.sources = sourcesIn(a.exec, j.r)
		return a
	}
	s.begin(a.exec)
	return s.search()
}

// begin makes the first choice, from an execution that disregards the ambiguous
// reads.
func (s *sourceSearch) begin(e *axioms.Execution) {
	s.tie()
	s.guess(e)
	s.active = slices.Repeat([]bool{true}, len(s.same))
}

// under decides the history with the given sources.
func (s *sourceSearch) under(sources []int32) answer {
	s.tried++
	j := *s.job
	j.r = s.r.Assign(sources)
	a := j.decide()
	a.stages.Reads, a.stages.Tried = len(s.r.Ambiguous), s.tried
	return a
}

// search decides one way to choose after the other.
func (s *sourceSearch) search() answer {
	for {
		if s.tried > patience && !s.solved && s.has(axioms.EXT) {
			s.solve()
		}
		if !s.choose() {
			return s.refutation()
		}
		a := s.under(s.effective())
		switch {
		case a.outcome == Consistent && s.complete(a.exec):
			a.sources = s.sources(a.exec)
			return a
		case a.outcome == Consistent:
			a.outcome, a.exec = Undecided, nil
			a.reason = "no choice of writers is possible by the search, and no proof of it was found"
			return a
		case a.outcome == Undecided:
			a.reason = fmt.Sprintf("%s; that is with one of several writers for each of %d reads", a.reason, len(s.chosen))
			return a
		}
		n := s.nogood(a.ref)
		if len(n.choices) == 0 {
			return a
		}
		s.list, s.known.list = append(s.list, n), append(s.known.list, n)
		if why := s.exhausted(); why != "" {
			a.outcome, a.ref = Undecided, nil
			a.reason = fmt.Sprintf("%s: the values of %d reads were written more than once, and %d ways to choose the writers are refuted",
				why, len(s.chosen), len(s.list))
			return a
		}
	}
}

// effective returns the chosen sources, Open where reads are left out.
func (s *sourceSearch) effective() []int32 {
	all := slices.Clone(s.chosen)
	for i := range all {
		if !s.active[i] {
			all[i] = dependency.Open
		}
	}
	return all
}

// complete reports whether an execution explains all reads.
func (s *sourceSearch) complete(e *axioms.Execution) bool {
	return !slices.Contains(s.active, false) || e.Validate(s.set) == nil
}

// exhausted says which bound is met, if one is.
func (s *sourceSearch) exhausted() string {
	switch {
	case s.ctx.Err() != nil:
		return "cancelled"
	case s.tried >= maxAssignments:
		return fmt.Sprintf("no more than %d ways are tried", maxAssignments)
	case s.opt.MaxSteps > 0 && int64(s.tried)*int64(s.h.NumOps()) > s.opt.MaxSteps:
		return fmt.Sprintf("the limit of %d steps ran out", s.opt.MaxSteps)
	}
	return ""
}

// tie finds which reads repeat another one.
func (s *sourceSearch) tie() {
	s.same = make([]int32, len(s.r.Ambiguous))
	for i := range s.same {
		s.same[i] = int32(i)
	}
	if !s.has(axioms.INT | axioms.EXT) {
		return
	}
	first := map[[2]int32]int32{}
	for i, a := range s.r.Ambiguous {
		at := [2]int32{a.Txn, s.h.OpKey(a.Op)}
		if f, ok := first[at]; ok {
			s.same[i] = f
		} else {
			first[at] = int32(i)
		}
	}
}

// sources names the writers that reads are from in an execution: under EXT those
// that it makes visible, which may be others than the chosen ones, and else the
// chosen ones, if the axioms ask for any.
func (s *sourceSearch) sources(e *axioms.Execution) []Source {
	switch {
	case s.has(axioms.EXT):
		return sourcesIn(e, s.r)
	case !s.has(axioms.COMMITTED):
		return nil
	}
	all := make([]Source, len(s.chosen))
	for i, n := range s.chosen {
		all[i] = Source{Read: s.r.Ambiguous[i].Op, Writer: s.r.TxnOf(n)}
	}
	return all
}

// nodeOf returns the node of a candidate.
func (s *sourceSearch) nodeOf(candidate int32) int32 {
	if candidate < 0 {
		return dependency.Init
	}
	return s.r.Node[candidate]
}

// choose changes the chosen sources so that no nogood is chosen. It returns false
// if that cannot be.
func (s *sourceSearch) choose() bool {
	p := s.problem(s.list)
	res, err := order.Solve(s.ctx, &p.Problem, order.Options{})
	if err != nil || res.Outcome == order.Unsatisfiable {
		return false
	}
	if res.Outcome == order.Satisfied {
		for _, i := range p.reads {
			s.chosen[i] = s.pick(i, p, res.True)
		}
		for i, f := range s.same {
			s.chosen[i] = s.chosen[f]
		}
	}
	return true
}

// pick returns the source of ambiguous read i: the one it has, if it may keep it,
// or the one that was likeliest by the guess of those that it may have.
func (s *sourceSearch) pick(i int32, p *sourceProblem, values []bool) int32 {
	may := func(n int32) bool {
		l, named := p.lits[choice{i, n}]
		return !named || values[l.Var()] == l.Positive()
	}
	if may(s.chosen[i]) {
		return s.chosen[i]
	}
	for _, n := range s.preferred(i) {
		if may(n) {
			return n
		}
	}
	return s.chosen[i] // the clause of the read excludes it
}
