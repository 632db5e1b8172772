package dependency

import (
	"math/bits"

	"visar/history"
)

// writeTable finds the first write of a value to a key. What is near in the recording is
// near in the tables: values have their numbers in order of appearance, and a key has the
// values that were written to it at about the same time side by side.
type writeTable struct {
	h *history.History
	// only has, by value, its write if it is written once, as most values are.
	only []entry
	// slots finds the others by open addressing. Those of key k begin at first[k].
	slots []entry
	first []int
	// fetched keeps the compiler from leaving out what only brings entries near.
	fetched int32
}

// entry is the first write of a value to a key.
type entry struct {
	of int32 // in only the key, in slots the value
	op int32 // plus one, 0 for none, or several
}

// several stands, among operations, for more than one write of a value.
const several int32 = -1

// index enters the values that are written once, and makes room for the others.
func (w *writeTable) index() {
	w.only = make([]entry, w.h.Values())
	others := 0
	for i := range int32(w.h.NumOps()) {
		if w.h.OpKind(i) == history.Read {
			continue
		}
		switch at := &w.only[w.h.OpValue(i)]; at.op {
		case 0:
			*at = entry{of: w.h.OpKey(i), op: i + 1}
		case several:
			others++
		default:
			at.op = several
			others += 2
		}
	}
	if others > 0 {
		w.makeSlots()
	}
}

// makeSlots gives each key a power of two of slots, at most two thirds of which will be
// used, for the values that are written more than once.
func (w *writeTable) makeSlots() {
	w.first = make([]int, w.h.Keys()+1)
	for i := range int32(w.h.NumOps()) {
		if w.h.OpKind(i) != history.Read && w.only[w.h.OpValue(i)].op == several {
			w.first[w.h.OpKey(i)]++
		}
	}
	total := 0
	for k, n := range w.first {
		w.first[k] = total
		if n > 0 {
			total += 1 << bits.Len(uint(n+n/2))
		}
	}
	w.slots = make([]entry, total)
}

// add enters a write of a value that is written more than once, or returns the first
// write of the same value to the key.
func (w *writeTable) add(key, value, op int32) (first int32) {
	e := w.slot(key, value)
	if e.op != 0 {
		return e.op - 1
	}
	*e = entry{of: value, op: op + 1}
	return -1
}

// slot returns the place of a value of a key that has slots: where it is, or where it
// goes. Runs of eight consecutive values stay together, and the runs are spread.
func (w *writeTable) slot(key, value int32) *entry {
	own := w.slots[w.first[key]:w.first[key+1]]
	mask := uint64(len(own) - 1)
	at := place(value, mask)
	for own[at].op != 0 && own[at].of != value {
		at = (at + 1) & mask
	}
	return &own[at]
}

// place returns where a value goes among as many slots as the mask says.
func place(value int32, mask uint64) uint64 {
	return (uint64(value>>3)*0x9e3779b97f4a7c15>>32&^7 | uint64(value)&7) & mask
}

// find returns the first write of value to key, or nil.
func (w *writeTable) find(key, value int32) *entry {
	e := &w.only[value]
	switch {
	case e.op == several:
		if w.first[key] == w.first[key+1] {
			return nil
		}
		e = w.slot(key, value)
	case e.of != key:
		return nil
	}
	if e.op == 0 {
		return nil
	}
	return e
}

// firstWrite returns the first write of value to key, or -1.
func (w *writeTable) firstWrite(key, value int32) int32 {
	if e := w.find(key, value); e != nil {
		return e.op - 1
	}
	return -1
}

// fetchSize is how many operations are fetched at a time: the nearest caches have room
// for the entries of as many.
const fetchSize = 128

// fetch brings near, before every so many operations of a walk over all of them, what
// only has of the values of the next ones. That is all over a table that no cache holds.
// One by one, each would be waited for; asked for in a row by a loop that does little
// else, many are under way at once.
func (w *writeTable) fetch(i int32) {
	if i%fetchSize != 0 {
		return
	}
	sum := int32(0)
	for i, end := i, min(i+fetchSize, int32(w.h.NumOps())); i < end; i++ {
		if v := w.h.OpValue(i); uint(v) < uint(len(w.only)) { // not a read of a list
			sum += w.only[v].op
		}
	}
	w.fetched += sum
}
