package dependency

import (
	"math/bits"

	"visar/history"
)

// writeTable finds the first write of a value to a key. A read of memory finds it,
// and what is near in the recording is near in the tables: values have their
// numbers in order of appearance, and a key has the values that were written to it
// at about the same time side by side.
type writeTable struct {
	h *history.History
	// only has, by value, its write if it is written once, as most values are.
	only []entry
	// slots finds the others by open addressing. Those of key k begin at first[k].
	slots []entry
	first []int
}

// entry is the first write of a value to a key.
type entry struct {
	of     int32 // in only the key, in slots the value
	op     int32 // plus one, 0 for none, or several
	source int32 // the node that a read of the value is from; or none
	write  int32 // what that read, as an index in Writes, or -1
}

// several stands, among operations, for more than one write of a value. As the
// source of an entry, none says that there is no such node, or more than one.
const several, none int32 = -1, -1

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
			*at = entry{of: w.h.OpKey(i), op: i + 1, source: none, write: -1}
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

// makeSlots gives each key a power of two of slots, at most half of which will be
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
			total += 1 << bits.Len(uint(2*n-1))
		}
	}
	w.slots = make([]entry, total)
}

// shared reports whether there are values that are written more than once.
func (w *writeTable) shared() bool { return w.slots != nil }

// add enters write op of a value that is written more than once, or returns the
// first write of the same value to the key.
func (w *writeTable) add(op int32) (first int32) {
	e := w.slot(w.h.OpKey(op), w.h.OpValue(op))
	if e.op != 0 {
		return e.op - 1
	}
	*e = entry{of: w.h.OpValue(op), op: op + 1, source: none, write: -1}
	return -1
}

// slot returns the place of a value of a key that has slots: where it is, or where it
// goes. Runs of eight consecutive values stay together, and the runs are spread.
func (w *writeTable) slot(key, value int32) *entry {
	own := w.slots[w.first[key]:w.first[key+1]]
	mask := uint64(len(own) - 1)
	at := (uint64(value>>3)*0x9e3779b97f4a7c15>>32&^7 | uint64(value)&7) & mask
	for own[at].op != 0 && own[at].of != value {
		at = (at + 1) & mask
	}
	return &own[at]
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
