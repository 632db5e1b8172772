package stats

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"visar/history"
)

// Staleness is how far reads lag behind. A read is stale if it misses versions of its
// key that are later than the one which it returned, and that had been acknowledged, or
// read by somebody, before it began.
//
// A list tells the order of its versions. Of a register a version is later than another
// if its write began after the other one had been acknowledged or read; a value that
// was written more than once says nothing.
type Staleness struct {
	Reads, Stale int
	// Versions is by how many versions at most a read lags, and Age for how long at most
	// what a read returned had been out of date when the read began.
	Versions int
	Age      int64
}

// KeyStaleness is that of one key.
type KeyStaleness struct {
	Key string
	Staleness
}

func (s *Staleness) add(r staleRead) {
	s.Reads++
	if r.versions > 0 {
		s.Stale++
		s.Versions = max(s.Versions, r.versions)
		s.Age = max(s.Age, r.age)
	}
}

// staleRead is a read of transaction txn with what it misses.
type staleRead struct {
	txn      int32
	versions int
	age      int64
}

// access is an operation of a transaction on a key.
type access struct{ key, txn, op int32 }

// staleness measures all reads of committed transactions that are the first use of
// their key.
func (m *meter) staleness(r *Report) []staleRead {
	if m.unit == "" {
		return nil
	}
	reads, writes := m.accesses()
	var all []staleRead
	for len(reads) > 0 {
		k := reads[0].key
		n := sort.Search(len(reads), func(i int) bool { return reads[i].key > k })
		for len(writes) > 0 && writes[0].key < k {
			writes = writes[1:]
		}
		w := sort.Search(len(writes), func(i int) bool { return writes[i].key > k })
		from := len(all)
		if m.h.IsList(k) {
			all = m.listReads(reads[:n], writes[:w], all)
		} else {
			all = m.registerReads(reads[:n], writes[:w], all)
		}
		key := KeyStaleness{Key: m.h.Key(k).String()}
		for _, s := range all[from:] {
			key.add(s)
			r.Staleness.add(s)
		}
		if key.Reads > 0 {
			r.Keys = append(r.Keys, key)
		}
		reads = reads[n:]
	}
	slices.SortStableFunc(r.Keys, func(a, b KeyStaleness) int {
		return cmp.Or(cmp.Compare(b.Versions, a.Versions), cmp.Compare(b.Age, a.Age), cmp.Compare(b.Stale, a.Stale))
	})
	return all
}

// accesses returns the reads and the writes by key.
func (m *meter) accesses() (reads, writes []access) {
	used := make([]int32, m.h.Keys())
	for t := range int32(m.h.Len()) {
		if m.h.Status(t) == history.Aborted || m.start[t] == history.NoTime {
			continue
		}
		lo, hi := m.h.Ops(t)
		for i := lo; i < hi; i++ {
			k := m.h.OpKey(i)
			switch fresh := used[k] != t+1; {
			case m.h.OpKind(i) != history.Read:
				writes = append(writes, access{k, t, i})
			case fresh && m.h.Status(t) == history.Committed:
				reads = append(reads, access{k, t, i})
			}
			used[k] = t + 1
		}
	}
	byKey := func(a, b access) int { return cmp.Compare(a.key, b.key) }
	slices.SortStableFunc(reads, byKey)
	slices.SortStableFunc(writes, byKey)
	return reads, writes
}

// step says that a list had at least length elements at a time.
type step struct {
	at     int64
	length int
}

