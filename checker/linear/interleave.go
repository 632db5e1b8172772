package linear

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
)

// SequentialResult is what was found about the order of all operations.
type SequentialResult struct {
	Verdict Verdict // Linearizable stands for sequentially consistent
	Engine  string  // "linearization", which keeps to sessions too, or "interleavings"
	Reason  string  // of Undecided: what ran out, and on which key or on all
	// Order is an order of the operations on all keys in which each has its answer and
	// those of a process keep theirs; unknown ones that it leaves out did not take effect.
	Order []int32
	// Witness is a part of the operations that has none; see [History.RefuteSequential].
	Witness []int32
}

// defaultInterleavings bounds the places that a search among interleavings looks at
// where no budget is given.
const defaultInterleavings = 1 << 21

// CheckSequential decides whether the operations might have run one after the other,
// those of a process in the order of Ops (Lamport, 1979). One whose outcome is unknown
// may take effect at any time after those before it, or never. Times only guide the
// search, but where ordered says that processes keep to them a linearization answers.
//
// Sequential consistency of each key does not make that of all (Attiya and Welch,
// 1994), so that each key is looked at first, and then all at once: exponential in
// the number of processes.
func CheckSequential(ctx context.Context, h *History, ordered bool, opt Options) *SequentialResult {
	if ordered {
		only := opt
		only.VerdictOnly = true
		if r := Check(ctx, h, only); r.Verdict == Linearizable {
			return &SequentialResult{Engine: "linearization", Order: h.mergeKeys(r.Keys)}
		}
	}
	keys := h.opsByKey()
	var open *SequentialResult // of a key that is undecided
	for _, ops := range keys {
		r := h.interleave(ctx, ops, opt)
		switch {
		case r.Verdict == NotLinearizable || r.Verdict == Linearizable && len(keys) == 1:
			return r
		case r.Verdict == Undecided && open == nil:
			r.Reason = fmt.Sprintf("key %s: %s among interleavings", h.Keys[h.Ops[ops[0]].Key], r.Reason)
			open = r
		}
	}
	if open != nil {
		return open
	}
	r := h.interleave(ctx, every(h.Ops), opt)
	if r.Verdict == Undecided {
		r.Reason += " among the interleavings of all keys, each of which by itself is sequentially consistent"
	}
	return r
}

// opsByKey returns the operations on each key that has some.
func (h *History) opsByKey() [][]int32 {
	all := make([][]int32, len(h.Keys))
	for i := range h.Ops {
		all[h.Ops[i].Key] = append(all[h.Ops[i].Key], int32(i))
	}
	return slices.DeleteFunc(all, func(ops []int32) bool { return len(ops) == 0 })
}

// mergeKeys merges linearizations: each operation takes effect as soon as those
// before it on its key and its invocation allow, which is before it returns.
func (h *History) mergeKeys(keys []KeyResult) []int32 {
	var order []int32
	moment := make(map[int32]int64)
	for i := range keys {
		now := int64(-1 << 63)
		for _, op := range keys[i].Order {
			now = max(now, h.Ops[op].Invoke)
			moment[op] = now
			order = append(order, op)
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(moment[a], moment[b]) })
	return order
}

// interleave searches the interleavings of some operations, and makes the witness
// small if there is none.
func (h *History) interleave(ctx context.Context, ops []int32, opt Options) *SequentialResult {
	s := newInterleaving(ctx, h, ops, opt)
	r := &SequentialResult{Engine: "interleavings"}
	switch order, found := s.run(); {
	case found:
		r.Order = order
	case s.reason != "":
		r.Verdict, r.Reason = Undecided, s.reason
	default:
		r.Verdict = NotLinearizable
		if r.Witness = ops; !opt.VerdictOnly {
			r.Witness = h.shrinkSequential(ctx, ops, opt)
		}
	}
	return r
}

// interleaving is a search depth first that remembers where it was. Of several
// operations the one that was invoked first goes first, and one that never changes
// its object goes as soon as it can, since that forbids nothing later.
type interleaving struct {
	h        *History
	ctx      context.Context
	machines []*machine
	at       []partOp  // by operation of h: where it is
	lines    [][]int32 // by process: operations of known outcome
	lost     []lostOp
	seen     map[string]bool
	bytes    int64
	opt      Options
	reason   string // why it gave up
}

// partOp is an operation within the part of its key.
type partOp struct{ machine, op int32 }

// lostOp is an operation of unknown outcome, which comes after so many of its
// process's line.
type lostOp struct{ op, line, after int32 }

// spot is a place of the search: how much of each line has run, which unknown
// operations did, and the state of each object.
type spot struct {
	pos, states []int32
	used        []uint64
	op          int32 // that led here
	before      *spot
}

