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
	reads   [][]keyRead // by key
	writes  [][]int32   // by key: operations, the last of each transaction on a register
	// survivors outlived crashes from..to-1.
	survivors []survivor
	at        map[int]*Loss
	// crashOf is by transaction the number of the crash that took it, negative if it is
	// counted as read, or 0.
	crashOf []int32
}

// keyRead is a read by a committed transaction that had not used the key before.
type keyRead struct{ txn, op int32 }

// readers are those who read a value: who of them ended first, and who started last.
type readers struct{ first, last int32 }

var nobody = readers{-1, -1}

// survivor is a transaction of which reader found a write after crashes from..to-1.
type survivor struct {
	writer, reader int32
	from, to       int
}

// collect finds the reads and writes of each key.
func (f *lossFinder) collect() {
	h := f.h
	f.reads, f.writes = make([][]keyRead, h.Keys()), make([][]int32, h.Keys())
	used := make([]int32, h.Keys()) // the last transaction that used the key, from 1
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi && h.Status(t) != history.Aborted; i++ {
			k := h.OpKey(i)
			switch fresh := used[k] != t+1; {
			case h.OpKind(i) == history.Read && fresh && h.Status(t) == history.Committed && h.Start(t) != history.NoTime:
				f.reads[k] = append(f.reads[k], keyRead{t, i})
			case h.OpKind(i) == history.Write && f.rewrites(k, t):
				f.writes[k][len(f.writes[k])-1] = i
			case h.OpKind(i) != history.Read:
				f.writes[k] = append(f.writes[k], i)
			}
			used[k] = t + 1
		}
	}
	for _, reads := range f.reads {
		slices.SortStableFunc(reads, func(a, b keyRead) int { return cmp.Compare(h.Start(a.txn), h.Start(b.txn)) })
	}
}

// rewrites reports whether the last write of key k is by t too.
func (f *lossFinder) rewrites(k, t int32) bool {
	n := len(f.writes[k])
	if n == 0 {
		return false
	}
	lo, _ := f.h.Ops(t)
	return f.writes[k][n-1] >= lo
}

// key finds the lost writes of a key.
func (f *lossFinder) key(k int32) {
	var seen map[int32]readers
	var misses func(op int32, from int64) int32
	if f.h.IsList(k) {
		seen = f.seenInLists(k)
		misses = func(_ int32, from int64) int32 { return f.firstRead(k, from) }
	} else {
		seen = f.seenInRegister(k)
		misses = f.missedRegisters(k)
	}
	writers := map[int32]int{}
	for _, op := range f.writes[k] {
		writers[f.h.OpValue(op)]++
	}
	for _, op := range f.writes[k] {
		v := f.h.OpValue(op)
		if writers[v] > 1 || v == history.Initial && !f.h.IsList(k) {
			continue
		}
		by, ok := seen[v]
		if !ok {
			by = nobody
		}
		f.write(k, op, by, misses)
	}
}

