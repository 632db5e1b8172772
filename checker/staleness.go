package checker

import (
	"visar/checker/linear"
	"visar/history"
)

// Staleness says, key by key, how far reads lag behind, for a verdict on the
// linearizability of registers. Keys in which a value was written twice are left out,
// and other objects have none. Ages are in nanoseconds where the recording has a
// clock, else in the unit of its starts and ends.
func (v *Verdict) Staleness() (keys []linear.Staleness, nanoseconds bool) {
	if v.Objects == nil || v.History == nil || v.Objects.History.Object != linear.Register {
		return nil, false
	}
	h := *v.Objects.History
	times := history.NewTimes(v.History)
	if times.Known() {
		h.Ops = make([]linear.Op, len(h.Ops))
		for i, o := range v.Objects.History.Ops {
			o.Invoke = times.At(o.Invoke)
			if !o.Unknown() {
				o.Return = times.At(o.Return)
			}
			h.Ops[i] = o
		}
	}
	return h.Staleness(), times.Known()
}
