package checker

import (
	"errors"
	"fmt"
	"slices"

	"visar/axioms"
	"visar/history"
)

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

// validateSiblings validates the execution on the history without the lists, which
// are not lists here.
func validateSiblings(h *history.History, e *axioms.Execution) *axioms.Breach {
	plain := *e
	plain.History = h.Bare()
	return plain.Validate(axioms.SESSION | axioms.TRANSVIS)
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
