package anomalies

import (
	"slices"

	"visar/checker"
	"visar/history"
	"visar/history/dependency"
)

// loop is a cycle made ready to be named and told: without commit-order edges,
// and with what the derived edges follow from.
type loop struct {
	cycle   dependency.Cycle
	follows [][]dependency.Edge // by edge
	assume  []checker.Order
	// whole is the cycle that the loop is a part of, where several of its edges are
	// forced by what was read; nil if it is all there is.
	whole *loop
}

// told returns what is told of the loop.
func (l *loop) told() loop {
	if l.whole != nil {
		return *l.whole
	}
	return *l
}

// loops returns the cycles of a refutation that has no single read as evidence:
// one, or where the order of versions is open several, of which every execution
// has one.
func loops(h *history.History, r *checker.Refutation) []loop {
	if r.Proof == nil {
		return cycleLoops(h, r.Cycle)
	}
	var found []loop
	for _, s := range r.Proof.Steps {
		if len(s.Cycle) == 0 {
			continue
		}
		parts := cycleLoops(h, s.Cycle)
		l := parts[0]
		if len(parts) > 1 {
			whole := newLoop(h, withoutGuarantees(s.Cycle))
			l.whole = &whole
		}
		l.assume = s.Assume
		found = append(found, l)
	}
	return found
}

// cycleLoops returns the loops of a cycle. An edge that a read forces, From before
// To because a reader of To sees From, is the way by which it sees From closed by
// an anti-dependency, provided that To is before From: which the rest of the
// cycle says. If the rest has such edges too, there is a loop for each.
func cycleLoops(h *history.History, c dependency.Cycle) []loop {
	c = withoutGuarantees(c)
	var found []loop
	for i, e := range c {
		if e.Kind == dependency.CO && len(found) < maxLoops {
			rest := slices.Concat(c[i+1:], c[:i])
			found = append(found, forcedLoop(h, e, rest))
		}
	}
	if len(found) == 0 {
		return []loop{newLoop(h, c)}
	}
	return found
}

// maxLoops bounds the loops of one cycle, of which each is as long as that.
const maxLoops = 64

// withoutGuarantees replaces the edges that stand for a path, which session
// guarantees make an order, by the path.
func withoutGuarantees(c dependency.Cycle) dependency.Cycle {
	var all dependency.Cycle
	for _, e := range c {
		if e.Kind == dependency.CO && e.Key < 0 {
			all = append(all, e.Via.Visible...)
		} else {
			all = append(all, e)
		}
	}
	return all
}

// forcedLoop returns the loop of a commit-order edge e, given that rest leads from
// its To to its From.
func forcedLoop(h *history.History, e dependency.Edge, rest []dependency.Edge) loop {
	read := forcedRead(h, e)
	back := dependency.Edge{From: e.Via.Reader, To: e.From, Kind: dependency.RW, Key: e.Key,
		FromOp: read, ToOp: e.FromOp, Source: e.To}
	wr := dependency.Edge{From: e.To, To: e.Via.Reader, Kind: dependency.WR, Key: e.Key,
		FromOp: e.ToOp, ToOp: read, Source: -1}
	back.Assumed = slices.ContainsFunc(rest, func(e dependency.Edge) bool { return e.Kind == dependency.CO })
	l := newLoop(h, append(slices.Clone(e.Via.Visible), back))
	if back.Assumed {
		l.assume = []checker.Order{{Before: e.To, After: e.From}}
	}
	at := slices.IndexFunc(l.cycle, func(e dependency.Edge) bool { return e.Kind == dependency.RW })
	l.follows[at] = append([]dependency.Edge{wr}, rest...)
	return l
}

// forcedRead returns the read of To's version behind a commit-order edge: one that
// follows the read by which the reader saw From, if there is such, else the first.
func forcedRead(h *history.History, e dependency.Edge) int32 {
	after := int32(-1)
	if seen := e.Via.Visible; len(seen) == 1 && seen[0].Kind == dependency.WR {
		after = seen[0].ToOp
	}
	found := int32(-1)
	lo, hi := h.Ops(e.Via.Reader)
	for i := lo; i < hi; i++ {
		if returned(h, i, e.ToOp) && (found < 0 || found < after) {
			found = i
		}
	}
	return found
}

// returned reports whether operation i is a read of the version that write made.
func returned(h *history.History, i, write int32) bool {
	k := h.OpKey(write)
	if h.OpKind(i) != history.Read || h.OpKey(i) != k {
		return false
	}
	if !h.IsList(k) {
		return h.OpValue(i) == h.OpValue(write)
	}
	list, _ := h.ListRead(i)
	return len(list) > 0 && list[len(list)-1] == h.OpValue(write)
}

