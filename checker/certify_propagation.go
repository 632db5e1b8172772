package checker

import (
	"errors"
	"slices"
)

// propagation refutes assumptions by unit propagation over the steps of a proof.
// A variable is a pair of transactions or a read with one of its candidates. A
// literal is even for the order that has the smaller one first, or if the read is
// from the candidate, and its opposite is the odd one after it. A step is a
// clause, the opposites of what it assumes: one of them holds.
//
// Each clause is looked at only when one of two literals that it watches becomes
// false (Moskewicz et al., Chaff, DAC 2001).
type propagation struct {
	variables map[assumption]int32
	clauses   [][]int32
	watched   [][]int32 // by literal: the clauses that watch it
	truth     []truth   // by literal
	trail     []int32   // the literals that hold, in the order found
	next      int       // how much of the trail has been propagated
	refuted   bool      // the clauses contradict each other
	looks     int64
}

type truth int8

const (
	isFalse truth = iota - 1
	isOpen
	isTrue
)

// maxLooks bounds the work on one proof. Searches end long before they learn
// what takes so many looks at clauses to follow.
const maxLooks = 1 << 33

func newPropagation() *propagation { return &propagation{variables: map[assumption]int32{}} }

// literal returns the literal of x.
func (u *propagation) literal(x assumed) int32 {
	v, ok := u.variables[x.assumption]
	if !ok {
		v = int32(len(u.variables))
		u.variables[x.assumption] = v
		u.watched = append(u.watched, nil, nil)
		u.truth = append(u.truth, isOpen, isOpen)
	}
	if x.not {
		return 2*v + 1
	}
	return 2 * v
}

// refute checks that the assumptions cannot all hold, by unit propagation from the
// steps added so far.
func (u *propagation) refute(all []assumed) error {
	before := len(u.trail)
	stands := true
	for _, x := range all {
		stands = stands && u.hold(u.literal(x))
	}
	stands = stands && u.propagate()
	u.undo(before)
	switch {
	case u.looks > maxLooks:
		return errors.New("the proof takes too long to follow")
	case stands && !u.refuted:
		return errors.New("it does not follow from the steps before it")
	}
	return nil
}

// hold makes l true, and reports whether that is possible.
func (u *propagation) hold(l int32) bool {
	switch u.truth[l] {
	case isFalse:
		return false
	case isOpen:
		u.truth[l], u.truth[l^1] = isTrue, isFalse
		u.trail = append(u.trail, l)
	}
	return true
}

func (u *propagation) undo(before int) {
	for _, l := range u.trail[before:] {
		u.truth[l], u.truth[l^1] = isOpen, isOpen
	}
	u.trail = u.trail[:before]
	u.next = before
}

// add adds the step that the assumptions cannot all hold.
func (u *propagation) add(all []assumed) {
	var clause []int32
	for _, x := range all {
		clause = append(clause, u.literal(x)^1)
	}
	// What is open now may be watched; what is false now stays false.
	var possible []int32
	for _, l := range clause {
		if u.truth[l] == isTrue {
			return
		}
		if u.truth[l] == isOpen {
			possible = append(possible, l)
		}
	}
	possible = distinct(possible)
	switch len(possible) {
	case 0:
		u.refuted = true
	case 1:
		u.refuted = !u.hold(possible[0]) || !u.propagate() || u.refuted
	default:
		u.watch(possible)
	}
}

// distinct returns the literals of list, each once.
func distinct(list []int32) []int32 {
	slices.Sort(list)
	return slices.Compact(list)
}

// watch adds a clause of two or more open literals.
func (u *propagation) watch(clause []int32) {
	n := int32(len(u.clauses))
	u.clauses = append(u.clauses, clause)
	for _, l := range clause[:2] {
		u.watched[l] = append(u.watched[l], n)
	}
}

// propagate makes true what follows from the trail, and reports whether that is
// possible.
func (u *propagation) propagate() bool {
	for ; u.next < len(u.trail); u.next++ {
		if !u.falsify(u.trail[u.next] ^ 1) {
			return false
		}
	}
	return true
}

// falsify looks at the clauses that watch l, which has become false.
func (u *propagation) falsify(l int32) bool {
	kept := u.watched[l][:0]
	for i, n := range u.watched[l] {
		u.looks++
		other, moved := u.moveWatch(u.clauses[n], l)
		if moved {
			u.watched[other] = append(u.watched[other], n)
			continue
		}
		kept = append(kept, n)
		if !u.hold(other) {
			u.watched[l] = append(kept, u.watched[l][i+1:]...)
			return false
		}
	}
	u.watched[l] = kept
	return true
}

// moveWatch finds another literal of the clause to watch than l, which is false.
// If there is none it returns the other watched one, which must hold.
func (u *propagation) moveWatch(clause []int32, l int32) (literal int32, moved bool) {
	if clause[0] == l {
		clause[0], clause[1] = clause[1], clause[0]
	}
	if u.truth[clause[0]] == isTrue {
		return clause[0], false
	}
	for i := 2; i < len(clause); i++ {
		u.looks++
		if u.truth[clause[i]] != isFalse {
			clause[1], clause[i] = clause[i], clause[1]
			return clause[1], true
		}
	}
	return clause[0], false
}
