package checker

import (
	"errors"
	"fmt"
	"slices"

	"visar/axioms"
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

// certifySiblingExecution checks that visibility is causal, and that each read
// returned the visible writes that no visible write of the key has seen.
func certifySiblingExecution(h *history.History, e *axioms.Execution) error {
	if e == nil || e.VIS.Edges == nil || !e.VIS.Edges.Sessions || !e.VIS.Edges.Closed {
		return errors.New("there is no execution with causal visibility")
	}
	if b := validateSiblings(h, e); b != nil {
		return breachError(b)
	}
	p := newSiblingReplay(h)
	for _, w := range p.takenPartUnplaced(e.Order) {
		return fmt.Errorf("arbitration lacks %s, which was read", h.Name(w))
	}
	view := newSiblingView(h, e)
	for _, t := range e.Order {
		view.enter(t)
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			if !p.external(t, i) {
				continue
			}
			if from := p.sources(t, i); !view.returns(t, h.OpKey(i), from) || len(from) != len(valuesRead(h, h.Op(i))) {
				return fmt.Errorf("%s read key %s, and that is not what was visible and not replaced", h.Name(t), h.Key(h.OpKey(i)))
			}
		}
		view.leave(t)
	}
	return nil
}

// takenPartUnplaced returns the transactions that were read and are not in order.
func (p *siblingReplay) takenPartUnplaced(order []int32) []int32 {
	placed := make([]bool, len(p.takes))
	for _, t := range order {
		placed[t] = true
	}
	var missing []int32
	for t, takes := range p.takes {
		if takes && !placed[t] {
			missing = append(missing, int32(t))
		}
	}
	return missing
}

// siblingView follows an execution in the order of its arbitration. What is visible
// is counted by session, for which those of unknown outcome stand apart.
type siblingView struct {
	h     *history.History
	edges *axioms.VisibleEdges
	lanes [][]int32 // by session: those that have left, in order
	at    []int32   // place in its lane
	lane  []int32
	seen  map[int32][]int32    // by transaction: how many of each lane, shorter where the rest is none
	wrote map[[2]int32][]int32 // by key and lane
}

func newSiblingView(h *history.History, e *axioms.Execution) *siblingView {
	return &siblingView{h: h, edges: e.VIS.Edges, lanes: make([][]int32, h.Sessions()), at: make([]int32, h.Len()),
		lane: make([]int32, h.Len()), seen: map[int32][]int32{}, wrote: map[[2]int32][]int32{}}
}

// enter computes what t sees.
func (v *siblingView) enter(t int32) {
	s := v.h.Session(t)
	if v.h.Status(t) == history.Unknown {
		s = int32(len(v.lanes))
		v.lanes = append(v.lanes, nil)
	}
	v.lane[t], v.at[t] = s, int32(len(v.lanes[s]))
	var own []int32
	see := func(w int32) {
		from := v.seen[w]
		for len(own) < max(len(from), int(v.lane[w])+1) {
			own = append(own, 0)
		}
		for c, n := range from {
			own[c] = max(own[c], n)
		}
		own[v.lane[w]] = max(own[v.lane[w]], v.at[w]+1)
	}
	session := v.lanes[v.h.Session(t)]
	if len(session) > 0 {
		see(session[len(session)-1])
	}
	for _, w := range v.edges.Seen[v.edges.First[t]:v.edges.First[t+1]] {
		see(w)
	}
	v.seen[t] = own
}

// leave makes t visible to those that come later.
func (v *siblingView) leave(t int32) {
	v.lanes[v.lane[t]] = append(v.lanes[v.lane[t]], t)
	lo, hi := v.h.Ops(t)
	for i := lo; i < hi; i++ {
		at := [2]int32{v.h.OpKey(i), v.lane[t]}
		if own := v.wrote[at]; v.h.OpKind(i) != history.Read && (len(own) == 0 || own[len(own)-1] != t) {
			v.wrote[at] = append(own, t)
		}
	}
}

func (v *siblingView) sees(t, w int32) bool {
	own := v.seen[t]
	return int(v.lane[w]) < len(own) && own[v.lane[w]] > v.at[w]
}

// returns reports whether from are the visible writers of the key that no visible
// writer of it sees.
func (v *siblingView) returns(t, key int32, from []int32) bool {
	var last []int32 // the last visible writer of each lane
	for c, n := range v.seen[t] {
		own := v.wrote[[2]int32{key, int32(c)}]
		i := len(own)
		for i > 0 && v.at[own[i-1]] >= n {
			i--
		}
		if i > 0 {
			last = append(last, own[i-1])
		}
	}
	left := 0
	for _, u := range last {
		if slices.ContainsFunc(last, func(w int32) bool { return w != u && v.sees(w, u) }) {
			continue
		}
		if !slices.Contains(from, u) {
			return false
		}
		left++
	}
	return left == len(from)
}

// validateSiblings validates the execution on the history without the lists, which
// are not lists here.
func validateSiblings(h *history.History, e *axioms.Execution) *axioms.Breach {
	plain := *e
	plain.History = h.Bare()
	return plain.Validate(axioms.SESSION | axioms.TRANSVIS)
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
