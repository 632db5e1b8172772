package axioms

import (
	"cmp"
	"slices"
	"sort"

	"visar/history"
)

// rows are sets of transactions, which are named by their places. They hold all
// of a set, a part, or only a bound on it.
type rows interface {
	// see adds the transaction at a place to a row; join adds all of another row.
	// Both report whether the row grew.
	see(row, place int32) bool
	join(row, other int32) bool
	// has reports whether the transaction at a place is known to be in the row.
	has(row, place int32) bool
}

// conflictRows can add the writers of key k before place i to a row. Where
// visibility is transitive the last one brings the others, and that is not needed.
type conflictRows interface {
	seeWriters(row, k, i int32) bool
}

// sweep generates visibility from [VisibleEdges] by going through AR once. Row i
// is what the transaction at place i sees. Further rows hold what others pass
// on, so that a rule costs a union per transaction and not one per pair.
type sweep struct {
	v *view
	VisibleEdges
	// By place: the nearest earlier committed transaction of the session; the
	// nearest that writes; and the nearest that reads. -1 if there is none.
	prev, prevWriter, prevReader []int32
	ended                        []int32 // places with an end, by that
	group                        []int32 // by index of ended: which group it is in
	cut                          []int32 // by place: the last group that ended before it started, or -1

	// Where the rows of a kind begin, or -1 if they are not needed:
	heir     int32 // what who sees i sees by the rules: i itself, and what it passes on
	sessions int32 // i, and the committed ones before it in its session, with what they pass on
	writers  int32 // the same of those that write
	readers  int32 // what i and the readers before it in its session see
	groups   int32 // what ended by group
	total    int32 // number of rows

	// forward says that no rule leads back in AR, so that one pass is enough.
	forward bool
	grew    bool
}

func newSweep(v *view, e VisibleEdges) *sweep {
	s := &sweep{v: v, VisibleEdges: e, heir: -1, sessions: -1, writers: -1, readers: -1, groups: -1}
	s.total = int32(len(v.Order))
	s.forward = v.leadsForward(&e)
	s.linkSessions()
	if e.Guarantees&(MW|WFR) != 0 {
		s.reserve(&s.heir, len(v.Order))
	}
	if e.Sessions && !e.Closed {
		s.reserve(&s.sessions, len(v.Order))
	}
	if e.Guarantees.Has(RYW) {
		s.reserve(&s.writers, len(v.Order))
	}
	if e.Guarantees.Has(WFR) {
		s.reserve(&s.readers, len(v.Order))
	}
	if e.RealTime {
		s.reserve(&s.groups, s.groupEnds())
	}
	return s
}

// seen returns the transactions that the one at place i is given to see.
func (s *sweep) seen(i int32) []int32 {
	if len(s.First) == 0 {
		return nil
	}
	t := s.v.Order[i]
	return s.Seen[s.First[t]:s.First[t+1]]
}

func (s *sweep) reserve(kind *int32, n int) {
	*kind = s.total
	s.total += int32(n)
}

// linkSessions finds the neighbours in the sessions.
func (s *sweep) linkSessions() {
	v := s.v
	n := len(v.Order)
	s.prev, s.prevWriter, s.prevReader = make([]int32, n), make([]int32, n), make([]int32, n)
	for c := range int32(v.h.Sessions()) {
		last, lastWriter, lastReader := int32(-1), int32(-1), int32(-1)
		for _, t := range v.h.SessionTxns(c) {
			i := v.place[t]
			if i < 0 {
				continue
			}
			s.prev[i], s.prevWriter[i], s.prevReader[i] = last, lastWriter, lastReader
			if v.h.Status(t) != history.Committed {
				continue
			}
			last = i
			if v.writer(i) {
				lastWriter = i
			}
			if v.reads()[i] {
				lastReader = i
			}
		}
	}
}

// groupEnds sorts the transactions by their ends and puts together those that
// no start parts. It returns the number of groups.
func (s *sweep) groupEnds() int {
	v := s.v
	s.cut = make([]int32, len(v.Order))
	var starts []int64
	for i, t := range v.Order {
		if v.committed(int32(i)) && v.h.End(t) != history.NoTime {
			s.ended = append(s.ended, int32(i))
		}
		if start := v.h.Start(t); start != history.NoTime {
			starts = append(starts, start)
		}
	}
	slices.SortStableFunc(s.ended, func(a, b int32) int { return cmp.Compare(v.end(a), v.end(b)) })
	slices.Sort(starts)
	s.group = make([]int32, len(s.ended))
	for n, i := range s.ended {
		// The starts at or before an end do not come after it: the first later one
		// names the group, and then only groups that some start asks for are used.
		s.group[n] = int32(sort.Search(len(starts), func(m int) bool { return starts[m] > v.end(i) }))
	}
	return s.numberGroups()
}