func newInterleaving(ctx context.Context, h *History, ops []int32, opt Options) *interleaving {
	s := &interleaving{h: h, ctx: ctx, opt: opt, seen: map[string]bool{}, at: make([]partOp, len(h.Ops))}
	byKey, lineOf := map[int32]int{}, map[int32]int32{}
	var parts [][]int32
	for _, i := range ops {
		o := &h.Ops[i]
		k, ok := byKey[o.Key]
		if !ok {
			k = len(parts)
			byKey[o.Key] = k
			parts = append(parts, nil)
		}
		parts[k] = append(parts[k], i)
		l, ok := lineOf[o.Process]
		if !ok {
			l = int32(len(s.lines))
			lineOf[o.Process] = l
			s.lines = append(s.lines, nil)
		}
		if o.Unknown() {
			s.lost = append(s.lost, lostOp{i, l, int32(len(s.lines[l]))})
		} else {
			s.lines[l] = append(s.lines[l], i)
		}
	}
	for m, part := range parts {
		p := h.part(part)
		s.machines = append(s.machines, newMachine(p))
		for local, i := range p.ops {
			s.at[i] = partOp{int32(m), int32(local)}
		}
	}
	return s
}

// run returns an order, if there is one and the budgets allow to find it.
func (s *interleaving) run() ([]int32, bool) {
	steps, memory := s.opt.MaxSteps, s.opt.memory()
	if steps == 0 {
		steps = defaultInterleavings
	}
	first := &spot{pos: make([]int32, len(s.lines)), states: make([]int32, len(s.machines)), used: make([]uint64, (len(s.lost)+63)/64), op: -1}
	for m := range s.machines {
		first.states[m] = s.machines[m].first
	}
	for work := []*spot{first}; len(work) > 0; {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		if s.done(p) {
			return p.order(), true
		}
		if steps--; steps < 0 {
			s.reason = "the steps ran out"
		} else if s.bytes > memory {
			s.reason = "the memory ran out"
		} else if steps&255 == 0 && s.ctx.Err() != nil {
			s.reason = "the search was cut off"
		}
		if s.reason != "" {
			return nil, false
		}
		work = append(work, s.after(p)...)
	}
	return nil, false
}

func (s *interleaving) done(p *spot) bool {
	for l, line := range s.lines {
		if int(p.pos[l]) < len(line) {
			return false
		}
	}
	return true
}

// order returns the operations that led to p.
func (p *spot) order() []int32 {
	var order []int32
	for ; p.op >= 0; p = p.before {
		order = append(order, p.op)
	}
	slices.Reverse(order)
	return order
}

// after returns the places that are one operation further, the best one last.
func (s *interleaving) after(p *spot) []*spot {
	var next []*spot
	for l, line := range s.lines {
		if int(p.pos[l]) == len(line) {
			continue
		}
		if q, changes := s.take(p, line[p.pos[l]], l, -1); q != nil && !changes {
			return s.fresh([]*spot{q})
		} else if q != nil {
			next = append(next, q)
		}
	}
	slices.SortStableFunc(next, func(a, b *spot) int { return cmp.Compare(s.h.Ops[b.op].Invoke, s.h.Ops[a.op].Invoke) })
	var lost []*spot
	for n, u := range s.lost {
		if p.used[n/64]&(1<<(n%64)) != 0 || p.pos[u.line] < u.after {
			continue
		}
		if q, changes := s.take(p, u.op, -1, n); q != nil && changes {
			lost = append(lost, q)
		}
	}
	return s.fresh(append(lost, next...))
}

// take returns the place after operation op of line l, or of unknown outcome n, and
// whether op may change its object; nil if op cannot have its answer.
func (s *interleaving) take(p *spot, op int32, l, n int) (*spot, bool) {
	at := s.at[op]
	to, ok := s.machines[at.machine].step(p.states[at.machine], at.op)
	if !ok {
		return nil, false
	}
	q := &spot{pos: slices.Clone(p.pos), states: slices.Clone(p.states), used: slices.Clone(p.used), op: op, before: p}
	q.states[at.machine] = to
	if l >= 0 {
		q.pos[l]++
		return q, !s.h.Ops[op].reads()
	}
	q.used[n/64] |= 1 << (n % 64)
	return q, to != p.states[at.machine]
}

// fresh drops the places where the search was.
func (s *interleaving) fresh(all []*spot) []*spot {
	return slices.DeleteFunc(all, func(p *spot) bool {
		var key []byte
		for _, n := range p.pos {
			key = binary.AppendUvarint(key, uint64(n))
		}
		for _, n := range p.states {
			key = binary.AppendUvarint(key, uint64(n))
		}
		for _, w := range p.used {
			key = binary.AppendUvarint(key, w)
		}
		if s.seen[string(key)] {
			return true
		}
		s.seen[string(key)] = true
		s.bytes += int64(len(key)) + 64 + int64(len(p.pos)+len(p.states))*4 + int64(len(p.used))*8 + 120
		return false
	})
}