// listReads compares each read of a list that agrees with the longest one with how long
// the list is known to have been when it began.
func (m *meter) listReads(reads, writes []access, all []staleRead) []staleRead {
	place := map[int32]int{}
	for i, v := range m.h.Longest(reads[0].key) {
		place[v] = i + 1
	}
	var steps []step
	add := func(t int32, length int) {
		if m.end[t] != history.NoTime && length > 0 {
			steps = append(steps, step{m.end[t], length})
		}
	}
	for _, w := range writes {
		add(w.txn, place[m.h.OpValue(w.op)])
	}
	for _, r := range reads {
		if list, prefix := m.h.ListRead(r.op); prefix {
			add(r.txn, len(list))
		}
	}
	steps = rising(steps)
	for _, r := range reads {
		list, prefix := m.h.ListRead(r.op)
		if !prefix {
			continue
		}
		s := staleRead{txn: r.txn}
		known := sort.Search(len(steps), func(i int) bool { return steps[i].at >= m.start[r.txn] }) - 1
		if known >= 0 && steps[known].length > len(list) {
			s.versions = steps[known].length - len(list)
			first := sort.Search(len(steps), func(i int) bool { return steps[i].length > len(list) })
			s.age = since(steps[first].at, m.start[r.txn])
		}
		all = append(all, s)
	}
	return all
}

// rising keeps of steps those at which the list was longer than before.
func rising(steps []step) []step {
	slices.SortFunc(steps, func(a, b step) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.length, a.length)) })
	longest := 0
	return slices.DeleteFunc(steps, func(s step) bool {
		shorter := s.length <= longest
		longest = max(longest, s.length)
		return shorter
	})
}

// written is a version of a register: when its write began, and by when it had taken
// effect: it was acknowledged, or somebody who had read it ended.
type written struct{ start, done int64 }

// registerReads counts for each read the versions that had taken effect before it
// began and whose writes began after what it returned had taken effect.
func (m *meter) registerReads(reads, writes []access, all []staleRead) []staleRead {
	versions, twice := m.versionsOf(reads, writes)
	byStart := make([]written, 0, len(versions))
	for _, v := range versions {
		if v.done != math.MaxInt64 {
			byStart = append(byStart, *v)
		}
	}
	slices.SortFunc(byStart, func(a, b written) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.done, b.done)) })
	earliest := make([]int64, len(byStart)+1) // of those from here on: when the first took effect
	earliest[len(byStart)] = math.MaxInt64
	for i := len(byStart) - 1; i >= 0; i-- {
		earliest[i] = min(earliest[i+1], byStart[i].done)
	}
	later := newCounter(byStart)
	reads = slices.Clone(reads)
	slices.SortStableFunc(reads, func(a, b access) int { return cmp.Compare(m.start[a.txn], m.start[b.txn]) })
	for _, r := range reads {
		v := m.h.OpValue(r.op)
		seen, known := versions[v]
		after := int64(math.MinInt64)
		switch {
		case v == history.Initial && !known:
		case twice[v] || !known:
			continue
		default:
			after = seen.done
		}
		from := sort.Search(len(byStart), func(i int) bool { return byStart[i].start > after })
		s := staleRead{txn: r.txn}
		later.until(m.start[r.txn])
		if s.versions = later.from(from); s.versions > 0 {
			s.age = since(earliest[from], m.start[r.txn])
		}
		all = append(all, s)
	}
	return all
}

// versionsOf returns the versions of a register by value, and the values of several.
func (m *meter) versionsOf(reads, writes []access) (versions map[int32]*written, twice map[int32]bool) {
	versions, twice = map[int32]*written{}, map[int32]bool{}
	last := make(map[int32]int32, len(writes)) // by transaction: its last write
	for _, w := range writes {
		last[w.txn] = w.op
	}
	for _, w := range writes {
		v := m.h.OpValue(w.op)
		if last[w.txn] != w.op {
			continue
		}
		if versions[v] != nil {
			twice[v] = true
		}
		done := m.end[w.txn]
		if done == history.NoTime {
			done = math.MaxInt64
		}
		versions[v] = &written{m.start[w.txn], done}
	}
	for v := range twice {
		versions[v].done = math.MaxInt64
	}
	for _, r := range reads {
		v := m.h.OpValue(r.op)
		if w := versions[v]; w != nil && !twice[v] && m.end[r.txn] != history.NoTime {
			w.done = min(w.done, m.end[r.txn])
		}
	}
	return versions, twice
}