// numberGroups makes the groups consecutive and finds the one that each
// transaction needs.
func (s *sweep) numberGroups() int {
	groups, last := int32(-1), int32(-1)
	for n, g := range s.group {
		if g != last {
			last = g
			groups++
		}
		s.group[n] = groups
	}
	for i, t := range s.v.Order {
		s.cut[i] = -1
		start := s.v.h.Start(t)
		if start == history.NoTime {
			continue
		}
		n := sort.Search(len(s.ended), func(n int) bool { return s.v.end(s.ended[n]) >= start })
		if n > 0 {
			s.cut[i] = s.group[n-1]
		}
	}
	return int(groups) + 1
}

// run fills the rows, which are empty before. Rows of places before from stay
// empty. If the rules lead back in AR it goes on until nothing changes.
func (s *sweep) run(r rows, from int32) {
	for {
		s.grew = false
		s.pass(r, from)
		if s.forward || !s.grew {
			return
		}
	}
}

func (s *sweep) pass(r rows, from int32) {
	ended := 0
	for i := from; i < int32(len(s.v.Order)); i++ {
		s.collect(r, i)
		s.passOn(r, i)
		for s.RealTime && ended < len(s.ended) && s.ended[ended] <= i {
			s.end(r, ended)
			ended++
		}
	}
}

// collect finds what the transaction at place i sees.
func (s *sweep) collect(r rows, i int32) {
	for _, p := range s.seen(i) {
		s.inherit(r, i, s.v.place[p])
	}
	if p := s.prev[i]; s.Sessions && p >= 0 {
		if s.sessions >= 0 {
			s.join(r, i, s.sessions+p)
		} else {
			s.inherit(r, i, p)
		}
	}
	if s.RealTime && s.cut[i] >= 0 {
		s.join(r, i, s.groups+s.cut[i])
	}
	if s.Conflicts {
		s.collectWriters(r, i)
	}
	if !s.v.reads()[i] {
		return
	}
	if p := s.prevWriter[i]; s.writers >= 0 && p >= 0 {
		s.join(r, i, s.writers+p)
	}
	if p := s.prevReader[i]; s.Guarantees.Has(MR) && p >= 0 {
		s.join(r, i, p)
	}
}

func (s *sweep) collectWriters(r rows, i int32) {
	v := s.v
	lo, hi := v.h.Ops(v.Order[i])
	for op := lo; op < hi; op++ {
		k := v.h.OpKey(op)
		switch {
		case v.h.OpKind(op) == history.Read:
		case s.Closed:
			if j := v.writes().before(k, i); j >= 0 {
				s.inherit(r, i, v.writes().place[j])
			}
		case s.heir < 0:
			s.grew = r.(conflictRows).seeWriters(i, k, i) || s.grew
		default:
			for j := v.writes().before(k, i); j >= v.writes().first[k]; j-- {
				s.inherit(r, i, v.writes().place[j])
			}
		}
	}
}

// inherit adds to a row the transaction at place p and what it passes on.
func (s *sweep) inherit(r rows, row, p int32) {
	switch {
	case s.heir >= 0:
		s.join(r, row, s.heir+p)
	case s.Closed:
		if s.forward && r.has(row, p) {
			return
		}
		s.join(r, row, p)
		fallthrough
	default:
		s.grew = r.see(row, p) || s.grew
	}
}

func (s *sweep) join(r rows, row, other int32) {
	s.grew = r.join(row, other) || s.grew
}

// passOn fills the other rows of place i from the first one.
func (s *sweep) passOn(r rows, i int32) {
	if s.readers >= 0 && s.v.reads()[i] {
		s.join(r, s.readers+i, i)
		if p := s.prevReader[i]; p >= 0 {
			s.join(r, s.readers+i, s.readers+p)
		}
	}
	if s.heir >= 0 {
		s.passHeir(r, i)
	}
	if s.sessions >= 0 {
		s.inherit(r, s.sessions+i, i)
		if p := s.prev[i]; p >= 0 {
			s.join(r, s.sessions+i, s.sessions+p)
		}
	}
	if s.writers >= 0 {
		if s.v.writer(i) {
			s.inherit(r, s.writers+i, i)
		}
		if p := s.prevWriter[i]; p >= 0 {
			s.join(r, s.writers+i, s.writers+p)
		}
	}
}

func (s *sweep) passHeir(r rows, i int32) {
	row := s.heir + i
	s.grew = r.see(row, i) || s.grew
	if s.Closed {
		s.join(r, row, i)
	}
	if !s.v.writer(i) {
		return
	}
	if p := s.prevWriter[i]; s.Guarantees.Has(MW) && p >= 0 {
		s.join(r, row, s.heir+p)
	}
	if s.readers < 0 {
		return
	}
	if s.v.reads()[i] {
		s.join(r, row, s.readers+i)
	} else if p := s.prevReader[i]; p >= 0 {
		s.join(r, row, s.readers+p)
	}
}

// end adds the n-th transaction to end to its group.
func (s *sweep) end(r rows, n int) {
	row := s.groups + s.group[n]
	if s.group[n] > 0 && (n == 0 || s.group[n-1] != s.group[n]) {
		s.join(r, row, row-1)
	}
	s.inherit(r, row, s.ended[n])
}
