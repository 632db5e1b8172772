package axioms

import (
	"math"

	"visar/history"
)

// ArRealTimeKeyAxiom says that arbitration extends real time between
// transactions that share a key. Two that only read it share it: without them a
// stale read after a fresh one of the same key would pass while the write itself
// was never acknowledged.
//
//	T1 @1-2: w(x,1)
//	T2 @3-4: r(x,_)
//
// The keys of a transaction of unknown outcome are those that it writes.
var ArRealTimeKeyAxiom = &Axiom{
	Bit:        ARREALTIMEKEY,
	Name:       "ARREALTIMEKEY",
	ID:         "ar-real-time-key",
	Title:      "Real time is arbitrated in order, key by key",
	Formula:    "RT & {(S,T) : S and T use a common key} <= AR",
	Plain:      "A transaction is arbitrated after all that ended before it started and that read or wrote a key which it uses.",
	Breaks:     "T1 @1-2: w(x,1)\nT2 @3-4: r(x,_)",
	BreaksWith: EXT | TOTALVIS,
	Source:     "our own wording of what CockroachDB documents as no stale reads",
	holds:      judgeArRealTimeKey,
}

func judgeArRealTimeKey(v *view) *Breach {
	least := make([]int64, v.h.Keys()) // of the ends of the later users of a key
	for k := range least {
		least[k] = math.MaxInt64
	}
	first, shared := int32(-1), int32(-1)
	for i := int32(len(v.Order)) - 1; i >= 0; i-- {
		start := v.h.Start(v.Order[i])
		v.eachUse(i, func(k int32) {
			if start != history.NoTime && least[k] < start {
				first, shared = i, k
			}
		})
		v.eachUse(i, func(k int32) { least[k] = min(least[k], v.end(i)) })
	}
	if first < 0 {
		return nil
	}
	from := first + 1
	for start := v.h.Start(v.Order[first]); v.end(from) >= start || !v.uses(from, shared); {
		from++
	}
	return v.misplaced(first, from, v.times(first, from)+"; both use "+v.h.Key(shared).String())
}

// eachUse calls f with each key that the transaction at place i uses, perhaps
// more than once.
func (v *view) eachUse(i int32, f func(k int32)) {
	lo, hi := v.h.Ops(v.Order[i])
	for op := lo; op < hi; op++ {
		if v.committed(i) || v.h.OpKind(op) != history.Read {
			f(v.h.OpKey(op))
		}
	}
}

func (v *view) uses(i, key int32) bool {
	found := false
	v.eachUse(i, func(k int32) { found = found || k == key })
	return found
}
