package axioms

import (
	"slices"

	"visar/history"
)

// CommittedAxiom says that only committed states are read: a read returns the
// initial value or the final write of a transaction that is earlier in AR, and
// after an own write of the key it returns the last own one. Visibility plays no
// part, and a second read of a key may return another value.
//
//	T1: w(x,1) w(x,2)
//	T2: r(x,1)
//
// A versioned list that is read is a version: the appends of the key's writers in
// AR up to one that is earlier than the reader, whole. A log is the appends of
// some earlier transactions, each transaction's appends together, in AR. Own
// appends follow in both.
var CommittedAxiom = &Axiom{
	Bit:     COMMITTED,
	Name:    "COMMITTED",
	ID:      "committed",
	Title:   "Committed reads",
	Formula: "e = read(x,n) in T  =>  n is T's last write of x before e; if there is none, n is initial or some S AR T |- Write x:n",
	Plain: "A read returns a final write of a transaction earlier in arbitration, or the initial value; " +
		"after an own write of the key it returns that.",
	Breaks: "T1: w(x,1) w(x,2)\nT2: r(x,1)",
	Source: "Adya's thesis (MIT 1999), PL-2: no G1a, G1b, G1c, where the order of writes is not known; wording and lists our own",
	holds:  judgeCommitted,
}

func judgeCommitted(v *view) *Breach {
	for i, t := range v.Order {
		if !v.committed(int32(i)) {
			continue
		}
		v.walk.begin(t)
		for op := v.walk.lo; op < v.walk.hi; op++ {
			_, own := v.walk.step(op)
			if v.h.OpKind(op) == history.Read && !v.isCommitted(int32(i), op, own) {
				return v.dirty(int32(i), op, own)
			}
		}
	}
	return nil
}

func (v *view) dirty(i, op, own int32) *Breach {
	if own > 0 && !v.h.IsList(v.h.OpKey(op)) {
		return v.breach(op, []int32{i}, "%s reads %s after its own write of %s",
			v.at(i), v.cell(op), v.cell(v.walk.lastWrite(op)))
	}
	return v.breach(op, []int32{i}, "%s reads %s, which no transaction before it in AR leaves behind%s",
		v.at(i), v.cell(op), v.whence(i, op))
}

func (v *view) isCommitted(i, op, own int32) bool {
	k := v.h.OpKey(op)
	switch {
	case v.h.IsList(k) && v.Lists == Log:
		return v.isSomeLog(i, op, own)
	case v.h.IsList(k) && own > 0:
		return v.isVersion(op, v.logs.length(v.writes().before(k, i))+own)
	case v.h.IsList(k):
		return v.isEarlierVersion(i, op)
	case own > 0:
		return v.h.OpValue(op) == v.h.OpValue(v.walk.lastWrite(op))
	default:
		return v.h.OpValue(op) == history.Initial || v.wroteBefore(op, i)
	}
}

// wroteBefore reports whether the value of register read op is the final one of a
// writer that is before place i.
func (v *view) wroteBefore(op, i int32) bool {
	switch from := v.onlyWriter(op); from {
	case several:
		return len(v.finalsOf().with(v.h.OpKey(op), v.h.OpValue(op), 0, i)) > 0
	case none:
		return false
	default:
		return from < i
	}
}

// isEarlierVersion reports whether list read op returns the list as a
// transaction before place i left it.
func (v *view) isEarlierVersion(i, op int32) bool {
	list, _ := v.h.ListRead(op)
	if len(list) == 0 {
		return true
	}
	k, n := v.h.OpKey(op), int32(len(list))
	first := v.writes().first[k]
	j, whole := slices.BinarySearch(v.logs.end[first:v.writes().first[k+1]], n)
	return whole && v.writes().place[first+int32(j)] < i && v.begins(op, n)
}
