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

// maxSiblingTries bounds the choices tried where Options do not.
const maxSiblingTries = 10_000

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

// openSibling is a visible write that a read did not return, where several that it
// did return may have replaced it.
type openSibling struct {
	read  *siblingRead
	write int32
}

// saturate adds what the reads force until nothing is added. It returns what cannot
// be, or else the first choice that is open.
func (s *siblings) saturate(steps *[]SiblingStep) (*SiblingBreach, *openSibling) {
	for {
		if !s.runClocks() {
			return &SiblingBreach{Kind: SiblingCycle, Op: -1, Write: -1, Other: -1}, nil
		}
		added := false
		var open *openSibling
		for i := range s.reads {
			r := &s.reads[i]
			b, missing := s.judge(r)
			switch {
			case b != nil:
				return b, nil
			case missing >= 0 && len(r.from) == 1:
				s.seen[r.from[0]] = append(s.seen[r.from[0]], missing)
				*steps = append(*steps, SiblingStep{Op: r.op, Replaced: missing, By: r.from[0]})
				added = true
			case missing >= 0 && open == nil:
				open = &openSibling{r, missing}
			}
		}
		if !added {
			return nil, open
		}
	}
}

// runClocks computes what each transaction sees; false if some would see itself.
func (s *siblings) runClocks() bool {
	k := len(s.chains)
	if s.clocks == nil {
		s.clocks = make([]int32, s.h.Len()*k)
	}
	clear(s.clocks)
	next, waits := make([]int32, k), make([]int32, s.h.Len())
	waiting := make([][]int32, s.h.Len())
	done := 0
	var ready []int32
	total := 0
	arrive := func(c int32) {
		if int(next[c]) < len(s.chains[c]) {
			t := s.chains[c][next[c]]
			for _, w := range s.seen[t] {
				if s.place[w] >= next[s.chain[w]] {
					waits[t]++
					waiting[w] = append(waiting[w], t)
				}
			}
			if waits[t] == 0 {
				ready = append(ready, t)
			}
		}
	}
	for c := range s.chains {
		total += len(s.chains[c])
		arrive(int32(c))
	}
	for len(ready) > 0 {
		t := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		s.runClock(t)
		done++
		next[s.chain[t]]++
		for _, other := range waiting[t] {
			if waits[other]--; waits[other] == 0 {
				ready = append(ready, other)
			}
		}
		arrive(s.chain[t])
	}
	return done == total
}

func (s *siblings) clock(t int32) []int32 {
	k := len(s.chains)
	return s.clocks[int(t)*k : int(t)*k+k]
}

// runClock merges what the transactions before t in its session and those that it
// sees saw, with themselves.
func (s *siblings) runClock(t int32) {
	own := s.clock(t)
	merge := func(w int32) {
		for c, n := range s.clock(w) {
			own[c] = max(own[c], n)
		}
		own[s.chain[w]] = max(own[s.chain[w]], s.place[w]+1)
	}
	if p := s.place[t]; p > 0 {
		merge(s.chains[s.chain[t]][p-1])
	}
	for _, w := range s.seen[t] {
		merge(w)
	}
}

// sees reports whether w is visible to t.
func (s *siblings) sees(t, w int32) bool { return s.clock(t)[s.chain[w]] > s.place[w] }

// judge returns what is wrong with a read, or a visible write of the key that it did
// not return and that nothing is known to have replaced, or -1.
func (s *siblings) judge(r *siblingRead) (b *SiblingBreach, missing int32) {
	if r.unwritten >= 0 {
		return &SiblingBreach{Kind: SiblingUnwritten, Op: r.op, Write: -1, Other: -1, Value: r.unwritten}, -1
	}
	for _, w := range r.from {
		for _, by := range r.from {
			if w != by && s.sees(by, w) {
				return &SiblingBreach{Kind: SiblingOverwritten, Op: r.op, Write: w, Other: by}, -1
			}
		}
	}
	missing = -1
	for _, c := range sortedChains(s.writers[r.key]) {
		u := s.lastVisible(r, c)
		if u < 0 || slices.Contains(r.from, u) {
			continue
		}
		if b := s.judgeMissing(r, u); b != nil {
			return b, -1
		}
		if missing < 0 && !slices.ContainsFunc(r.from, func(w int32) bool { return s.sees(w, u) }) {
			missing = u
		}
	}
	return nil, missing
}

// judgeMissing says what is wrong if u is visible to the read and not among what it
// returned.
func (s *siblings) judgeMissing(r *siblingRead, u int32) *SiblingBreach {
	if len(r.from) == 0 {
		return &SiblingBreach{Kind: SiblingLost, Op: r.op, Write: u, Other: -1}
	}
	for _, w := range r.from {
		if s.sees(u, w) {
			return &SiblingBreach{Kind: SiblingOverwritten, Op: r.op, Write: w, Other: u}
		}
	}
	return nil
}

func sortedChains(writers map[int32][]int32) []int32 {
	var all []int32
	for c := range writers {
		all = append(all, c)
	}
	slices.Sort(all)
	return all
}

// lastVisible returns the last writer of the key in chain c that the reader sees, or
// -1. The earlier ones of the chain it replaced.
func (s *siblings) lastVisible(r *siblingRead, c int32) int32 {
	writers := s.writers[r.key][c]
	n, _ := slices.BinarySearchFunc(writers, s.clock(r.txn)[c], func(w, seen int32) int {
		if s.place[w] < seen {
			return -1
		}
		return 1
	})
	if n == 0 {
		return -1
	}
	return writers[n-1]
}

// siblingFrame is a choice on the way, with the writes that may still be tried and
// the lengths to return to.
type siblingFrame struct {
	open  openSibling
	next  int
	marks []int
}

// try looks for a choice of replacements that fits, in depth, with at most tries of
// them. What it leaves in s.seen fits if it returns true.
func (s *siblings) try(ctx context.Context, open *openSibling, tries int64) bool {
	stack := []siblingFrame{{open: *open, marks: s.marks()}}
	for len(stack) > 0 && ctx.Err() == nil {
		f := &stack[len(stack)-1]
		s.reset(f.marks)
		if f.next == len(f.open.read.from) {
			stack = stack[:len(stack)-1]
			continue
		}
		if tries--; tries < 0 {
			return false
		}
		by := f.open.read.from[f.next]
		f.next++
		s.seen[by] = append(s.seen[by], f.open.write)
		var steps []SiblingStep
		switch b, left := s.saturate(&steps); {
		case b != nil:
		case left == nil:
			return true
		default:
			stack = append(stack, siblingFrame{open: *left, marks: s.marks()})
		}
	}
	return false
}

func (s *siblings) marks() []int {
	marks := make([]int, len(s.seen))
	for t, seen := range s.seen {
		marks[t] = len(seen)
	}
	return marks
}

func (s *siblings) reset(marks []int) {
	for t, n := range marks {
		s.seen[t] = s.seen[t][:n]
	}
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