// newLoop merges what is transitive in a cycle, turns it to where a telling of it
// starts, and collects what its anti-dependencies follow from.
func newLoop(h *history.History, c dependency.Cycle) loop {
	l := loop{cycle: slices.Clone(c), follows: make([][]dependency.Edge, len(c))}
	l.merge(h)
	l.turn()
	for i, e := range l.cycle {
		if e.Kind == dependency.RW && e.Source >= 0 && l.follows[i] == nil {
			l.follows[i] = behindAnti(h, e)
		}
	}
	return l
}

// merge merges edges in a row into one: SO in one session, RT, and the version order
// of one key are transitive. Two edges are left at least.
func (l *loop) merge(h *history.History) {
	cycle, follows := l.cycle, l.follows
	l.cycle, l.follows = cycle[:1:1], follows[:1:1]
	for i := 1; i < len(cycle); i++ {
		if last := len(l.cycle) - 1; len(l.cycle)+len(cycle)-i > 2 && transitive(h, l.cycle[last], cycle[i]) {
			l.cycle[last], l.follows[last] = l.joined(last, cycle[i], follows[i])
			continue
		}
		l.cycle, l.follows = append(l.cycle, cycle[i]), append(l.follows, follows[i])
	}
	for len(l.cycle) > 2 && transitive(h, l.cycle[len(l.cycle)-1], l.cycle[0]) {
		last := len(l.cycle) - 1
		l.cycle[last], l.follows[last] = l.joined(last, l.cycle[0], l.follows[0])
		l.cycle, l.follows = l.cycle[1:], l.follows[1:]
	}
}

// joined returns edge i made one with the edge after it, and what both follow from.
func (l *loop) joined(i int, b dependency.Edge, follows []dependency.Edge) (dependency.Edge, []dependency.Edge) {
	merged := l.cycle[i]
	merged.To, merged.ToOp, merged.Assumed = b.To, b.ToOp, merged.Assumed || b.Assumed
	return merged, append(parts(l.cycle[i], l.follows[i]), parts(b, follows)...)
}

// parts are the edges that an edge was merged from.
func parts(e dependency.Edge, follows []dependency.Edge) []dependency.Edge {
	if follows != nil {
		return follows
	}
	return []dependency.Edge{e}
}

func transitive(h *history.History, a, b dependency.Edge) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case dependency.SO, dependency.RT:
		return true
	case dependency.WW:
		// Of a list the writes may be different ones of the transaction between.
		return a.Key == b.Key && a.ToOp <= b.FromOp && !h.IsList(a.Key) || a.Key == b.Key && a.ToOp == b.FromOp
	}
	return false
}

// turn makes the cycle end with an RW edge and, if it can, start with another
// kind; of what is left it starts with the earliest transaction.
func (l *loop) turn() {
	best := 0
	for i := range l.cycle {
		if a, b := l.startCost(i), l.startCost(best); a < b || a == b && l.cycle[i].From < l.cycle[best].From {
			best = i
		}
	}
	l.cycle = slices.Concat(l.cycle[best:], l.cycle[:best])
	l.follows = slices.Concat(l.follows[best:], l.follows[:best])
}

func (l *loop) startCost(i int) int {
	cost := 0
	if l.cycle[(i+len(l.cycle)-1)%len(l.cycle)].Kind != dependency.RW {
		cost += 2
	}
	if l.cycle[i].Kind == dependency.RW {
		cost++
	}
	return cost
}

// behindAnti returns what an anti-dependency follows from: the read, and the
// order of the version that was read and the one that was not.
func behindAnti(h *history.History, e dependency.Edge) []dependency.Edge {
	source := writeOf(h, e.Source, e.Key, e.FromOp)
	if source < 0 {
		return nil
	}
	return []dependency.Edge{
		{From: e.Source, To: e.From, Kind: dependency.WR, Key: e.Key, FromOp: source, ToOp: e.FromOp, Source: -1},
		{From: e.Source, To: e.To, Kind: dependency.WW, Key: e.Key, FromOp: source, ToOp: e.ToOp, Source: -1, Assumed: e.Assumed},
	}
}

// writeOf returns the write of key k by t that read returned, or -1.
func writeOf(h *history.History, t, k, read int32) int32 {
	lo, hi := h.Ops(t)
	for i := hi - 1; i >= lo; i-- {
		if h.OpKind(i) != history.Read && h.OpKey(i) == k && returned(h, read, i) {
			return i
		}
	}
	return -1
}