// write says whether a write is lost: some crash after it was acknowledged or read is
// followed by a read that misses it, and by none that finds it.
func (f *lossFinder) write(k, op int32, by readers, misses func(op int32, from int64) int32) {
	t := f.h.TxnOf(op)
	born := f.h.End(t)
	if f.h.Status(t) == history.Unknown && by.first >= 0 {
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
	if from < to {
		f.survivors = append(f.survivors, survivor{t, by.last, from, to})
	}
	if to == len(f.crashes) {
		return
	}
	if missing := misses(op, f.crashes[to]); missing >= 0 {
		w := Lost{Writer: t, Key: k, Reader: -1, Missing: missing}
		if by.first >= 0 && f.h.End(by.first) < f.crashes[to] {
			w.Reader = by.first
		}
		f.lose(to, w)
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

func (f *lossFinder) add(seen readers, t int32) readers {
	if end := f.h.End(t); end != history.NoTime && (seen.first < 0 || end < f.h.End(seen.first)) {
		seen.first = t
	}
	if seen.last < 0 || f.h.Start(t) > f.h.Start(seen.last) {
		seen.last = t
	}
	return seen
}

// both returns the first and the last of two groups.
func (f *lossFinder) both(a, b readers) readers {
	for _, t := range []int32{b.first, b.last} {
		if t >= 0 {
			a = f.add(a, t)
		}
	}
	return a
}

func (f *lossFinder) seenInRegister(k int32) map[int32]readers {
	seen := map[int32]readers{}
	for _, r := range f.reads[k] {
		v := f.h.OpValue(r.op)
		by, ok := seen[v]
		if !ok {
			by = nobody
		}
		seen[v] = f.add(by, r.txn)
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
			atLeast[len(list)] = f.add(atLeast[len(list)], r.txn)
			continue
		}
		for _, v := range list {
			by, ok := seen[v]
			if !ok {
				by = nobody
			}
			seen[v] = f.add(by, r.txn)
		}
	}
	for n := len(longest) - 1; n >= 0; n-- {
		atLeast[n] = f.both(atLeast[n], atLeast[n+1])
		by, ok := seen[longest[n]]
		if !ok {
			by = nobody
		}
		seen[longest[n]] = f.both(by, atLeast[n+1])
	}
	return seen
}

// missedRegisters returns a function that finds the first reader of register k, started
// after from, that certainly misses a write: it read the initial value, or one whose
// write had ended before that write started.
func (f *lossFinder) missedRegisters(k int32) func(op int32, from int64) int32 {
	end := map[int32]int64{history.Initial: math.MinInt64}
	for _, op := range f.writes[k] {
		v, t := f.h.OpValue(op), f.h.TxnOf(op)
		_, twice := end[v]
		if end[v] = f.h.End(t); twice || end[v] == history.NoTime {
			end[v] = math.MaxInt64
		}
	}
	reads := f.reads[k]
	tree := newLeastTree(len(reads), func(i int) int64 {
		if e, ok := end[f.h.OpValue(reads[i].op)]; ok {
			return e
		}
		return math.MaxInt64
	})
	return func(op int32, from int64) int32 {
		first := sort.Search(len(reads), func(i int) bool { return f.h.Start(reads[i].txn) > from })
		if i := tree.firstBelow(first, f.h.Start(f.h.TxnOf(op))); i >= 0 {
			return reads[i].txn
		}
		return -1
	}
}

// latestSurvivors returns for each crash the survivor of it that started last, or nil.
func (f *lossFinder) latestSurvivors() []*survivor {
	h := f.h
	slices.SortStableFunc(f.survivors, func(a, b survivor) int { return cmp.Compare(h.Start(b.writer), h.Start(a.writer)) })
	latest := make([]*survivor, len(f.crashes))
	next := make([]int, len(f.crashes)+1) // the next crash that has none yet, or nearer to it
	for i := range next {
		next[i] = i
	}
	open := func(i int) int {
		for next[i] != i {
			next[i] = next[next[i]]
			i = next[i]
		}
		return i
	}
	for n := range f.survivors {
		s := &f.survivors[n]
		for i := open(s.from); i < s.to; i = open(i) {
			latest[i], next[i] = s, i+1
		}
	}
	return latest
}

// leastTree finds the first of several numbers below a bound, in logarithmic time.
type leastTree struct {
	leaves int
	least  []int64 // node n has the children 2n and 2n+1; the root is 1
}

func newLeastTree(n int, value func(i int) int64) *leastTree {
	t := &leastTree{leaves: 1}
	for t.leaves < n {
		t.leaves *= 2
	}
	t.least = make([]int64, 2*t.leaves)
	for i := range t.leaves {
		t.least[t.leaves+i] = math.MaxInt64
		if i < n {
			t.least[t.leaves+i] = value(i)
		}
	}
	for n := t.leaves - 1; n > 0; n-- {
		t.least[n] = min(t.least[2*n], t.least[2*n+1])
	}
	return t
}

// firstBelow returns the first index, from on, with a number less than bound, or -1.
func (t *leastTree) firstBelow(from int, bound int64) int {
	if from >= t.leaves {
		return -1
	}
	n := t.leaves + from
	for t.least[n] >= bound {
		for n&1 == 1 { // a right child: up
			n /= 2
		}
		if n == 0 {
			return -1
		}
		n++
	}
	for n < t.leaves {
		if n *= 2; t.least[n] >= bound {
			n++
		}
	}
	return n - t.leaves
}
