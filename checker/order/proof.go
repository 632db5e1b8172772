package order

import "slices"

// noLemma marks clauses of the problem, which need no proof.
const noLemma int32 = -1

// record is a lemma as the search notes it down: guarded edges only, and what it
// was derived from. What lies between the edges is found again when the proof
// is written, for the few lemmas that turn out to matter.
type record struct {
	clause []Lit
	cycle  bool    // edges are in order around a cycle
	pair   int32   // edges lead from one end of this pair to the other, or none
	edges  []int32 // guarded edges
	// uses lists the lemmas that a derived clause was resolved from, and, as
	// complements, the variables whose values needed no decision.
	uses []int32
}

// proofLog collects records while the search runs. Without on it does nothing.
type proofLog struct {
	on      bool
	records []record
	uses    []int32
	bytes   int64
}

func (p *proofLog) add(r record) int32 {
	p.bytes += recordBytes + 4*int64(len(r.clause)+len(r.edges)+len(r.uses))
	p.records = append(p.records, r)
	return int32(len(p.records) - 1)
}

// recordBytes is what a record takes besides its lists.
const recordBytes = 88

func (p *proofLog) addCycle(lits []Lit, closing int32, path []int32) int32 {
	if !p.on {
		return noLemma
	}
	edges := append([]int32{closing}, path...)
	return p.add(record{clause: slices.Clone(lits), cycle: true, pair: none, edges: edges})
}

func (p *proofLog) addPath(lits []Lit, pair int32, path []int32) int32 {
	if !p.on {
		return noLemma
	}
	return p.add(record{clause: slices.Clone(lits), pair: pair, edges: slices.Clone(path)})
}

// begin starts to note what the next derived clause uses.
func (p *proofLog) begin(lemma int32) {
	p.uses = p.uses[:0]
	p.use(lemma)
}

func (p *proofLog) use(lemma int32) {
	if p.on && lemma != noLemma {
		p.uses = append(p.uses, lemma)
	}
}

// useValue notes that the value of v, set before any decision, was used.
func (p *proofLog) useValue(v int32) {
	if p.on {
		p.uses = append(p.uses, ^v)
	}
}

func (p *proofLog) addDerived(lits []Lit) int32 {
	if !p.on {
		return noLemma
	}
	return p.add(record{clause: slices.Clone(lits), pair: none, uses: slices.Clone(p.uses)})
}

// refute ends the proof after a conflict that needs no decision.
func (s *search) refute() {
	if len(s.conflict) == 0 && s.conflictLemma != noLemma {
		return // a cycle or path without guards is the empty clause itself
	}
	s.proof.begin(s.conflictLemma)
	for _, l := range s.conflict {
		s.proof.useValue(l.Var())
	}
	s.proof.addDerived(nil)
}

// needed marks the records that the last one rests on.
//
// What a record uses was noted before it, so one pass from the end suffices.
func (s *search) needed() []bool {
	need := make([]bool, len(s.proof.records))
	need[len(need)-1] = true
	done := make([]bool, len(s.level))
	for i := len(need) - 1; i >= 0; i-- {
		if !need[i] {
			continue
		}
		for _, u := range s.proof.records[i].uses {
			if u >= 0 {
				need[u] = true
			} else {
				s.needValue(^u, need, done)
			}
		}
	}
	return need
}

// needValue marks the records behind the value of v, which was set before any
// decision.
func (s *search) needValue(v int32, need, done []bool) {
	stack := []int32{v}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if done[v] {
			continue
		}
		done[v] = true
		c := s.reason[v]
		if lemma := s.clauses[c].lemma; lemma != noLemma {
			need[lemma] = true
		}
		for _, l := range s.literals(c)[1:] {
			stack = append(stack, l.Var())
		}
	}
}

// lemmas writes the proof.
func (s *search) lemmas() []Lemma {
	if !s.proof.on {
		return nil
	}
	var out []Lemma
	w := lemmaWriter{graph: s.graph, pairs: &s.pairs, seen: newRegion(s.graph.nodes)}
	for i, need := range s.needed() {
		if need {
			out = append(out, w.lemma(&s.proof.records[i]))
		}
	}
	return out
}
