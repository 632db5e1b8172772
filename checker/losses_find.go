package checker

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"visar/history"
)

// lossFinder looks for lost writes key by key.
type lossFinder struct {
	h       *history.History
	crashes []int64
	times   *history.Times
	reads   [][]keyRead  // by key, in order of their starts
	writes  [][]keyWrite // by key: the last of each transaction on a register
	calls   [][]keyCall  // by key
	// survivors outlived crashes from..to-1.
	survivors []survivor
	at        map[int]*Loss
	// taken has those that are counted, and whether as read.
	taken map[taken]bool
}

// taken is a transaction of which a crash took something.
type taken struct {
	crash int
	txn   int32
}

// keyRead is a read by a committed transaction that had not used the key before. Its
// operation is -1 if it is a call.
type keyRead struct{ txn, op, value int32 }

// keyWrite is a write of a value, or of an element of a list. It read the value before,
// or that is -1.
type keyWrite struct{ txn, value, before int32 }

// readers are those who read a value: who of them ended first, and who started last.
type readers struct{ first, last int32 }

var nobody = readers{-1, -1}

// survivor is a transaction of which reader found a write after crashes from..to-1.
type survivor struct {
	writer, reader int32
	from, to       int
}

// collect finds the reads, writes and calls of each key.
func (f *lossFinder) collect() {
	h := f.h
	f.reads, f.writes, f.calls = make([][]keyRead, h.Keys()), make([][]keyWrite, h.Keys()), make([][]keyCall, h.Keys())
	used := make([]int32, h.Keys()) // the last transaction that used the key, from 1
	for t := range int32(h.Len()) {
		if h.Status(t) == history.Aborted {
			continue
		}
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			k := h.OpKey(i)
			f.op(t, i, used[k] != t+1)
			used[k] = t + 1
		}
		if h.Calls() > 0 {
			f.call(t)
		}
	}
	for _, reads := range f.reads {
		slices.SortStableFunc(reads, func(a, b keyRead) int { return cmp.Compare(h.Start(a.txn), h.Start(b.txn)) })
	}
}

// op notes operation i of transaction t, which is the first on its key if it is fresh.
func (f *lossFinder) op(t, i int32, fresh bool) {
	h, k, v := f.h, f.h.OpKey(i), f.h.OpValue(i)
	switch {
	case h.OpKind(i) == history.Read:
		if fresh {
			f.read(t, i, k, v)
		}
	case h.OpKind(i) == history.Write && f.rewrites(k, t):
		f.writes[k][len(f.writes[k])-1].value = v
	default:
		w := keyWrite{t, v, -1}
		if reads := f.reads[k]; h.OpKind(i) == history.Write && len(reads) > 0 && reads[len(reads)-1].txn == t {
			w.before = reads[len(reads)-1].value
		}
		f.writes[k] = append(f.writes[k], w)
	}
}

// read notes a read, if it is evidence.
func (f *lossFinder) read(t, op, k, v int32) {
	if f.h.Status(t) == history.Committed && f.h.Start(t) != history.NoTime {
		f.reads[k] = append(f.reads[k], keyRead{t, op, v})
	}
}

// rewrites reports whether the last write of key k is by t too.
func (f *lossFinder) rewrites(k, t int32) bool {
	n := len(f.writes[k])
	return n > 0 && f.writes[k][n-1].txn == t
}

// key finds the lost writes of a key.
func (f *lossFinder) key(k int32) {
	switch {
	case f.h.IsList(k) && len(f.calls[k]) > 0: // a list and another object
	case f.h.IsList(k):
		seen := f.seenInLists(k)
		misses := func(_ keyWrite, from int64) int32 { return f.firstRead(k, from) }
		f.values(k, seen, misses)
	case f.object(k):
	default:
		f.values(k, f.seenInRegister(k), f.missedRegisters(k))
	}
}

// values finds lost writes of values, or of elements. Of a value that several wrote, all
// are lost where nobody finds it any more, and nobody is known to have read one of them.
func (f *lossFinder) values(k int32, seen map[int32]readers, misses func(w keyWrite, from int64) int32) {
	writers := map[int32]int{}
	for _, w := range f.writes[k] {
		writers[w.value]++
	}
	if !f.h.IsList(k) {
		writers[history.Initial]++
	}
	for _, w := range f.writes[k] {
		f.write(k, w, readersOf(seen, w.value), writers[w.value] == 1, func(from int64) int32 { return misses(w, from) })
	}
}

func readersOf(seen map[int32]readers, v int32) readers {
	if r, ok := seen[v]; ok {
		return r
	}
	return nobody
}

