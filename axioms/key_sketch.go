package axioms

import "visar/history"

// keySketch is a set of keys of which a bit of each is known: two sets have no
// common key if they have no common bit. Most transactions have few keys, and then
// nearly all questions are answered by what is small enough to be near.
type keySketch uint64

func sketchOf(key int32) keySketch { return 1 << (uint32(key) * 0x9e3779b1 >> 26) }

// writtenKeys returns, by place, the keys that the transaction there writes.
func (v *view) writtenKeys() []keySketch {
	if v.sketch == nil {
		v.sketch = make([]keySketch, len(v.Order))
		for i, t := range v.Order {
			lo, hi := v.h.Ops(t)
			for op := lo; op < hi; op++ {
				if v.h.OpKind(op) != history.Read {
					v.sketch[i] |= sketchOf(v.h.OpKey(op))
				}
			}
		}
	}
	return v.sketch
}
