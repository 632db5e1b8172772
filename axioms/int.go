package axioms

import (
	"slices"

	"visar/history"
)

// IntAxiom is internal consistency: within a transaction, a read that follows
// any event of the transaction on the same key, a write or a read, returns what
// that event wrote or returned. A transaction sees its own writes, and its reads
// repeat.
//
//	T1: w(x,1) r(x,_)
//
// A list that the transaction has read comes back with the elements that it has
// appended since; one that it has only appended to ends with these. The second
// half says nothing of the elements before: that is for EXT.
var IntAxiom = &Axiom{
	Bit:     INT,
	Name:    "INT",
	ID:      "int",
	Title:   "Internal consistency",
	Formula: "e = read(x,n), f = max_po {events on x po-before e}  =>  f = _(x,n)",
	Plain: "A read that follows an own read or write of the same key returns what that one returned or wrote: " +
		"a transaction sees its own writes and its reads repeat.",
	Breaks: "T1: w(x,1) r(x,_)",
	Source: "CBG15 (Cerone, Bernardi, Gotsman, CONCUR 2015), Fig. 2; for lists our own",
	holds:  judgeInt,
}

func judgeInt(v *view) *Breach {
	for i, t := range v.Order {
		if !v.committed(int32(i)) {
			continue
		}
		v.walk.begin(t)
		for op := v.walk.lo; op < v.walk.hi; op++ {
			prev, _ := v.walk.step(op)
			if prev >= 0 && v.h.OpKind(op) == history.Read && !v.repeats(op, prev) {
				return v.breach(op, []int32{int32(i)}, "%s reads %s after its own %s of %s",
					v.at(int32(i)), v.cell(op), eventNoun(v.h, prev), v.cell(prev))
			}
		}
	}
	return nil
}

func eventNoun(h *history.History, op int32) string {
	switch h.OpKind(op) {
	case history.Read:
		return "read"
	case history.Write:
		return "write"
	default:
		return "append"
	}
}

// repeats reports whether read op returns what the own event prev, the one
// before it on the key, makes it return.
func (v *view) repeats(op, prev int32) bool {
	if !v.h.IsList(v.h.OpKey(op)) {
		return v.h.OpValue(op) == v.h.OpValue(prev)
	}
	appends, event := int32(0), prev
	for event >= 0 && v.h.OpKind(event) != history.Read {
		appends++
		event = v.walk.before(event)
	}
	list, prefix := v.h.ListRead(op)
	if !v.walk.endsWithOwn(list, prev, appends) {
		return false
	}
	if event < 0 {
		return true
	}
	base, basePrefix := v.h.ListRead(event)
	if len(list) != len(base)+int(appends) {
		return false
	}
	return prefix && basePrefix || slices.Equal(list[:len(base)], base)
}
