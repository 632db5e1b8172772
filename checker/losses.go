package checker

import (
	"cmp"
	"slices"
	"sort"

	"visar/history"
)

// Loss is what a crash of the whole system took back: writes that were acknowledged,
// or that somebody had read, before it, and that a later read misses although no
// read after the crash ever finds them again.
//
// It is certain: a list has lost an element that is not in it, and a register a write
// where it holds its initial value, one whose write had ended before the lost one
// started, or the one that the lost compare-and-set replaced. Text has lost what is not
// in it though nothing can have replaced the whole; a set an element that nobody can have
// removed, or a removal where nobody can have added the element again; a queue or a stack
// an element that nobody took, where it was empty or gave one that comes later, or a take
// where the element is given again; a counter the additions without which alone it is
// what it is. What nobody looked for may be lost too.
type Loss struct {
	Crash int64 // when, as starts and ends are recorded
	// Number is the place of the crash among all, from 1.
	Number int
	// Acknowledged are the transactions that committed before the crash and of which a
	// write is lost, in order. Doubtful are those of unknown outcome, which somebody
	// had read.
	Acknowledged, Doubtful []int32
	// Unnamed is how many more acknowledged ones are lost at the least, of which nothing
	// says which they are: additions to a counter, elements of which calls of unknown
	// outcome may have taken some.
	Unnamed int
	// Read is how many of the acknowledged ones others had read before the crash; at the
	// least so many where some are unnamed.
	Read int
	// Oldest is the acknowledged one that ended first, or -1, and Age the time from its
	// end to the crash: nanoseconds where the recording has a clock, else in its unit.
	// Where some are unnamed, one that is at least as old is lost.
	Oldest      int32
	Age         int64
	Nanoseconds bool
	// Shown is a lost write with those who saw it and missed it: one that had been
	// read, if there is one.
	Shown Lost
	// Torn shows a lost transaction that had ended before one started which survived.
	Torn *TornPair
}

// Lost is a lost write of transaction Writer, which is -1 if nothing says who of several
// it is. Reader read it before the crash, or is -1; Missing missed it after.
type Lost struct {
	Writer, Key, Reader, Missing int32
}

// TornPair is a transaction that was lost and a later one that Reader found after the
// crash.
type TornPair struct{ Lost, Survivor, Reader int32 }

// Losses returns what each of the crashes, which are ascending, took back; crashes that
// took nothing are left out. A write that one of several crashes took, with no read
// between them, is counted for the first. It takes n log n steps, and of text as many more
// as there are places at which one is in another.
func Losses(h *history.History, crashes []int64) []Loss {
	if len(crashes) == 0 {
		return nil
	}
	f := &lossFinder{h: h, crashes: crashes, times: history.NewTimes(h), at: map[int]*Loss{}, taken: map[taken]bool{}}
	f.collect()
	for k := range int32(h.Keys()) {
		f.key(k)
	}
	return f.losses()
}

// after returns the first crash later than the time at, or their number.
func (f *lossFinder) after(at int64) int {
	return sort.Search(len(f.crashes), func(i int) bool { return f.crashes[i] > at })
}

// in returns the loss of crash i, of which w is to be shown if nothing shows more.
func (f *lossFinder) in(i int, w Lost) *Loss {
	l := f.at[i]
	if l == nil {
		l = &Loss{Crash: f.crashes[i], Number: i + 1, Oldest: -1, Shown: w}
		f.at[i] = l
	}
	if better(w, l.Shown) {
		l.Shown = w
	}
	return l
}

// lose notes that crash i took w. A transaction counts once for each crash that took
// something of it.
func (f *lossFinder) lose(i int, w Lost) {
	l, txn := f.in(i, w), taken{i, w.Writer}
	wasRead, counted := f.taken[txn]
	f.taken[txn] = wasRead || w.Reader >= 0
	if f.h.Status(w.Writer) != history.Committed {
		if !counted {
			l.Doubtful = append(l.Doubtful, w.Writer)
		}
		return
	}
	if !counted {
		l.Acknowledged = append(l.Acknowledged, w.Writer)
		f.older(l, w.Writer)
	}
	if !wasRead && w.Reader >= 0 {
		l.Read++
	}
}

// older notes that transaction t, or one as old, is lost.
func (f *lossFinder) older(l *Loss, t int32) {
	if l.Oldest < 0 || f.h.End(t) < f.h.End(l.Oldest) {
		l.Oldest = t
	}
}

// better reports whether a shows more than b: that somebody had read it, or else that
// it was acknowledged first.
func better(a, b Lost) bool {
	if (a.Reader >= 0) != (b.Reader >= 0) {
		return a.Reader >= 0
	}
	if (a.Writer >= 0) != (b.Writer >= 0) {
		return a.Writer >= 0
	}
	return cmp.Or(cmp.Compare(a.Writer, b.Writer), cmp.Compare(a.Key, b.Key)) < 0
}

// losses returns what was found by crash, with what is torn.
func (f *lossFinder) losses() []Loss {
	var all []Loss
	latest := f.latestSurvivors()
	for i := range f.crashes {
		l := f.at[i]
		if l == nil {
			continue
		}
		slices.Sort(l.Acknowledged)
		slices.Sort(l.Doubtful)
		if l.Oldest >= 0 {
			l.Age, l.Nanoseconds = l.Crash-f.h.End(l.Oldest), f.times.Known()
			if l.Nanoseconds {
				l.Age = f.times.At(l.Crash) - f.times.At(f.h.End(l.Oldest))
			}
			if s := latest[i]; s != nil && f.h.End(l.Oldest) < f.h.Start(s.writer) && slices.Contains(l.Acknowledged, l.Oldest) {
				l.Torn = &TornPair{Lost: l.Oldest, Survivor: s.writer, Reader: s.reader}
			}
		}
		all = append(all, *l)
	}
	return all
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
