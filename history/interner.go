package history

import "math/bits"

// interner gives each distinct value a dense id. Integers, which nearly all
// recordings use, are found through a table of ids with open addressing: 4 bytes
// a slot and no second copy of the value.
type interner struct {
	values valueTable
	slots  []int32 // id + 1 of an integer, 0 for free; length is a power of two
	ints   int
	others map[Value]int32
}

// id returns the id of v, which is new if v is.
func (n *interner) id(v Value) int32 {
	if v.kind != Int {
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
	if 4*n.ints >= 3*len(n.slots) {
		n.grow()
	}
	slot := n.slot(v.number)
	if n.slots[slot] == 0 {
		n.ints++
		n.slots[slot] = n.values.add(v) + 1
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

func (n *interner) grow() {
	n.slots = make([]int32, max(64, 2*len(n.slots)))
	for id := range int32(n.values.len()) {
		if !n.values.other(id) {
			n.slots[n.slot(n.values.numbers[id])] = id + 1
		}
	}
}

// clear forgets all values and keeps the room that they took.
func (n *interner) clear() {
	n.values.clear()
	clear(n.slots)
	clear(n.others)
	n.ints = 0
}
