package checker

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"visar/checker/linear"
	"visar/history"
)

// keyCall is a call by a transaction that did not abort.
type keyCall struct {
	txn int32
	history.Call
}

// call notes the call that transaction t is. Those on registers are reads and writes,
// and a compare-and-set has both beside it.
func (f *lossFinder) call(t int32) {
	c, ok := f.h.Call(t)
	if !ok {
		return
	}
	call := keyCall{t, c}
	f.calls[c.Key] = append(f.calls[c.Key], call)
	switch {
	case c.Func == history.Get && c.Answer == history.One:
		f.read(t, -1, c.Key, c.Result[0])
	case c.Func == history.Put && f.effective(call):
		f.writes[c.Key] = append(f.writes[c.Key], keyWrite{t, c.Args[0], -1})
	case c.Func == history.Delete && f.effective(call):
		f.writes[c.Key] = append(f.writes[c.Key], keyWrite{t, history.Initial, -1})
	}
}

// object finds what was lost of key k, if that is more than a register. Of locks nothing
// is told, nor of what is used as objects of several kinds.
func (f *lossFinder) object(k int32) bool {
	kind := linear.ObjectOf(f.h, func(yield func(history.Call) bool) {
		for _, c := range f.calls[k] {
			if !yield(c.Call) {
				return
			}
		}
	})
	if f.mixed(k, kind) {
		return true
	}
	switch kind {
	case linear.Text:
		f.text(k)
	case linear.Counter:
		f.counter(k)
	case linear.Set:
		f.set(k)
	case linear.Queue, linear.Stack:
		f.bag(k)
	case linear.Register:
		return false
	}
	return true
}

// mixed reports whether key k is used as something else than an object of that kind.
func (f *lossFinder) mixed(k int32, kind linear.Object) bool {
	return len(f.writes[k]) > 0 && !kind.Has(history.Put) || len(f.reads[k]) > 0 && !kind.Has(history.Get) ||
		slices.ContainsFunc(f.calls[k], func(c keyCall) bool { return !kind.Has(c.Func) })
}

// committed reports whether somebody knows that c took effect.
func (f *lossFinder) committed(c keyCall) bool { return f.h.Status(c.txn) == history.Committed }

// effective reports whether c may have taken effect.
func (f *lossFinder) effective(c keyCall) bool {
	return !f.committed(c) || c.Answer != history.Refused
}

// ascending returns the numbers less than n in order of their times.
func ascending(n int, at func(i int32) int64) []int32 {
	order := make([]int32, n)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(at(a), at(b)) })
	return order
}

// byStart puts transactions in order of their starts.
func (f *lossFinder) byStart(txns []int32) []int32 {
	slices.SortStableFunc(txns, func(a, b int32) int { return cmp.Compare(f.h.Start(a), f.h.Start(b)) })
	return txns
}

// spans answer whether one of several transactions may have taken effect in a while.
type spans struct {
	ends []int64
	// first are, of the transactions from there on in order of their ends, the two that
	// started first.
	first [][2]span
}

type span struct {
	txn   int32
	start int64
}

func (f *lossFinder) spansOf(txns []int32) *spans {
	txns = slices.Clone(txns)
	slices.SortStableFunc(txns, func(a, b int32) int { return cmp.Compare(f.endOf(a), f.endOf(b)) })
	s := &spans{ends: make([]int64, len(txns)), first: make([][2]span, len(txns)+1)}
	s.first[len(txns)] = [2]span{{-1, math.MaxInt64}, {-1, math.MaxInt64}}
	for i := len(txns) - 1; i >= 0; i-- {
		s.ends[i], s.first[i] = f.endOf(txns[i]), s.first[i+1]
		switch own := (span{txns[i], f.h.Start(txns[i])}); {
		case own.start < s.first[i][0].start:
			s.first[i] = [2]span{own, s.first[i][0]}
		case own.start < s.first[i][1].start:
			s.first[i][1] = own
		}
	}
	return s
}

// between reports whether one other than transaction self may have taken effect between
// the times from and to.
func (s *spans) between(from, to int64, self int32) bool {
	first := s.first[sort.Search(len(s.ends), func(i int) bool { return s.ends[i] >= from })]
	if first[0].txn == self {
		return first[1].txn >= 0 && first[1].start <= to
	}
	return first[0].txn >= 0 && first[0].start <= to
}