// write says whether a write is lost: some crash after it was acknowledged or read is
// followed by a read that misses it, and by none that finds it. Who found its value has
// read this write if it is alone.
func (f *lossFinder) write(k int32, w keyWrite, by readers, alone bool, misses func(from int64) int32) {
	t := w.txn
	born := f.h.End(t)
	if f.h.Status(t) == history.Unknown && by.first >= 0 && alone {
		born = f.h.End(by.first)
	}
	if born == history.NoTime || f.h.Start(t) == history.NoTime {
		return
	}
	from, held := f.after(born), born
	if by.last >= 0 {
		held = max(born, f.h.Start(by.last))
	}
	to := f.after(held)
	if from < to && alone {
		f.survivors = append(f.survivors, survivor{t, by.last, from, to})
	}
	if to == len(f.crashes) {
		return
	}
	if missing := misses(f.crashes[to]); missing >= 0 {
		lost := Lost{Writer: t, Key: k, Reader: -1, Missing: missing}
		if alone && by.first >= 0 && f.h.End(by.first) < f.crashes[to] {
			lost.Reader = by.first
		}
		f.lose(to, lost)
	}
}

// firstRead returns the first transaction that read key k and started after from, or
// -1.
func (f *lossFinder) firstRead(k int32, from int64) int32 {
	reads := f.reads[k]
	i := sort.Search(len(reads), func(i int) bool { return f.h.Start(reads[i].txn) > from })
	if i == len(reads) {
		return -1
	}
	return reads[i].txn
}

// with returns the first and the last of the readers and transaction t.
func (f *lossFinder) with(seen readers, t int32) readers {
	if end := f.h.End(t); end != history.NoTime && (seen.first < 0 || end < f.h.End(seen.first)) {
		seen.first = t
	}
	if seen.last < 0 || f.h.Start(t) > f.h.Start(seen.last) {
		seen.last = t
	}
	return seen
}

// both returns the first and the last of two groups of readers.
func (f *lossFinder) both(a, b readers) readers {
	for _, t := range []int32{b.first, b.last} {
		if t >= 0 {
			a = f.with(a, t)
		}
	}
	return a
}

// saw notes that transaction t found value v.
func (f *lossFinder) saw(seen map[int32]readers, v, t int32) {
	seen[v] = f.with(readersOf(seen, v), t)
}

// seenInRegister returns who read the values of key k.
func (f *lossFinder) seenInRegister(k int32) map[int32]readers {
	seen := map[int32]readers{}
	for _, r := range f.reads[k] {
		f.saw(seen, r.value, r.txn)
	}
	return seen
}

// seenInLists returns who read the elements of list k.
func (f *lossFinder) seenInLists(k int32) map[int32]readers {
	longest := f.h.Longest(k)
	atLeast := slices.Repeat([]readers{nobody}, len(longest)+1) // by length
	seen := map[int32]readers{}
	for _, r := range f.reads[k] {
		list, prefix := f.h.ListRead(r.op)
		if prefix {
			atLeast[len(list)] = f.with(atLeast[len(list)], r.txn)
			continue
		}
		for _, v := range list {
			f.saw(seen, v, r.txn)
		}
	}
	for n := len(longest) - 1; n >= 0; n-- {
		atLeast[n] = f.both(atLeast[n], atLeast[n+1])
		seen[longest[n]] = f.both(readersOf(seen, longest[n]), atLeast[n+1])
	}
	return seen
}

// missedRegisters returns a function that finds the first reader of register k, started
// after from, that certainly misses a write: it read the initial value, or one all of
// whose writes had ended before that write started, or the one that was replaced by it.
func (f *lossFinder) missedRegisters(k int32) func(w keyWrite, from int64) int32 {
	end := map[int32]int64{history.Initial: math.MinInt64}
	writers := map[int32]int{history.Initial: 1}
	for _, w := range f.writes[k] {
		writers[w.value]++
		if e, ok := end[w.value]; !ok || e < f.endOf(w.txn) {
			end[w.value] = f.endOf(w.txn)
		}
	}
	reads := f.reads[k]
	byValue := map[int32][]int32{}
	for _, r := range reads {
		byValue[r.value] = append(byValue[r.value], r.txn)
	}
	tree := newLeastTree(len(reads), func(i int) int64 {
		if e, ok := end[reads[i].value]; ok {
			return e
		}
		return math.MaxInt64
	})
	return func(w keyWrite, from int64) int32 {
		first := sort.Search(len(reads), func(i int) bool { return f.h.Start(reads[i].txn) > from })
		if i := tree.firstBelow(first, f.h.Start(w.txn)); i >= 0 {
			return reads[i].txn
		}
		if w.before >= 0 && w.before != w.value && writers[w.before] == 1 {
			return f.firstOf(byValue[w.before], from)
		}
		return -1
	}
}

// firstOf returns the first of the transactions, which are in order of their starts, that
// started after from, or -1.
func (f *lossFinder) firstOf(txns []int32, from int64) int32 {
	i := sort.Search(len(txns), func(i int) bool { return f.h.Start(txns[i]) > from })
	if i == len(txns) {
		return -1
	}
	return txns[i]
}

// endOf returns when transaction t had taken effect at the latest, if at all.
func (f *lossFinder) endOf(t int32) int64 {
	if end := f.h.End(t); end != history.NoTime {
		return end
	}
	return math.MaxInt64
}
