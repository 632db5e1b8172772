package axioms

import "visar/history"

// ExtAxiom is external consistency: a transaction's first event on a key, if it
// is a read, returns the value of the last write of that key, in AR, among the
// transactions that it sees, and the initial value if it sees none. Only the
// final write of a transaction counts.
//
//	T1: w(x,1) w(y,1)
//	T2: r(x,1) r(y,_)
//
// A versioned list is a register whose versions hold all that came before: the
// version that a transaction writes is the appends of all writers of the key, in
// AR, up to and with its own, and a read returns one version whole. A read that
// follows own appends returns the version before the transaction, and these.
// The alternative, to compare the last elements and no more, would accept two
// reads [1 2] and [3 2] of one key.
//
// A list that is a log is what the reader sees of it: the visible appends in the
// order of AR, and then its own.
var ExtAxiom = &Axiom{
	Bit:     EXT,
	Name:    "EXT",
	ID:      "ext",
	Title:   "External consistency",
	Formula: "T |- Read x:n  =>  max_AR(VIS^-1(T) & {S : S |- Write x:_}) |- Write x:n, or there is none and n is initial",
	Plain: "The first read of a key, where no own write precedes it, returns the latest of the final writes " +
		"that the transaction sees, or the initial value if it sees none.",
	Breaks: "T1: w(x,1) w(y,1)\nT2: r(x,1) r(y,_)",
	Source: "CBG15, Fig. 2; for lists our own",
	holds:  judgeExt,
}

func judgeExt(v *view) *Breach {
	if v.readsAsSeen() {
		return nil
	}
	return v.judgeReads()
}

// judgeReads judges one read after the other, and finds the first that is wrong.
func (v *view) judgeReads() *Breach {
	seen := v.sources()
	for i, t := range v.Order {
		if !v.committed(int32(i)) {
			continue
		}
		v.walk.begin(t)
		for op := v.walk.lo; op < v.walk.hi; op++ {
			prev, own := v.walk.step(op)
			if v.h.OpKind(op) != history.Read {
				continue
			}
			if b := v.judgeRead(int32(i), op, prev, own, seen); b != nil {
				return b
			}
		}
	}
	return nil
}

// judgeRead judges read op of the transaction at place i, whose last own event
// on the key is prev and which wrote the key own times before.
func (v *view) judgeRead(i, op, prev, own int32, seen func(i, op int32) int32) *Breach {
	k := v.h.OpKey(op)
	switch {
	case v.external(op, prev) && v.Lists == Log && v.h.IsList(k):
		if n := seen(i, op); n < 0 || !v.addsOwn(op, n, own) {
			return v.wrongLog(i, op)
		}
	case v.external(op, prev):
		if j := seen(i, op); !v.returns(op, j) {
			return v.wrongRead(i, op, j)
		}
	case v.Lists == Versioned && v.h.IsList(k) && own > 0:
		// In the log its own appends follow the version before it.
		if j := v.writes().before(k, i); !v.isVersion(op, v.logs.length(j)+own) {
			return v.wrongBase(i, op, j)
		}
	}
	return nil
}

// external reports whether what read op returns is for visibility to say: no
// own event on the key precedes it or, if the key is a log, no own read.
func (v *view) external(op, prev int32) bool {
	if prev < 0 {
		return true
	}
	return v.Lists == Log && v.h.IsList(v.h.OpKey(op)) && v.firstRead(prev)
}

// returns reports whether read op, which no own event precedes, returns version
// j, or the initial one for -1.
func (v *view) returns(op, j int32) bool {
	if v.h.IsList(v.h.OpKey(op)) {
		return v.isVersion(op, v.logs.length(j))
	}
	return v.h.OpValue(op) == v.written(j)
}

// firstRead reports whether event prev of the transaction being walked and all
// before it on its key are writes.
func (v *view) firstRead(prev int32) bool {
	for ; prev >= 0; prev = v.walk.before(prev) {
		if v.h.OpKind(prev) == history.Read {
			return false
		}
	}
	return true
}

// written returns the value of version j, or the initial one for -1.
func (v *view) written(j int32) int32 {
	if j < 0 {
		return history.Initial
	}
	return v.h.OpValue(v.writes().op[j])
}

// isVersion reports whether list read op returns the first n elements of the log
// of its key.
func (v *view) isVersion(op, n int32) bool {
	list, _ := v.h.ListRead(op)
	return len(list) == int(n) && v.begins(op, n)
}

// addsOwn reports whether list read op returns n elements and then the own
// appends so far.
func (v *view) addsOwn(op, n, own int32) bool {
	list, _ := v.h.ListRead(op)
	if len(list) != int(n+own) {
		return false
	}
	return own == 0 || v.walk.endsWithOwn(list, v.walk.before(op), own)
}

// wrongRead is the breach of an external read op that should have returned
// version j, the latest visible one, or the initial value for -1.
func (v *view) wrongRead(i, op, j int32) *Breach {
	k := v.h.OpKey(op)
	why := v.whence(i, op)
	if j < 0 {
		return v.breach(op, []int32{i}, "%s reads %s, but sees no transaction that writes %s%s",
			v.at(i), v.cell(op), v.h.Key(k), why)
	}
	w := v.writes().place[j]
	return v.breach(op, []int32{i, w}, "%s reads %s, but the latest write of %s that it sees is %s by %s%s",
		v.at(i), v.cell(op), v.h.Key(k), v.version(j), v.at(w), why)
}

// version says what version j is: x=1, or x=[1 2] with all that came before.
func (v *view) version(j int32) string {
	k := v.h.OpKey(v.writes().op[j])
	if !v.h.IsList(k) || v.Lists == Log {
		return v.cell(v.writes().op[j])
	}
	return v.list(k, v.logs.of(k)[:v.logs.end[j]])
}

func (v *view) wrongLog(i, op int32) *Breach {
	return v.breach(op, []int32{i}, "%s reads %s, which is not the appends to %s that it sees, in AR, followed by its own%s",
		v.at(i), v.cell(op), v.h.Key(v.h.OpKey(op)), v.whence(i, op))
}

func (v *view) wrongBase(i, op, j int32) *Breach {
	k := v.h.OpKey(op)
	before := v.logs.of(k)[:v.logs.length(j)]
	return v.breach(op, []int32{i}, "%s reads %s after own appends, but the version before it in AR is %s%s",
		v.at(i), v.cell(op), v.list(k, before), v.whence(i, op))
}

// whence says where what op read may come from: for a list, where the first
// element comes from that the log of its key does not have there.
func (v *view) whence(i, op int32) string {
	k := v.h.OpKey(op)
	if !v.h.IsList(k) {
		return v.origin(i, op, v.h.OpValue(op))
	}
	list, _ := v.h.ListRead(op)
	n := commonPrefix(list, v.logs.of(k))
	if int(n) == len(list) {
		return ""
	}
	return "; element " + v.h.Value(list[n]).String() + " is out of place" + v.origin(i, op, list[n])
}
