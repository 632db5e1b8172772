package checker

import (
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// readAtomic decides a set with EXT whose visibility does not compose: a
// transaction sees those that it reads from and what SESSION, REALTIME, RYW and
// MR name, one step each. EXT forces, for T3 that reads x from T1 and sees T2
// that writes x too, that T2 is before T1.
func (j *hornJob) readAtomic() answer { return j.readAtomicNet().settle() }

// readAtomicNet collects what the set forces.
func (j *hornJob) readAtomicNet() *horn {
	s := j.saturate(j.set)
	s.visible()
	s.plain = len(s.arcs)
	if !s.has(axioms.MR) { // under which a session sees what it reads from
		s.siblings()
	}
	s.sessionViews()
	if s.has(axioms.REALTIME) {
		s.realTimeViews()
	}
	return j.keep(s)
}

// visible adds what AR contains under a set with EXT before any read forces
// more: VIS, the laws on arbitration and, without INT, what repeated reads ask.
func (s *horn) visible() {
	var covered axioms.Set
	if extraGuarantees(s.set) != 0 {
		s.guaranteedSight()
	} else {
		s.plainSight()
		if s.has(axioms.SESSION) {
			covered |= axioms.ARSESSION
		}
		if s.has(axioms.REALTIME) {
			covered |= axioms.ARREALTIME
		}
	}
	s.arbitrate(covered)
	if !s.has(axioms.INT) {
		s.repeatedReads()
	}
}

// repeatedReads adds what COMMITTED and MONOTONICVIEW ask of reads that are not
// external; under INT these repeat the external one.
func (s *horn) repeatedReads() {
	if s.has(axioms.COMMITTED) {
		s.readFrom(false)
	}
	if s.has(axioms.MONOTONICVIEW) {
		s.monotonicView()
	}
}

// siblings applies EXT to the writers that a transaction itself reads from. A
// fractured read shows here. The work is that of [horn.monotonicView].
func (s *horn) siblings() {
	seen := make([]int32, s.nodes)
	reads := newReadsByKey(s.h.Keys())
	for n := range s.nodes {
		if s.cancelled(n) {
			return
		}
		reads.clear(n)
		for i := s.r.ReadFirst[n]; i < s.r.ReadFirst[n+1]; i++ {
			if s.r.Reads[i].External {
				reads.put(s.r.Reads[i].Key, i)
			}
		}
		if len(reads.keys) > 1 {
			s.sources(n, true, seen, func(source int32) { s.overwrittenBy(source, &reads) })
		}
	}
}

// sessionViews applies EXT to the writers that a transaction sees because of its
// session: the earlier ones of the session under RYW, and under MR those that
// the session has read from.
func (s *horn) sessionViews() {
	if s.set&(axioms.RYW|axioms.MR) == 0 {
		return
	}
	v := &sessionView{
		horn:   s,
		latest: s.has(axioms.ARSESSION) && !s.has(axioms.MR),
		by:     make([]int32, s.h.Keys()),
		slot:   make([]int32, s.h.Keys()),
		shown:  make([]int32, s.nodes),
		place:  make([]int32, len(s.r.Writes)),
	}
	for id := range int32(s.h.Sessions()) {
		if s.cancelled(id) {
			return
		}
		v.session(id)
	}
}

// sessionView is the writers that a session sees, by key. Only keys that the
// session reads count.
type sessionView struct {
	*horn
	// latest: of the writers of a key the last one is enough, since they are in
	// session order and AR contains it.
	latest   bool
	id       int32   // the session, plus one
	by, slot []int32 // by key: the session that reads it; its place in lists
	keys     []int32 // what the session reads
	lists    []rangeList
	shown    []int32 // by node: the session that sees it
	place    []int32 // by write: its place in the list of its key, if shown
}

func (v *sessionView) session(id int32) {
	v.id = id + 1
	v.findKeys()
	for _, t := range v.h.SessionTxns(id) {
		n := v.r.Node[t]
		if n < 0 {
			continue
		}
		reads := v.r.NodeReads(n)
		if v.has(axioms.MR) {
			for _, rd := range reads {
				if rd.External {
					v.eachSource(rd, func(source int32) {
						if !v.readsBack(n, source) {
							v.show(source)
						}
					})
				}
			}
		}
		for _, rd := range reads {
			if rd.External {
				v.read(rd)
			}
		}
		if v.has(axioms.RYW) && v.r.Known(n) {
			v.show(n)
		}
	}
}

// readsBack reports whether n reads from a later transaction of its session that
// reads others too. Under MR that one would see itself: the net has the cycle,
// and there is nothing to add.
func (v *sessionView) readsBack(n, source int32) bool {
	return source > n && v.h.Session(v.r.Txn[source]) == v.id-1 && v.readsOthers(source)
}

func (v *sessionView) findKeys() {
	v.keys = v.keys[:0]
	for _, t := range v.h.SessionTxns(v.id - 1) {
		n := v.r.Node[t]
		if n < 0 {
			continue
		}
		for _, rd := range v.r.NodeReads(n) {
			if rd.External && v.by[rd.Key] != v.id {
				v.by[rd.Key], v.slot[rd.Key] = v.id, int32(len(v.keys))
				if len(v.keys) == len(v.lists) {
					v.lists = append(v.lists, rangeList{})
				}
				v.lists[len(v.keys)].reset()
				v.keys = append(v.keys, rd.Key)
			}
		}
	}
}

// show makes the session see writer from now on. The shorter of the writer's
// keys and the session's is walked.
func (v *sessionView) show(writer int32) {
	if v.shown[writer] == v.id {
		return
	}
	v.shown[writer] = v.id
	lo, hi := v.r.WriteFirst[writer], v.r.WriteFirst[writer+1]
	if int(hi-lo) <= len(v.keys) {
		for w := lo; w < hi; w++ {
			if v.by[v.r.Writes[w].Key] == v.id {
				v.list(w)
			}
		}
		return
	}
	for _, k := range v.keys {
		if w := v.writeIndex(writer, k); w >= 0 {
			v.list(w)
		}
	}
}

func (v *sessionView) list(write int32) {
	l := &v.lists[v.slot[v.r.Writes[write].Key]]
	v.place[write] = int32(len(l.nodes))
	l.push(v.r.Writes[write].Node)
}

// read applies EXT to one read of the session.
func (v *sessionView) read(rd dependency.Read) {
	l := &v.lists[v.slot[rd.Key]]
	count := int32(len(l.nodes))
	log := v.logs.log(rd)
	switch {
	case log != nil:
		v.missing(log, l.nodes)
	case count == 0:
	case rd.Source == dependency.Init:
		v.overwritten(l.nodes[count-1], rd)
	case v.latest:
		v.overwritten(l.nodes[count-1], rd)
	case v.shown[rd.Source] == v.id:
		at := v.place[rd.Write]
		l.precede(&v.net, 0, at, rd.Source)
		l.precede(&v.net, at+1, count, rd.Source)
	default:
		l.precede(&v.net, 0, count, rd.Source)
	}
}

// realTimeViews applies EXT to the writers that ended before a reader started.
//
// Of the readers of one version the one that started last sees most. Writers
// that ended before the version's own writer started are before it by RT, so
// that only those count that ended between these two starts.
func (s *horn) realTimeViews() {
	started := s.lastStarts()
	ended := s.writersByEnd()
	for k := range int32(s.h.Keys()) {
		if s.cancelled(k) {
			return
		}
		l := &ended[k]
		if first := started.initial[k]; first >= 0 && s.endedBefore(l.nodes, s.startOf(first)) > 0 {
			s.overwritten(l.nodes[0], s.r.Reads[first])
		}
		for _, w := range s.r.WritersOf(k) {
			if i := started.written[w]; i >= 0 {
				s.endedBetween(l, s.r.Writes[w].Node, s.startOf(i))
			}
		}
	}
	s.eachLog(func(l *logRead) {
		nodes := ended[l.Key].nodes
		s.missing(l, nodes[:s.endedBefore(nodes, s.h.Start(s.r.Txn[l.Node]))])
	})
}

// eachLog yields the external reads of logs.
func (s *horn) eachLog(yield func(*logRead)) {
	if s.logs == nil {
		return
	}
	for i := range s.logs.reads {
		if s.logs.reads[i].External {
			yield(&s.logs.reads[i])
		}
	}
}

// missing looks for one of writers, which all append to the key of a log read and
// are visible to it, that the read does not show. It stops there, so that it
// takes no more steps than the read has elements, and one.
func (s *horn) missing(l *logRead, writers []int32) {
	for _, w := range writers {
		if !s.shows(l, w) {
			s.overwritten(w, l.Read)
			return
		}
	}
}

func (s *horn) startOf(read int32) int64 { return s.h.Start(s.r.Txn[s.r.Reads[read].Node]) }

// endedBetween puts before writer all of l that ended before a reader of it
// started.
func (s *horn) endedBetween(l *rangeList, writer int32, started int64) {
	hi := s.endedBefore(l.nodes, started)
	lo := s.endedBefore(l.nodes, s.h.Start(s.r.Txn[writer]))
	// Equal ends stand in order of nodes.
	at, own := slices.BinarySearchFunc(l.nodes, writer, s.byEnd)
	if own && lo <= int32(at) && int32(at) < hi {
		l.precede(&s.net, lo, int32(at), writer)
		lo = int32(at) + 1
	}
	l.precede(&s.net, lo, hi, writer)
}

// endedBefore returns how many of nodes, which are sorted by end, ended before
// the given moment.
func (s *horn) endedBefore(nodes []int32, moment int64) int32 {
	if moment == history.NoTime {
		return 0
	}
	at, _ := slices.BinarySearchFunc(nodes, moment, func(n int32, m int64) int {
		if s.h.End(s.r.Txn[n]) < m {
			return -1
		}
		return 1
	})
	return int32(at)
}

// byEnd orders nodes by end, then by number.
func (s *horn) byEnd(a, b int32) int {
	ea, eb := s.h.End(s.r.Txn[a]), s.h.End(s.r.Txn[b])
	switch {
	case ea < eb:
		return -1
	case ea > eb:
		return 1
	}
	return int(a) - int(b)
}

// writersByEnd returns, by key, the writers whose end is known, sorted by it.
func (s *horn) writersByEnd() []rangeList {
	lists := make([]rangeList, s.h.Keys())
	for _, n := range s.r.RealTime(s.everyNode()).Ended {
		for _, w := range s.r.NodeWrites(n) {
			lists[w.Key].push(n)
		}
	}
	return lists
}

// lastStarts is the external read whose transaction started last, or -1: by
// write, of those that read it, and by key, of those that read the initial value.
type lastStarts struct{ written, initial []int32 }

func (s *horn) lastStarts() lastStarts {
	last := lastStarts{filled(len(s.r.Writes)), filled(s.h.Keys())}
	for i, rd := range s.r.Reads {
		if !rd.External || s.startOf(int32(i)) == history.NoTime || s.logs.log(rd) != nil {
			continue
		}
		at := &last.initial[rd.Key]
		if rd.Source >= 0 {
			at = &last.written[rd.Write]
		}
		if *at < 0 || s.startOf(*at) < s.startOf(int32(i)) {
			*at = int32(i)
		}
	}
	return last
}

// filled returns n times -1.
func filled(n int) []int32 { return slices.Repeat([]int32{-1}, n) }
