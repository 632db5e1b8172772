package checker

// monotonicView adds what MONOTONICVIEW forces: if T3 reads from T2 and later
// reads x from T1, and T2 writes x too, then T2 is before T1.
//
// Of each T2 its first read by T3 has the most reads after it, and of these the
// first of each key is enough: between reads of one key from different sources
// the rule applies again. For each pair the shorter list of keys is walked, the
// writes of T2 or the reads of T3, which bounds the work by O(n^1.5 log n) for
// histories of n operations (Møldrup and Pavlogiannis, AWDIT, PLDI 2025).
func (s *horn) monotonicView() {
	v := viewer{horn: s, first: make([]int32, s.nodes), by: make([]int32, s.nodes),
		later: newReadsByKey(s.h.Keys())}
	for n := range s.nodes {
		if s.cancelled(n) {
			return
		}
		v.reader(n)
	}
}

type viewer struct {
	*horn
	first, by []int32 // by source: the index of its first read by the reader by-1
	later     readsByKey
}

func (v *viewer) reader(n int32) {
	lo, hi := v.r.ReadFirst[n], v.r.ReadFirst[n+1]
	if hi-lo < 2 {
		return
	}
	for i := lo; i < hi; i++ {
		v.eachSource(v.r.Reads[i], func(t2 int32) {
			if v.by[t2] != n+1 {
				v.by[t2], v.first[t2] = n+1, i
			}
		})
	}
	v.later.clear(n)
	for i := hi - 1; i >= lo; i-- {
		rd := v.r.Reads[i]
		j := v.later.read(rd.Key)
		v.eachSource(rd, func(t2 int32) {
			if j >= 0 {
				v.overwritten(t2, v.r.Reads[j])
			}
			if v.first[t2] == i {
				v.overwrittenBy(t2, &v.later)
			}
		})
		v.later.put(rd.Key, i)
	}
}

// overwrittenBy applies EXT to the reads of the keys that writer writes, all by a
// transaction that sees it.
func (s *horn) overwrittenBy(writer int32, reads *readsByKey) {
	if writes := s.r.NodeWrites(writer); len(writes) <= len(reads.keys) {
		for _, w := range writes {
			if i := reads.read(w.Key); i >= 0 {
				s.overwritten(writer, s.r.Reads[i])
			}
		}
		return
	}
	for _, k := range reads.keys {
		if s.writeIndex(writer, k) >= 0 {
			s.overwritten(writer, s.r.Reads[reads.read(k)])
		}
	}
}

// readsByKey maps keys to a read of one transaction, the one put last, and is
// emptied in constant time.
type readsByKey struct {
	by, at []int32
	reader int32
	keys   []int32
}

func newReadsByKey(keys int) readsByKey {
	return readsByKey{by: make([]int32, keys), at: make([]int32, keys)}
}

func (m *readsByKey) clear(reader int32) { m.reader, m.keys = reader, m.keys[:0] }

func (m *readsByKey) put(k, read int32) {
	if m.by[k] != m.reader+1 {
		m.by[k] = m.reader + 1
		m.keys = append(m.keys, k)
	}
	m.at[k] = read
}

// read returns the index of the read of k, or -1.
func (m *readsByKey) read(k int32) int32 {
	if m.by[k] != m.reader+1 {
		return -1
	}
	return m.at[k]
}
