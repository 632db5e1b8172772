package axioms

import "math"

// columns are rows that hold a block of all transactions at a time, to bound the
// memory: what a block has of the rows is generated, looked at and dropped.
type columns interface {
	rows
	// next turns to the next block, with empty rows, and reports whether there is
	// one. Blocks of consecutive places come from the last to the first.
	next() bool
	// from is the first place whose row may not be empty.
	from() int32
	// latest returns the last version of key k whose writer is in the row, in the
	// block, and after place floor; -1 if there is none.
	latest(row, k, floor int32) int32
	// count returns how many of the block are in the row.
	count(row int32) int32
	// gap returns the first place of the block that is not in the row, or
	// [unbound].
	gap(row int32) int32
	// lacks returns the first place of the block that is in the row of other, of
	// the same kind, and not in this one, or unbound.
	lacks(other columns, row int32) int32
}

// blockBytes bounds the memory that the rows of a block take, unless a single
// column takes more.
var blockBytes = 128 << 20

// columnsFor returns empty rows for a sweep. Where visibility is transitive and
// includes the sessions, a set is a prefix of each session and is held as a
// number for each; where sessions are so short that bits are smaller, and
// otherwise, it is held in bits.
func (v *view) columnsFor(s *sweep) columns {
	if s.Closed && s.Sessions && !(v.Lists == Log && v.logs != nil) {
		if c := newChains(v); 32*c.number() < len(v.Order) {
			return newClocks(v, c, s.total)
		}
	}
	return newBits(v, s.total)
}

// counts returns, by place, how many transactions the one there sees.
func (v *view) counts() []int32 {
	n := make([]int32, len(v.Order))
	s := newSweep(v, *v.VIS.Edges)
	for c := v.columnsFor(s); c.next(); {
		s.run(c, c.from())
		for i := c.from(); i < int32(len(n)); i++ {
			n[i] += c.count(i)
		}
	}
	return n
}

// firstUnseen returns the first place that the transaction at place i does not
// see. It costs as much as [view.counts].
func (v *view) firstUnseen(i int32) int32 {
	first := int32(unbound)
	s := newSweep(v, *v.VIS.Edges)
	for c := v.columnsFor(s); c.next(); {
		s.run(c, c.from())
		first = min(first, c.gap(i))
	}
	return first
}

// judgeRule judges an axiom that is a rule by which visibility is generated: it
// holds if the rule adds nothing. Why says of a transaction that is not seen
// why it should be.
func (v *view) judgeRule(add func(*VisibleEdges), why string) *Breach {
	with := *v.VIS.Edges
	add(&with)
	if sameRules(with, *v.VIS.Edges) {
		return nil
	}
	for i, last := range v.furthestSeen(with) {
		if last >= int32(i) {
			return v.unseen(int32(i), last, why)
		}
	}
	at, lacking := v.firstLack(with)
	if at < 0 {
		return nil
	}
	return v.unseen(at, lacking, why)
}

func sameRules(a, b VisibleEdges) bool {
	return a.Sessions == b.Sessions && a.RealTime == b.RealTime && a.Conflicts == b.Conflicts &&
		a.Guarantees == b.Guarantees && a.Closed == b.Closed
}

// firstLack returns the first place whose transaction sees less than it would by
// the rules of with, and the first place that it lacks; -1 if there is none.
func (v *view) firstLack(with VisibleEdges) (at, lacking int32) {
	at, lacking = math.MaxInt32, unbound
	// The rule of MW is generated for all, and asked for by those that read.
	onlyReaders := with.Guarantees.Has(MW) && !v.VIS.Edges.Guarantees.Has(MW)
	s, more := newSweep(v, *v.VIS.Edges), newSweep(v, with)
	for a, b := v.pairFor(s, more); a.next() && b.next(); {
		s.run(a, a.from())
		more.run(b, b.from())
		for i := a.from(); i <= min(at, int32(len(v.Order))-1); i++ {
			if onlyReaders && !v.reads[i] {
				continue
			}
			p := a.lacks(b, i)
			if p == unbound {
				continue
			}
			if i < at {
				at, lacking = i, p
			} else {
				lacking = min(lacking, p)
			}
		}
	}
	if at == math.MaxInt32 {
		return -1, -1
	}
	return at, lacking
}

// pairFor returns rows for two sweeps over the same blocks.
func (v *view) pairFor(s, more *sweep) (a, b columns) {
	total := max(s.total, more.total)
	if s.Closed && s.Sessions {
		if c := newChains(v); 32*c.number() < len(v.Order) {
			return newClocks(v, c, total), newClocks(v, c, total)
		}
	}
	return newBits(v, total), newBits(v, total)
}
