package checker

import (
	"fmt"
	"slices"

	"visar/history"
)

// siblings is the state of one CheckSiblings.
type siblings struct {
	h      *history.History
	chain  []int32 // by transaction: its session, one of its own if its outcome is unknown
	place  []int32 // its place there
	chains [][]int32
	takes  []bool
	reads  []siblingRead
	// writers are, by key and chain, the transactions that write the key, in order.
	writers map[int32]map[int32][]int32
	// seen are the pairs of visibility beside those of the sessions.
	seen   [][]int32
	clocks []int32 // by transaction and chain: how many of the chain are visible
}

// siblingRead is a read with the transactions whose writes it returned.
type siblingRead struct {
	op, txn, key int32
	from         []int32
	unwritten    int32 // a value that nobody wrote, or -1
}

func newSiblings(h *history.History) (*siblings, error) {
	s := &siblings{h: h, writers: map[int32]map[int32][]int32{}, takes: make([]bool, h.Len()), seen: make([][]int32, h.Len())}
	writer := map[[2]int32]int32{}
	for t := range int32(h.Len()) {
		s.takes[t] = h.Status(t) == history.Committed
		lo, hi := h.Ops(t)
		for i := lo; i < hi && h.Status(t) != history.Aborted; i++ {
			if h.OpKind(i) == history.Read {
				continue
			}
			at := [2]int32{h.OpKey(i), h.OpValue(i)}
			if other, ok := writer[at]; ok && other != t {
				return nil, &UnusableError{history.Problem{Line: h.Line(t), Txn: t, Fatal: true, Message: fmt.Sprintf(
					"%s writes a value of key %s that %s wrote too: values must be written once, or nothing says which was read",
					h.Name(t), h.Key(at[0]), h.Name(other))}}
			}
			writer[at] = t
		}
	}
	s.findReads(writer)
	s.findChains()
	return s, nil
}

// findReads collects the reads of committed transactions that no own write
// precedes.
func (s *siblings) findReads(writer map[[2]int32]int32) {
	h := s.h
	for t := range int32(h.Len()) {
		if h.Status(t) != history.Committed {
			continue
		}
		wrote := map[int32]bool{}
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			op := h.Op(i)
			if op.Kind != history.Read {
				wrote[op.Key] = true
				continue
			}
			if wrote[op.Key] {
				continue
			}
			s.addRead(t, i, op, writer)
		}
	}
}

func (s *siblings) addRead(t, i int32, op history.Op, writer map[[2]int32]int32) {
	r := siblingRead{op: i, txn: t, key: op.Key, unwritten: -1}
	for _, value := range valuesRead(s.h, op) {
		w, ok := writer[[2]int32{op.Key, value}]
		if !ok || w == t {
			r.unwritten = value
			continue
		}
		if !slices.Contains(r.from, w) {
			r.from = append(r.from, w)
		}
		s.takes[w] = true
		if !slices.Contains(s.seen[t], w) {
			s.seen[t] = append(s.seen[t], w)
		}
	}
	s.reads = append(s.reads, r)
}

// valuesRead returns the values that a read returned: none if it returned the
// initial value.
func valuesRead(h *history.History, op history.Op) []int32 {
	switch {
	case h.IsList(op.Key):
		return op.List
	case op.Value == history.Initial:
		return nil
	}
	return []int32{op.Value}
}

// findChains orders the transactions that take part by session, and their writes
// by key.
func (s *siblings) findChains() {
	h := s.h
	s.chain, s.place = make([]int32, h.Len()), make([]int32, h.Len())
	for session := range int32(h.Sessions()) {
		own := int32(-1)
		for _, t := range h.SessionTxns(session) {
			switch {
			case !s.takes[t]:
				s.chain[t] = -1
				continue
			case h.Status(t) == history.Unknown:
				s.chains = append(s.chains, []int32{t})
				s.chain[t] = int32(len(s.chains) - 1)
			default:
				if own < 0 {
					own = int32(len(s.chains))
					s.chains = append(s.chains, nil)
				}
				s.chain[t], s.place[t] = own, int32(len(s.chains[own]))
				s.chains[own] = append(s.chains[own], t)
			}
			s.addWrites(t)
		}
	}
}

func (s *siblings) addWrites(t int32) {
	lo, hi := s.h.Ops(t)
	for i := lo; i < hi; i++ {
		if s.h.OpKind(i) == history.Read {
			continue
		}
		k := s.h.OpKey(i)
		if s.writers[k] == nil {
			s.writers[k] = map[int32][]int32{}
		}
		if own := s.writers[k][s.chain[t]]; len(own) == 0 || own[len(own)-1] != t {
			s.writers[k][s.chain[t]] = append(own, t)
		}
	}
}

func (s *siblings) memory() int64 { return 4 * int64(s.h.Len()) * int64(len(s.chains)) }
