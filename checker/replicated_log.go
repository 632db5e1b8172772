package checker

import (
	"slices"

	"visar/history/dependency"
)

// replicatedLogs are the reads of lists that are replicated logs: a read returns
// the visible appends in arbitration order, each transaction's together. So it
// says of every writer of the key whether it is visible, and orders those that
// are. Appends that a read lacks may be before those that it has.
type replicatedLogs struct {
	reads []logRead // by operation
	// blocks are, by key, the writers in the longest read of the list, in order, and
	// ends how many elements there are up to the end of each.
	blocks, ends [][]int32
	// place is, by write, the place of its writer among the blocks of its key.
	place []int32
	// faults are, by key, where the longest read contradicts itself.
	faults []logFault
	// backward: a read shows appends of one transaction in the wrong order.
	backward bool
}

// logRead is a read of a log by a committed transaction. Its own appends, which
// come last, are left out.
type logRead struct {
	dependency.Read
	// shown are the writers of what was read, in order.
	shown []int32
	// prefix: they are the first blocks of the key. Otherwise sorted has them by
	// number, and ops are all appends that were read.
	prefix      bool
	sorted, ops []int32
}

// log returns the log read that rd is, or nil.
func (l *replicatedLogs) log(rd dependency.Read) *logRead {
	if l == nil {
		return nil
	}
	at, ok := slices.BinarySearchFunc(l.reads, rd.Op, func(r logRead, op int32) int { return int(r.Op - op) })
	if !ok {
		return nil
	}
	return &l.reads[at]
}

// shows reports whether the read shows what writer appended to its key.
func (h *hornJob) shows(l *logRead, writer int32) bool {
	if l.prefix {
		w := h.writeIndex(writer, l.Key)
		return w >= 0 && int(h.logs.place[w]) < len(l.shown)
	}
	return has(l.sorted, writer)
}

// readsFrom reports whether rd shows something of source.
func (h *hornJob) readsFrom(rd dependency.Read, source int32) bool {
	if l := h.logs.log(rd); l != nil {
		return h.shows(l, source)
	}
	return rd.Source == source
}

// eachSource yields the writers of what rd returned.
func (h *hornJob) eachSource(rd dependency.Read, yield func(source int32)) {
	if l := h.logs.log(rd); l != nil {
		for _, n := range l.shown {
			yield(n)
		}
	} else if rd.Source >= 0 {
		yield(rd.Source)
	}
}

// eachVersionPair yields pairs of appends that lists show one after the other:
// the known order of versions.
func (h *hornJob) eachVersionPair(yield func(from, to, key, fromOp, toOp int32)) {
	if h.logs == nil {
		h.r.ListOrder(true, yield)
		return
	}
	pairs := func(key int32, ops []int32) {
		for i := 1; i < len(ops); i++ {
			if from, to := h.r.NodeOfOp(ops[i-1]), h.r.NodeOfOp(ops[i]); from != to {
				yield(from, to, key, ops[i-1], ops[i])
			}
		}
	}
	for k, v := range h.r.Versions {
		if v != nil {
			pairs(int32(k), v.Ops)
		}
	}
	for i := range h.logs.reads {
		pairs(h.logs.reads[i].Key, h.logs.reads[i].ops)
	}
}

// prefixInto puts before to what a prefix of a log shows. Prefixes are a chain of
// auxiliary nodes, so that all reads of a log cost arcs linear in their number
// and in the longest one.
func (s *horn) prefixInto(l *logRead, to int32) {
	if len(l.shown) == 0 {
		return
	}
	if s.prefixes == nil {
		s.prefixes = make([][]int32, s.h.Keys())
	}
	chain := s.prefixes[l.Key]
	for i := len(chain); i < len(l.shown); i++ {
		next := s.aux(noOwner)
		if i > 0 {
			s.add(chain[i-1], next, dependency.WR)
		}
		s.add(l.shown[i], next, dependency.WR)
		chain = append(chain, next)
	}
	s.prefixes[l.Key] = chain
	s.add(chain[len(l.shown)-1], to, dependency.WR)
}
