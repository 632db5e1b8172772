package checker

import (
	"math"
	"sort"

	"visar/history"
)

// setLosses finds what crashes took from a set: an element that somebody added, or saw,
// and that a later answer lacks though nobody can have removed it, and that none shows
// again; and a removal after which the element is there again though nobody can have
// added it.
type setLosses struct {
	*lossFinder
	k        int32
	gets     []int32 // those that return all elements, in order of their starts
	elements map[int32]*element
}

// element is what was done to an element: transactions that may have added or removed
// it, and those that found it there or not.
type element struct {
	adds, removes    []int32
	adding, removing *spans // unless nobody can have removed it
	found, lacking   []int32
	seen             readers
}

func (f *lossFinder) set(k int32) {
	s := &setLosses{lossFinder: f, k: k, elements: map[int32]*element{}}
	for _, c := range f.calls[k] {
		if c.Func != history.Get {
			s.one(c)
		}
	}
	for _, c := range f.calls[k] {
		if c.Func == history.Get && c.Answer == history.Many && f.committed(c) {
			s.whole(c.txn, c.Result)
		}
	}
	for _, r := range f.reads[k] {
		if r.value == history.Initial {
			s.whole(r.txn, nil)
		}
	}
	s.settle()
	for _, c := range f.calls[k] {
		switch {
		case !f.effective(c):
		case c.Func == history.Add:
			s.added(c)
		case c.Func == history.Remove && f.committed(c):
			s.removed(c)
		}
	}
}

// settle puts in order what was collected.
func (s *setLosses) settle() {
	s.byStart(s.gets)
	for _, e := range s.elements {
		s.byStart(e.found)
		s.byStart(e.lacking)
		if len(e.removes) > 0 {
			e.adding, e.removing = s.spansOf(e.adds), s.spansOf(e.removes)
		}
	}
}

// of returns what is known of an element.
func (s *setLosses) of(v int32) *element {
	e := s.elements[v]
	if e == nil {
		e = &element{seen: nobody}
		s.elements[v] = e
	}
	return e
}

// one notes a call that names an element.
func (s *setLosses) one(c keyCall) {
	e := s.of(c.Args[0])
	switch {
	case c.Func == history.Add && s.effective(c):
		e.adds = append(e.adds, c.txn)
	case c.Func == history.Remove && s.effective(c):
		e.removes = append(e.removes, c.txn)
	}
	if !s.committed(c) || s.h.Start(c.txn) == history.NoTime {
		return
	}
	switch refused := c.Answer == history.Refused; {
	case !refused && c.Func != history.Contains: // whether it was there already is not said
	case refused && c.Func != history.Add:
		e.lacking = append(e.lacking, c.txn)
	default:
		s.saw(e, c.txn)
		e.found = append(e.found, c.txn)
	}
}

func (s *setLosses) saw(e *element, t int32) { e.seen = s.with(e.seen, t) }

// whole notes an answer with all elements.
func (s *setLosses) whole(t int32, result []int32) {
	if s.h.Start(t) == history.NoTime {
		return
	}
	s.gets = append(s.gets, t)
	for _, v := range result {
		e := s.elements[v]
		if e == nil {
			continue // out of thin air
		}
		s.saw(e, t)
		if len(e.removes) > 0 {
			e.found = append(e.found, t)
		}
	}
}

// added looks whether an addition is lost.
func (s *setLosses) added(c keyCall) {
	e := s.elements[c.Args[0]]
	w := keyWrite{c.txn, c.Args[0], -1}
	s.write(s.k, w, e.seen, len(e.adds) == 1, func(from int64) int32 {
		missing := s.earlier(s.firstOf(s.gets, from), s.firstOf(e.lacking, from))
		if missing >= 0 && e.removing != nil && e.removing.between(s.h.Start(c.txn), s.endOf(missing), -1) {
			return -1
		}
		return missing
	})
}

// earlier returns which of two transactions, of which -1 is none, started first.
func (s *setLosses) earlier(a, b int32) int32 {
	if a < 0 || b >= 0 && s.h.Start(b) < s.h.Start(a) {
		return b
	}
	return a
}

// removed looks whether a removal is lost: who found the element first after it did so
// after a crash, and nobody had seen before that crash, or since, that it is not there.
func (s *setLosses) removed(c keyCall) {
	e := s.elements[c.Args[0]]
	born := s.h.End(c.txn)
	found := s.firstOf(e.found, born)
	if born == history.NoTime || found < 0 || e.adding.between(s.h.Start(c.txn), s.endOf(found), -1) {
		return
	}
	held := max(born, s.lastBefore(s.gets, s.h.Start(found)), s.lastBefore(e.lacking, s.h.Start(found)))
	if crash := s.after(held); crash < len(s.crashes) && s.crashes[crash] < s.h.Start(found) {
		s.lose(crash, Lost{Writer: c.txn, Key: s.k, Reader: -1, Missing: found})
	}
}

// lastBefore returns the last start of the transactions, which are in order of their
// starts, before a time.
func (s *setLosses) lastBefore(txns []int32, at int64) int64 {
	i := sort.Search(len(txns), func(i int) bool { return s.h.Start(txns[i]) >= at })
	if i == 0 {
		return math.MinInt64
	}
	return s.h.Start(txns[i-1])
}
