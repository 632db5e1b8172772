package axioms

import (
	"math"
	"slices"

	"visar/history"
)

// monotone judges the monotonic view of one reader after the other. It holds,
// for the reader at hand, what its later reads of each key were from. A reader
// costs the product of its reads and of the smaller of two numbers, the keys it
// reads and the writes of the transaction read from: at most m*sqrt(m) for m
// operations in all. Where a value was written several times, each of its writers
// may have to be tried, and logs cost as much for each element read.
type monotone struct {
	v     *view
	stamp []int32 // by key: the reader's place + 1, if the entries below are of it
	// least is the earliest source of the later reads of a register or versioned
	// list: a place, or -1 for the initial value.
	least []int32
	// read is the read that least is of; for a log, the next read.
	read  []int32
	keys  []int32         // those with entries
	later keySketch       // of them
	reads []int32         // those of the reader that no own write of the key precedes
	next  map[int32]int32 // from a read of a log to the next one of it
}

func newMonotone(v *view) *monotone {
	n := v.h.Keys()
	return &monotone{v: v, stamp: make([]int32, n), least: make([]int32, n), read: make([]int32, n), next: map[int32]int32{}}
}

// judge goes backwards through the reads of the transaction at place i that no
// own write precedes.
func (m *monotone) judge(i int32) *Breach {
	m.keys, m.later = m.keys[:0], 0
	clear(m.next)
	m.findReads(i)
	for _, op := range slices.Backward(m.reads) {
		if m.v.isLog(m.v.h.OpKey(op)) {
			if b := m.judgeLog(i, op); b != nil {
				return b
			}
			m.noteLog(i, op)
			continue
		}
		source, b := m.source(i, op)
		if b != nil {
			return b
		}
		m.note(i, op, source)
	}
	return nil
}

func (m *monotone) findReads(i int32) {
	v := m.v
	m.reads = m.reads[:0]
	v.walk.begin(v.Order[i])
	for op := v.walk.lo; op < v.walk.hi; op++ {
		if _, own := v.walk.step(op); own == 0 && v.h.OpKind(op) == history.Read {
			m.reads = append(m.reads, op)
		}
	}
}

// source returns the latest place that read op may be from, as later reads have
// it; -1 is the initial value. A value that nobody wrote before allows anything.
func (m *monotone) source(i, op int32) (int32, *Breach) {
	v, k := m.v, m.v.h.OpKey(op)
	value := history.Initial
	if !v.h.IsList(k) {
		if from := v.onlyWriter(op); from != several {
			return m.onlySource(i, op, from)
		}
		value = v.h.OpValue(op)
	} else if list, _ := v.h.ListRead(op); len(list) > 0 {
		value = list[len(list)-1]
	}
	versions := v.finalsOf().with(k, value, 0, i)
	for _, j := range slices.Backward(versions) {
		if from := v.writes().place[j.version()]; m.hidden(i, from) < 0 {
			return from, nil
		}
	}
	switch {
	case value == history.Initial:
		return -1, nil
	case len(versions) == 0:
		return math.MaxInt32, nil
	}
	from := v.writes().place[versions[len(versions)-1].version()]
	return 0, m.breach(i, op, from)
}

// onlySource is source where no other transaction can be it than the one at place
// from, or none.
func (m *monotone) onlySource(i, op, from int32) (int32, *Breach) {
	readable := from >= 0 && from < i
	switch {
	case readable && m.hidden(i, from) < 0:
		return from, nil
	case m.v.h.OpValue(op) == history.Initial:
		return -1, nil
	case readable:
		return 0, m.breach(i, op, from)
	}
	return math.MaxInt32, nil
}

// breach is that of read op from the transaction at place from.
func (m *monotone) breach(i, op, from int32) *Breach {
	v := m.v
	later := m.hidden(i, from)
	return v.breach(later, []int32{i, from}, "%s reads %s from %s and then %s, which is older than the %s that %s wrote",
		v.at(i), v.cell(op), v.at(from), v.cell(later), v.h.Key(v.h.OpKey(later)), v.h.Name(v.Order[from]))
}

// maxScannedOps is up to how many operations of a transaction are looked at one by
// one: they lie side by side, and the versions of a key do not.
var maxScannedOps int32 = 16

// hidden returns a later read to which a write of the transaction at place from
// is missing, or -1.
func (m *monotone) hidden(i, from int32) int32 {
	v := m.v
	if m.later&v.writtenKeys()[from] == 0 {
		return -1
	}
	lo, hi := v.h.Ops(v.Order[from])
	if len(m.keys) < int(hi-lo) && hi-lo > maxScannedOps {
		for _, k := range m.keys {
			if j := v.writes().before(k, from+1); j >= 0 && v.writes().place[j] == from {
				if op := m.hides(k, from); op >= 0 {
					return op
				}
			}
		}
		return -1
	}
	for write := lo; write < hi; write++ {
		k := v.h.OpKey(write)
		if v.h.OpKind(write) != history.Read && m.stamp[k] == i+1 {
			if op := m.hides(k, from); op >= 0 {
				return op
			}
		}
	}
	return -1
}

// hides returns a later read of key k to which what the transaction at place from
// wrote to it is missing, or -1.
func (m *monotone) hides(k, from int32) int32 {
	v := m.v
	if !v.isLog(k) {
		if m.least[k] < from {
			return m.read[k]
		}
		return -1
	}
	j := v.writes().before(k, from+1)
	for op, more := m.read[k], true; more; op, more = m.after(op) {
		list, _ := v.h.ListRead(op)
		for _, element := range v.partsOf().block(j) {
			if !slices.Contains(list, element) {
				return op
			}
		}
	}
	return -1
}

func (m *monotone) after(op int32) (int32, bool) {
	next, more := m.next[op]
	return next, more
}

// note remembers that read op of a register or versioned list was from source.
func (m *monotone) note(i, op, source int32) {
	k := m.v.h.OpKey(op)
	if m.stamp[k] != i+1 {
		m.stamp[k], m.least[k], m.read[k] = i+1, source, op
		m.keys = append(m.keys, k)
		m.later |= sketchOf(k)
	} else if source < m.least[k] {
		m.least[k], m.read[k] = source, op
	}
}

func (m *monotone) noteLog(i, op int32) {
	k := m.v.h.OpKey(op)
	if m.stamp[k] != i+1 {
		m.stamp[k] = i + 1
		m.keys = append(m.keys, k)
		m.later |= sketchOf(k)
	} else {
		m.next[op] = m.read[k]
	}
	m.read[k] = op
}

// judgeLog judges read op of a log against the later reads: each element's
// transaction is one that was read from.
func (m *monotone) judgeLog(i, op int32) *Breach {
	v := m.v
	list, _ := v.h.ListRead(op)
	last := int32(-1)
	for _, element := range list {
		from, known := v.appender(v.h.OpKey(op), element)
		if !known || from >= i || from == last {
			continue
		}
		if m.hidden(i, from) >= 0 {
			return m.breach(i, op, from)
		}
		last = from
	}
	return nil
}
