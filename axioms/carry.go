package axioms

import (
	"math"

	"visar/history"
)

// lapse is where a session falls behind: a transaction should have seen, or
// should come after, the place that an earlier one of the session brought.
type lapse struct {
	at    int32 // place of the transaction
	from  int32 // place of the earlier one of its session
	reach int32 // the place that it brought
}

// unbound is the limit of a transaction on which a law says nothing.
const unbound = math.MaxInt32

// carry goes through the sessions. What a committed transaction gains, a place
// or -1, is carried to all later ones of its session, and each must have a limit
// above all that is carried to it. A gain that is not known to SO because the
// outcome is unknown is not carried. It returns the first lapse in AR, or nil.
func (v *view) carry(gain, limit func(i int32) int32) *lapse {
	var first *lapse
	for s := range int32(v.h.Sessions()) {
		own := v.h.SessionTxns(s)
		if len(own) < 2 {
			continue
		}
		reach, from := int32(-1), int32(-1)
		for _, t := range own {
			i := v.place[t]
			if i < 0 {
				continue
			}
			if reach >= limit(i) && (first == nil || i < first.at) {
				first = &lapse{i, from, reach}
			}
			if g := gain(i); g > reach && v.h.Status(t) == history.Committed {
				reach, from = g, i
			}
		}
	}
	return first
}

// itself is the gain of a transaction that must be seen or come first.
func itself(i int32) int32 { return i }

// ifReader returns f for transactions with external reads, and other elsewhere.
func (v *view) ifReader(f func(i int32) int32, other int32) func(i int32) int32 {
	return func(i int32) int32 {
		if v.reads()[i] {
			return f(i)
		}
		return other
	}
}

// ifWriter returns f for transactions that write, and other elsewhere.
func (v *view) ifWriter(f func(i int32) int32, other int32) func(i int32) int32 {
	return func(i int32) int32 {
		if v.writer(i) {
			return f(i)
		}
		return other
	}
}

// horizon is the limit of what a transaction can see: the end of its prefix, or
// its own place where visibility is given by edges.
func (v *view) horizon(i int32) int32 {
	if v.VIS.Edges != nil {
		return i
	}
	return v.VIS.Prefix[i]
}

// lastSeen is the gain of what a transaction sees.
func (v *view) lastSeen(i int32) int32 { return v.reached()[i] }
