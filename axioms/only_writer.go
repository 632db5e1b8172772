package axioms

// writer is the one final write of a value: its key and, plus one, its place; 0 for
// no write, or [several].
type writer struct{ key, place int32 }

// onlyWriter returns the place of the one transaction whose final value of register
// k it is; none if there is no such one, and several if any key has the value from
// more than one. Values are numbered as they appear, so that looking for what is
// read at about the same time reads the same memory.
func (v *view) onlyWriter(k, value int32) int32 {
	if v.only == nil {
		v.findOnlyWriters()
	}
	switch w := v.only[value]; {
	case w.place == several:
		return several
	case w.place == 0 || w.key != k:
		return none
	default:
		return w.place - 1
	}
}

func (v *view) findOnlyWriters() {
	v.only = make([]writer, v.h.Values())
	eachFinalWrite(v.Execution, func(i, op int32) {
		w := &v.only[v.h.OpValue(op)]
		if w.place != 0 {
			w.place = several
			return
		}
		*w = writer{v.h.OpKey(op), i + 1}
	})
}
