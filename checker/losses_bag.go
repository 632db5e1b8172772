package checker

import (
	"math"
	"slices"
	"sort"

	"visar/history"
)

// bag is a queue or a stack, of which a crash may take two things back.
//
// An element is lost that was put there before the crash and that nobody ever took,
// where one who came after it found nothing left, or an element that comes after the
// lost one: in a queue one that was put there later, in a stack one that was earlier.
// As many as there are calls of unknown outcome, or without times, that take an element
// may have gone to these; then how many are lost is certain, but not which.
//
// A call that took an element is lost where the element, which was put there once, is
// taken again after the crash.
type bag struct {
	*lossFinder
	k     int32
	lifo  bool
	puts  map[int32][]int32 // by value
	takes []take            // in order of their starts
	by    map[int32][]int32 // those of each value
	open  []int64           // starts of takes that may have taken any, in order
	empty int64             // the first start of a drain that may have taken all
	lost  []lostElement
}

// take is a value that a transaction took, or Initial, which says that none was left.
type take struct{ txn, value int32 }

// lostElement is one that was put in before a crash and that somebody missed.
type lostElement struct {
	put, missing int32
	crash        int
}

func (f *lossFinder) bag(k int32) {
	b := &bag{lossFinder: f, k: k, puts: map[int32][]int32{}, by: map[int32][]int32{}, empty: math.MaxInt64}
	for _, c := range f.calls[k] {
		b.collect(c)
	}
	slices.Sort(b.open)
	taken := b.takes
	b.takes = nil
	for _, i := range ascending(len(taken), func(i int32) int64 { return f.h.Start(taken[i].txn) }) {
		t := taken[i]
		b.takes, b.by[t.value] = append(b.takes, t), append(b.by[t.value], t.txn)
	}
	b.missed()
	b.redelivered()
}

func (b *bag) collect(c keyCall) {
	start := b.h.Start(c.txn)
	switch c.Func {
	case history.Push, history.Enqueue:
		if b.effective(c) {
			b.lifo = c.Func == history.Push
			b.puts[c.Args[0]] = append(b.puts[c.Args[0]], c.txn)
		}
	case history.Drain:
		if !b.committed(c) || start == history.NoTime {
			b.empty = min(b.empty, start)
			return
		}
		b.took(c)
		b.takes = append(b.takes, take{c.txn, history.Initial})
	default:
		if !b.committed(c) || start == history.NoTime {
			b.open = append(b.open, start)
			return
		}
		b.took(c)
	}
}

func (b *bag) took(c keyCall) {
	for _, v := range c.Result {
		b.takes = append(b.takes, take{c.txn, v})
	}
}

// missed finds the elements that a crash took.
func (b *bag) missed() {
	ranks := map[int32]int64{} // by value
	for v := range b.by {
		ranks[v] = b.rank(v)
	}
	tree := newLeastTree(len(b.takes), func(i int) int64 { return ranks[b.takes[i].value] })
	for _, c := range b.calls[b.k] {
		put := c.Func == history.Enqueue || c.Func == history.Push
		if put && b.committed(c) && b.effective(c) && b.h.End(c.txn) != history.NoTime && b.h.Start(c.txn) != history.NoTime {
			b.put(c.txn, c.Args[0], tree)
		}
	}
	// In order of their ends they are in order of the crashes.
	var crash []lostElement
	for _, i := range ascending(len(b.lost), func(i int32) int64 { return b.h.End(b.lost[i].put) }) {
		if len(crash) > 0 && crash[0].crash != b.lost[i].crash {
			b.tell(crash)
			crash = crash[:0]
		}
		crash = append(crash, b.lost[i])
	}
	b.tell(crash)
}

// put looks whether element v, which transaction t put there, was taken or missed.
func (b *bag) put(t, v int32, tree *leastTree) {
	crash, by := b.after(b.h.End(t)), b.by[v]
	switch {
	case crash == len(b.crashes) || v == history.Initial:
		return
	case len(by) > 0:
		last := by[len(by)-1]
		if to := b.after(b.h.Start(last)); crash < to && len(b.puts[v]) == 1 {
			b.survivors = append(b.survivors, survivor{t, last, crash, to})
		}
		return
	}
	from := sort.Search(len(b.takes), func(i int) bool { return b.h.Start(b.takes[i].txn) > b.crashes[crash] })
	bound := b.h.Start(t)
	if !b.lifo {
		bound = -b.h.End(t)
	}
	if i := tree.firstBelow(from, bound); i >= 0 {
		b.lost = append(b.lost, lostElement{t, b.takes[i].txn, crash})
	}
}

// rank is less the more elements must have been gone when value v was taken: of a queue
// those whose put ended before -rank, of a stack those whose put started after rank.
func (b *bag) rank(v int32) int64 {
	switch {
	case v == history.Initial:
		return math.MinInt64 + 1
	case len(b.puts[v]) == 0:
		return math.MaxInt64
	}
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, t := range b.puts[v] {
		first, last = min(first, b.h.Start(t)), max(last, b.endOf(t))
	}
	switch {
	case b.lifo:
		return last
	case first == history.NoTime:
		return math.MaxInt64
	}
	return -first
}

// tell notes the elements that a crash took, which are in order of their ends, less
// those that the open takes may have.
func (b *bag) tell(lost []lostElement) {
	end := int64(math.MinInt64)
	for _, l := range lost {
		end = max(end, b.endOf(l.missing))
	}
	taken := sort.Search(len(b.open), func(i int) bool { return b.open[i] > end })
	switch {
	case b.empty <= end || taken >= len(lost):
	case taken == 0:
		for _, l := range lost {
			b.lose(l.crash, Lost{Writer: l.put, Key: b.k, Reader: -1, Missing: l.missing})
		}
	default:
		loss := b.in(lost[0].crash, Lost{Writer: -1, Key: b.k, Reader: -1, Missing: lost[taken].missing})
		loss.Unnamed += len(lost) - taken
		b.older(loss, lost[taken].put)
	}
}

// redelivered finds the elements that a crash gave back.
func (b *bag) redelivered() {
	for _, t := range b.takes {
		born := b.h.End(t.txn)
		crash := b.after(born)
		if t.value == history.Initial || len(b.puts[t.value]) != 1 || born == history.NoTime || crash == len(b.crashes) {
			continue
		}
		if again := b.firstOf(b.by[t.value], b.crashes[crash]); again >= 0 {
			b.lose(crash, Lost{Writer: t.txn, Key: b.k, Reader: -1, Missing: again})
		}
	}
}
