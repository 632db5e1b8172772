package checker

import (
	"errors"
	"fmt"
	"slices"

	"visar/history"
)

// maxReplay bounds the steps times transactions of a refutation that is replayed.
const maxReplay = 1 << 30

// errLongReplay says that a refutation is too long to be replayed.
var errLongReplay = errors.New("the refutation is too long to be checked again")

// certifySiblings checks the evidence of a verdict on multi-value registers from the
// raw operations: an execution by its axioms and each read by its definition, a
// refutation by replaying its steps on plain sets.
func certifySiblings(v *Verdict) error {
	switch v.Outcome {
	case Undecided:
		return nil
	case Consistent:
		return certifySiblingExecution(v.History, v.Execution)
	}
	if v.Refutation == nil || v.Refutation.Siblings == nil {
		return errors.New("there is no breach of a multi-value register")
	}
	return newSiblingReplay(v.History).breach(v.Refutation.Siblings)
}

// siblingReplay follows visibility by plain search, without clocks.
type siblingReplay struct {
	h      *history.History
	direct [][]int32
	writer map[[2]int32]int32
	takes  []bool
	past   map[int32]map[int32]bool // memory of what was searched since the last pair was added
}

func newSiblingReplay(h *history.History) *siblingReplay {
	p := &siblingReplay{h: h, direct: make([][]int32, h.Len()), writer: map[[2]int32]int32{}, takes: make([]bool, h.Len()), past: map[int32]map[int32]bool{}}
	for i := range int32(h.NumOps()) {
		if t := h.TxnOf(i); h.OpKind(i) != history.Read && h.Status(t) != history.Aborted {
			p.writer[[2]int32{h.OpKey(i), h.OpValue(i)}] = t
		}
	}
	for t := range int32(h.Len()) {
		if h.Status(t) != history.Committed {
			continue
		}
		p.takes[t] = true
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			for _, w := range p.sources(t, i) {
				p.takes[w] = true
				p.direct[t] = append(p.direct[t], w)
			}
		}
	}
	for s := range int32(h.Sessions()) {
		before := int32(-1)
		for _, t := range h.SessionTxns(s) {
			if p.takes[t] && before >= 0 {
				p.direct[t] = append(p.direct[t], before)
			}
			if h.Status(t) == history.Committed {
				before = t
			}
		}
	}
	return p
}

// sources returns the writers, other than t, of the values that operation i of t
// read.
func (p *siblingReplay) sources(t, i int32) []int32 {
	op := p.h.Op(i)
	if op.Kind != history.Read {
		return nil
	}
	var from []int32
	for _, value := range valuesRead(p.h, op) {
		if w, ok := p.writer[[2]int32{op.Key, value}]; ok && w != t {
			from = append(from, w)
		}
	}
	return from
}

// visible returns what t sees.
func (p *siblingReplay) visible(t int32) map[int32]bool {
	if seen, ok := p.past[t]; ok {
		return seen
	}
	seen := map[int32]bool{}
	for todo := slices.Clone(p.direct[t]); len(todo) > 0; {
		w := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if !seen[w] {
			seen[w] = true
			todo = append(todo, p.direct[w]...)
		}
	}
	if len(p.past) > 64 {
		clear(p.past)
	}
	p.past[t] = seen
	return seen
}

func (p *siblingReplay) writes(t, key int32) bool {
	lo, hi := p.h.Ops(t)
	for i := lo; i < hi; i++ {
		if p.h.OpKind(i) != history.Read && p.h.OpKey(i) == key {
			return true
		}
	}
	return false
}

// external reports whether operation i of t is a read that no own write of the key
// precedes.
func (p *siblingReplay) external(t, i int32) bool {
	lo, hi := p.h.Ops(t)
	if i < lo || i >= hi || p.h.OpKind(i) != history.Read || p.h.Status(t) != history.Committed {
		return false
	}
	for j := lo; j < i; j++ {
		if p.h.OpKind(j) != history.Read && p.h.OpKey(j) == p.h.OpKey(i) {
			return false
		}
	}
	return true
}

// breach replays the steps of b and checks what it ends with.
func (p *siblingReplay) breach(b *SiblingBreach) error {
	if len(b.Steps)*p.h.Len() > maxReplay {
		return errLongReplay
	}
	for n, step := range b.Steps {
		if err := p.step(step); err != nil {
			return fmt.Errorf("step %d: %w", n+1, err)
		}
	}
	if b.Kind == SiblingCycle {
		for t := range int32(p.h.Len()) {
			if p.visible(t)[t] {
				return nil
			}
		}
		return errors.New("visibility has no cycle")
	}
	if b.Op < 0 || int(b.Op) >= p.h.NumOps() {
		return errors.New("there is no such read")
	}
	t := p.h.TxnOf(b.Op)
	if !p.external(t, b.Op) {
		return errors.New("the operation is no read of another's write")
	}
	from, past, key := p.sources(t, b.Op), p.visible(t), p.h.OpKey(b.Op)
	seesWrite := func(w int32) bool { return w >= 0 && past[w] && p.writes(w, key) }
	switch b.Kind {
	case SiblingUnwritten:
		if len(from) == len(valuesRead(p.h, p.h.Op(b.Op))) {
			return errors.New("every value was written")
		}
	case SiblingOverwritten:
		if !slices.Contains(from, b.Write) || !seesWrite(b.Other) || !p.visible(b.Other)[b.Write] {
			return errors.New("the write was not returned, or not replaced")
		}
	case SiblingLost:
		if len(from) > 0 || !seesWrite(b.Write) {
			return errors.New("the write is not visible, or something was returned")
		}
	default:
		return errors.New("nothing is wrong")
	}
	return nil
}

// step checks that a step follows, and adds it.
func (p *siblingReplay) step(s SiblingStep) error {
	if s.Op < 0 || int(s.Op) >= p.h.NumOps() {
		return errors.New("there is no such read")
	}
	t := p.h.TxnOf(s.Op)
	if !p.external(t, s.Op) {
		return errors.New("the operation is no read of another's write")
	}
	from := p.sources(t, s.Op)
	if len(from) != 1 || from[0] != s.By || s.Replaced == s.By || s.Replaced < 0 || int(s.Replaced) >= p.h.Len() ||
		!p.visible(t)[s.Replaced] || !p.writes(s.Replaced, p.h.OpKey(s.Op)) {
		return errors.New("the write need not have been replaced by the other")
	}
	p.direct[s.By] = append(p.direct[s.By], s.Replaced)
	clear(p.past)
	return nil
}
