package history

import (
	"math"
	"math/bits"
)

// interner gives each distinct value a dense id. Integers, which nearly all
// recordings use, are found without a second copy of the value: those that lie
// close together by a table with a place for each, which keeps what is written and
// read at about the same time close together too, and the others by open addressing.
type interner struct {
	values valueTable
	near   nearInts
	slots  []int32 // id + 1 of an integer, 0 for free; length is a power of two
	hashed int     // how many are in slots
	others map[Value]int32
	most   int // values before the last clear, or before that
}

// id returns the id of v, which is new if v is.
func (n *interner) id(v Value) int32 {
	if v.kind == Int {
		return n.intID(v.number)
	}
	if id, ok := n.others[v]; ok {
		return id
	}
	if n.others == nil {
		n.others = map[Value]int32{}
	}
	id := n.values.add(v)
	n.others[v] = id
	return id
}

// idFrom returns the id of the value with an id of another table.
func (n *interner) idFrom(t *valueTable, id int32) int32 {
	if t.other(id) {
		return n.id(t.at(id))
	}
	return n.intID(t.numbers[id])
}

// intID is id for the integer i.
func (n *interner) intID(i int64) int32 {
	if at := uint64(i - n.near.base); at < uint64(len(n.near.ids)) {
		place := &n.near.ids[at]
		if *place == 0 {
			*place = n.values.addInt(i) + 1
		}
		return *place - 1
	}
	return n.farID(i)
}

// farID is intID for an integer that is not among those near each other.
func (n *interner) farID(i int64) int32 {
	if n.near.extend(i, n) {
		return n.intID(i)
	}
	if 4*n.hashed >= 3*len(n.slots) {
		n.grow()
	}
	slot := n.slot(i)
	if n.slots[slot] == 0 {
		n.hashed++
		n.slots[slot] = n.values.addInt(i) + 1
	}
	return n.slots[slot] - 1
}

// known returns the id of the value with that text, without making a string.
func (n *interner) known(kind ValueKind, text []byte) (int32, bool) {
	id, ok := n.others[Value{text: string(text), kind: kind}]
	return id, ok
}

// slot returns the place of the integer i: where it is, or where it goes.
func (n *interner) slot(i int64) uint64 {
	mask := uint64(len(n.slots) - 1)
	// Fibonacci hashing: consecutive integers, the usual case, spread evenly.
	at := uint64(i) * 0x9e3779b97f4a7c15 >> (64 - bits.Len64(mask))
	for n.slots[at] != 0 && !n.values.isInt(n.slots[at]-1, i) {
		at = (at + 1) & mask
	}
	return at
}

// grow makes room in slots, which then have only what is not near.
func (n *interner) grow() {
	n.slots = make([]int32, max(64, 2*len(n.slots)))
	n.hashed = 0
	for id, i := range n.values.numbers {
		if !n.near.has(i) && !n.values.other(int32(id)) {
			n.slots[n.slot(i)] = int32(id) + 1
			n.hashed++
		}
	}
}

// clear forgets all values and keeps the room that they took.
func (n *interner) clear() {
	n.most = max(n.most, n.values.len())
	n.values.clear()
	n.near.clear()
	clear(n.slots)
	clear(n.others)
	n.hashed = 0
}

// nearInts has a place for each integer of a range, id + 1 or 0. It takes at most
// 32 bytes for each integer interned, and nearly always 4 to 8.
type nearInts struct {
	base  int64
	ids   []int32
	spare []int32 // the table before, whose room may serve again
}

// apart is how far from each other a few integers may be.
const apart = 1 << 10

func (t *nearInts) has(i int64) bool { return uint64(i-t.base) < uint64(len(t.ids)) }

// find returns the id of i, or -1 if it has none here.
func (t *nearInts) find(i int64) int32 {
	if at := uint64(i - t.base); at < uint64(len(t.ids)) {
		return t.ids[at] - 1
	}
	return -1
}

// extend makes the range include i, unless that makes it much longer than n has
// values. It takes those over that then belong to it.
func (t *nearInts) extend(i int64, n *interner) bool {
	if len(t.ids) == 0 {
		t.base = i
	}
	length := uint64(len(t.ids))
	span := uint64(i) - uint64(t.base) + 1
	if i < t.base {
		span = uint64(t.base) - uint64(i) + length
	}
	if span > uint64(4*max(n.values.len(), n.most)+2*apart) {
		return false
	}
	size := uint64(1) << bits.Len64(max(span, apart))
	base := t.base
	switch {
	case length == 0:
		base = max(math.MinInt64+int64(size/2), i) - int64(size/2)
	case i < base:
		base = max(math.MinInt64+int64(size), base+int64(length)) - int64(size)
	}
	if i >= 0 && (length == 0 || t.base >= 0) {
		base = max(0, base)
	}
	t.move(base, int(size), n)
	return true
}

// move makes the range one that includes the present one.
func (t *nearInts) move(base int64, size int, n *interner) {
	ids := t.spare
	if cap(ids) < size {
		ids = make([]int32, size)
	}
	ids = ids[:size]
	before := int(t.base - base)
	clear(ids[:before])
	clear(ids[before+copy(ids[before:], t.ids):])
	t.base, t.ids, t.spare = base, ids, t.ids
	for _, slot := range n.slots {
		if slot == 0 {
			continue
		}
		if i := n.values.numbers[slot-1]; t.has(i) {
			t.ids[i-base] = slot
		}
	}
}

func (t *nearInts) clear() {
	if cap(t.ids) > cap(t.spare) {
		t.spare = t.ids
	}
	t.ids = nil
}
