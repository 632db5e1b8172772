package order

import "fmt"

// verifyEvidence checks that the steps and pairs of the theory lemmas are in
// the problem, in one pass over each.
func verifyEvidence(p *Problem, proof []Lemma) error {
	edges, pairs := map[Step]bool{}, map[Step]bool{}
	for i := range proof {
		for _, s := range proof[i].Cycle {
			edges[s] = false
		}
		for _, s := range proof[i].Path {
			edges[s] = false
		}
		if f := proof[i].Forbidden; f != nil {
			pairs[Step{f.Lit, f.Edge}] = false
		}
	}
	found(edges, Base, p.Edges)
	found(edges, Outside, p.Outside)
	foundGuarded(edges, p.Guarded)
	found(pairs, Base, p.Forbidden)
	foundGuarded(pairs, p.GuardedForbidden)
	for i := range proof {
		for _, s := range append(proof[i].Cycle[:len(proof[i].Cycle):len(proof[i].Cycle)], proof[i].Path...) {
			if !edges[s] {
				return fmt.Errorf("lemma %d: the problem has no edge %d to %d with guard %d", i, s.From, s.To, s.Guard)
			}
		}
		if f := proof[i].Forbidden; f != nil && !pairs[Step{f.Lit, f.Edge}] {
			return fmt.Errorf("lemma %d: the problem has no forbidden pair %d, %d with guard %d", i, f.From, f.To, f.Lit)
		}
	}
	return nil
}

func found(wanted map[Step]bool, guard Lit, edges []Edge) {
	for _, e := range edges {
		if _, ok := wanted[Step{guard, e}]; ok {
			wanted[Step{guard, e}] = true
		}
	}
}

func foundGuarded(wanted map[Step]bool, edges []GuardedEdge) {
	for _, e := range edges {
		if _, ok := wanted[Step{e.Lit, e.Edge}]; ok {
			wanted[Step{e.Lit, e.Edge}] = true
		}
	}
}

// units does unit propagation over a growing list of clauses. What follows
// without an assumption stays set.
type units struct {
	clauses [][]Lit
	watched [][]int32 // by literal: clauses that wait for it to become false
	value   []int8    // by literal: 1 true, -1 false
	trail   []Lit
	done    int
	failed  bool // the clauses contradict each other without an assumption
}

func newUnits(p *Problem) *units {
	u := &units{watched: make([][]int32, 2*p.Vars), value: make([]int8, 2*p.Vars)}
	for _, c := range p.Clauses {
		u.add(c)
	}
	return u
}

// refutes reports whether taking all of lits as false leads to a contradiction.
func (u *units) refutes(lits []Lit) bool {
	if u.failed {
		return true
	}
	length := len(u.trail)
	contradiction := false
	for _, l := range lits {
		contradiction = contradiction || !u.set(l.Not())
	}
	contradiction = contradiction || !u.propagate()
	for _, l := range u.trail[length:] {
		u.value[l], u.value[l.Not()] = 0, 0
	}
	u.trail = u.trail[:length]
	u.done = length
	return contradiction
}

// add adds a clause and what follows from it.
func (u *units) add(lits []Lit) {
	c := make([]Lit, 0, len(lits))
	here := map[Lit]bool{}
	for _, l := range lits {
		if here[l.Not()] || u.value[l] == 1 {
			return // always true
		}
		if !here[l] && u.value[l] == 0 {
			here[l] = true
			c = append(c, l)
		}
	}
	switch len(c) {
	case 0:
		u.failed = true
	case 1:
		if !u.set(c[0]) || !u.propagate() {
			u.failed = true
		}
	default:
		id := int32(len(u.clauses))
		u.clauses = append(u.clauses, c)
		u.watched[c[0]] = append(u.watched[c[0]], id)
		u.watched[c[1]] = append(u.watched[c[1]], id)
	}
}

// set makes l true; it returns false if l is false.
func (u *units) set(l Lit) bool {
	if u.value[l] == 0 {
		u.value[l], u.value[l.Not()] = 1, -1
		u.trail = append(u.trail, l)
	}
	return u.value[l] == 1
}

// propagate sets what is forced and returns false on a contradiction.
func (u *units) propagate() bool {
	for ; u.done < len(u.trail); u.done++ {
		gone := u.trail[u.done].Not()
		waiting := u.watched[gone]
		kept := waiting[:0]
		ok := true
		for _, id := range waiting {
			moved := false
			if ok {
				moved, ok = u.visit(u.clauses[id], id, gone)
			}
			if !moved {
				kept = append(kept, id)
			}
		}
		u.watched[gone] = kept
		if !ok {
			return false
		}
	}
	return true
}

// visit looks for another literal than gone for clause id to wait for. If there
// is none the clause forces its other watched literal; ok is false if that is
// false already.
func (u *units) visit(c []Lit, id int32, gone Lit) (moved, ok bool) {
	if c[0] == gone {
		c[0], c[1] = c[1], c[0]
	}
	if u.value[c[0]] == 1 {
		return false, true
	}
	for k := 2; k < len(c); k++ {
		if u.value[c[k]] != -1 {
			c[1], c[k] = c[k], c[1]
			u.watched[c[1]] = append(u.watched[c[1]], id)
			return true, true
		}
	}
	return false, u.set(c[0])
}
