package checker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"visar/axioms"
	"visar/history"
)

// SiblingKind says what is wrong with the set of values that a read of a
// multi-value register returned.
type SiblingKind uint8

const (
	// NoSibling: nothing is wrong.
	NoSibling SiblingKind = iota
	// SiblingUnwritten: nobody whose write may be read wrote a value of it.
	SiblingUnwritten
	// SiblingOverwritten: a write in it is visible to another visible one, which
	// replaced it.
	SiblingOverwritten
	// SiblingLost: a visible write is not in it, and nothing replaced that.
	SiblingLost
	// SiblingCycle: what must be visible goes round in a circle.
	SiblingCycle
)

// String returns the word that evidence uses.
func (k SiblingKind) String() string {
	return [...]string{"none", "unwritten", "overwritten", "lost", "cycle"}[k]
}

// SiblingStep is a pair of visibility that follows from a read: Replaced is visible
// to the reader and was not returned, and By is the only write that was.
type SiblingStep struct{ Op, Replaced, By int32 }

// SiblingBreach shows that a history of multi-value registers has no causal
// visibility under which its reads return all visible writes that no visible one
// replaced, and nothing else.
type SiblingBreach struct {
	Kind  SiblingKind
	Steps []SiblingStep
	// Op is the read, or -1 for a cycle. Write is the write that is missing or
	// replaced, as a transaction, and Other the one that replaced it, or -1.
	Op, Write, Other int32
	// Value is the value that nobody wrote.
	Value int32
}

// CheckSiblings judges h as a history of multi-value registers, in which a read
// returns the list of the visible writes that no other visible write of the key has
// seen: causal consistency with [axioms.EXT] replaced by that law (Burckhardt et
// al., POPL 2014). Sessions are visible.
//
// What must be visible is found by saturation in time of the order of transactions
// times sessions for each round. Where a read leaves open by which of several writes
// a missing one was replaced, these are tried, a budget of times; that no choice
// fits is not certified, and so undecided.
func CheckSiblings(ctx context.Context, h *history.History, m *axioms.Model, opt Options) (*Verdict, error) {
	begin := time.Now()
	v := &Verdict{History: h, Model: m, Engine: "siblings"}
	s, err := newSiblings(h)
	if err != nil {
		return nil, err
	}
	if need := s.memory(); opt.MaxMemory > 0 && need > opt.MaxMemory || need > maxSiblingMemory {
		v.Outcome, v.Reason = Undecided, fmt.Sprintf("the clocks of the sessions need %d bytes", need)
		return v, nil
	}
	s.decide(ctx, v, opt)
	switch err := certifySiblings(v); {
	case errors.Is(err, errLongReplay):
		v.Outcome, v.Refutation, v.Reason = Undecided, nil, err.Error()
	case err != nil:
		return nil, internalError(v, err.Error())
	}
	v.Certified = v.Outcome != Undecided
	v.Seconds = time.Since(begin).Seconds()
	return v, nil
}

// maxSiblingMemory bounds the clocks where nothing else does.
const maxSiblingMemory = 4 << 30

// decide saturates, and tries what is left open.
func (s *siblings) decide(ctx context.Context, v *Verdict, opt Options) {
	var steps []SiblingStep
	b, open := s.saturate(&steps)
	if b != nil {
		b.Steps = steps
		v.Outcome, v.Refutation = Violated, &Refutation{Siblings: b}
		return
	}
	tries := int64(maxSiblingTries)
	if opt.MaxSteps > 0 {
		tries = opt.MaxSteps
	}
	if open != nil && !s.try(ctx, open, tries) {
		v.Outcome = Undecided
		v.Reason = fmt.Sprintf("it is open by which of the writes that %s read of key %s another one was replaced",
			s.h.Name(open.read.txn), s.h.Key(open.read.key))
		return
	}
	v.Outcome, v.Execution = Consistent, s.execution()
}

// execution returns the visibility that was found, with a total order around it.
func (s *siblings) execution() *axioms.Execution {
	edges := &axioms.VisibleEdges{First: make([]int32, s.h.Len()+1), Sessions: true, Closed: true}
	for t := range s.seen {
		edges.Seen = append(edges.Seen, s.seen[t]...)
		edges.First[t+1] = int32(len(edges.Seen))
	}
	e := &axioms.Execution{History: s.h, VIS: axioms.Visibility{Edges: edges}}
	weight := make([]int64, s.h.Len())
	for _, chain := range s.chains {
		for _, t := range chain {
			e.Order = append(e.Order, t)
			for _, n := range s.clock(t) {
				weight[t] += int64(n)
			}
		}
	}
	// Who sees another sees all that it sees and it: the sums of the clocks grow.
	slices.SortStableFunc(e.Order, func(a, b int32) int { return int(min(max(weight[a]-weight[b], -1), 1)) })
	return e
}
