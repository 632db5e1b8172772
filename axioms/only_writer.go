package axioms

import "visar/history"

// writer is the one final write of a value: its key and, plus one, its place; 0 for
// no write, or [several].
type writer struct{ key, place int32 }

// onlyWriter returns the place of the one transaction whose final value is what
// register read op returned; none if there is no such one, and several if any key has
// the value from more than one.
func (v *view) onlyWriter(op int32) int32 {
	if v.source == nil {
		v.findOnlyWriters()
	}
	return v.source[op]
}

// findOnlyWriters looks for all of them in one go, by value: what is read was written
// anywhere, so that most of the time is that of memory, which serves many at once if
// nothing else comes between.
func (v *view) findOnlyWriters() {
	only := make([]writer, v.h.Values())
	eachFinalWrite(v.Execution, func(i, op int32) {
		w := &only[v.h.OpValue(op)]
		if w.place != 0 {
			w.place = several
			return
		}
		*w = writer{v.h.OpKey(op), i + 1}
	})
	v.source = make([]int32, v.h.NumOps())
	for op := range v.source {
		i := int32(op)
		if k := v.h.OpKey(i); v.h.OpKind(i) == history.Read && !v.h.IsList(k) {
			v.source[op] = only[v.h.OpValue(i)].of(k)
		}
	}
}

// of returns the place for key k.
func (w writer) of(k int32) int32 {
	switch {
	case w.place == several:
		return several
	case w.place == 0 || w.key != k:
		return none
	default:
		return w.place - 1
	}
}
