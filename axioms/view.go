package axioms

import (
	"math"
	"sort"

	"visar/history"
)

// view is a well-formed execution with what judging it takes, found once.
// Places are indices into Order.
type view struct {
	*Execution
	h       *history.History
	place   []int32 // by transaction: its place, or -1 if it takes no part
	final   *writes // see [view.writes]
	reader  []bool  // see [view.reads]
	writers []bool  // see [view.writer]
	walk    *walk
	logs    *logs       // of list keys; nil if there are none
	finals  *byValue    // see [view.finalsOf]
	source  []int32     // by operation; see [view.onlyWriter]
	sketch  []keySketch // see [view.writtenKeys]
	parts   *parts      // see [view.partsOf]
	ends    []int64     // by place: the least end there or later; MaxInt64 if none
	reach   []int32     // by place: the last place that it sees, or -1; see [view.reached]
}

// newView builds the view of a well-formed execution in linear time.
func newView(e *Execution, place []int32) *view {
	v := &view{Execution: e, h: e.History, place: place, walk: newWalk(e.History)}
	v.logs = findLogs(v)
	return v
}

// writes returns the final writes, which are found once.
func (v *view) writes() *writes {
	if v.final == nil {
		v.final = findWrites(v.Execution)
	}
	return v.final
}

// committed reports whether the transaction at place i has committed, so that
// its reads are evidence and SO and RT leave it.
func (v *view) committed(i int32) bool {
	return v.h.Status(v.Order[i]) == history.Committed
}

// reads reports, by place, whether the transaction there is committed and has an
// external read.
func (v *view) reads() []bool {
	if v.reader == nil {
		v.reader = v.byPlace(v.isReader)
	}
	return v.reader
}

// byPlace returns the answers of is by place. It asks in the order in which the operations are stored, whatever AR is.
func (v *view) byPlace(is func(t int32) bool) []bool {
	all := make([]bool, len(v.Order))
	for t, i := range v.place {
		if i >= 0 {
			all[i] = is(int32(t))
		}
	}
	return all
}

func (v *view) isReader(t int32) bool {
	if v.h.Status(t) != history.Committed {
		return false
	}
	v.walk.begin(t)
	for op := v.walk.lo; op < v.walk.hi; op++ {
		if prev, _ := v.walk.step(op); v.h.OpKind(op) == history.Read && v.external(op, prev) {
			return true
		}
	}
	return false
}

// writer reports whether the transaction at place i writes.
func (v *view) writer(i int32) bool {
	if v.writers == nil {
		v.writers = v.byPlace(v.isWriter)
	}
	return v.writers[i]
}

func (v *view) isWriter(t int32) bool {
	lo, hi := v.h.Ops(t)
	for op := lo; op < hi; op++ {
		if v.h.OpKind(op) != history.Read {
			return true
		}
	}
	return false
}

// leastEnd returns the least end of the committed transactions at place i or
// later, or MaxInt64. RT leads from them to whatever starts after that.
func (v *view) leastEnd(i int32) int64 {
	if v.ends == nil {
		v.ends = make([]int64, len(v.Order)+1)
		least := int64(math.MaxInt64)
		v.ends[len(v.Order)] = least
		for j := int32(len(v.Order)) - 1; j >= 0; j-- {
			least = min(least, v.end(j))
			v.ends[j] = least
		}
	}
	return v.ends[i]
}

// end returns the end of the transaction at place i if RT leads from it, and
// MaxInt64 otherwise.
func (v *view) end(i int32) int64 {
	if e := v.h.End(v.Order[i]); e != history.NoTime && v.committed(i) {
		return e
	}
	return math.MaxInt64
}

// endedBefore returns the first place from i on whose transaction ended before
// the given start; there is one.
func (v *view) endedBefore(i int32, start int64) int32 {
	for v.end(i) >= start {
		i++
	}
	return i
}

// writes are the final writes of the execution's transactions: by key, and by
// place within a key. Entry j is a version.
type writes struct {
	first []int32 // by key: its first entry; and the number of entries
	place []int32
	op    []int32 // the last write of the key by the transaction there
}

// findWrites takes time linear in the operations.
func findWrites(e *Execution) *writes {
	h := e.History
	w := &writes{first: make([]int32, h.Keys()+1)}
	eachFinalWrite(e, func(_, op int32) { w.first[h.OpKey(op)+1]++ })
	for k := range h.Keys() {
		w.first[k+1] += w.first[k]
	}
	total := w.first[h.Keys()]
	w.place, w.op = make([]int32, total), make([]int32, total)
	next := append([]int32(nil), w.first...)
	eachFinalWrite(e, func(i, op int32) {
		j := next[h.OpKey(op)]
		next[h.OpKey(op)]++
		w.place[j], w.op[j] = i, op
	})
	return w
}

// eachFinalWrite calls f with the place and the operation of each final write,
// in the order of places.
func eachFinalWrite(e *Execution, f func(i, op int32)) {
	h := e.History
	later := newKeyMap(h.Keys())
	for i, t := range e.Order {
		later.clear()
		lo, hi := h.Ops(t)
		for op := hi - 1; op >= lo; op-- {
			if k := h.OpKey(op); h.OpKind(op) != history.Read && later.find(k) < 0 {
				later.add(k, op)
				f(int32(i), op)
			}
		}
	}
}

// before returns the last version of key k whose writer is before place i, or
// -1.
func (w *writes) before(k, i int32) int32 {
	lo, hi := w.first[k], w.first[k+1]
	j := lo + int32(sort.Search(int(hi-lo), func(n int) bool { return w.place[int(lo)+n] >= i }))
	if j == lo {
		return -1
	}
	return j - 1
}
