package dependency

import (
	"slices"

	"visar/history"
)

// makeRoom makes room for all reads and writes that there can be.
func (x *resolver) makeRoom() {
	reads := 0
	for i := range int32(x.h.NumOps()) {
		if x.h.OpKind(i) == history.Read {
			reads++
		}
	}
	x.Reads = make([]Read, 0, reads)
	x.Writes = make([]Write, 0, x.h.NumOps()-reads)
	x.ReadFirst = make([]int32, 0, len(x.Txn)+1)
	x.WriteFirst = make([]int32, 0, len(x.Txn)+1)
}

// resolveTxn adds the reads of transaction t, node n.
func (x *resolver) resolveTxn(t, n int32) {
	x.ReadFirst = append(x.ReadFirst, int32(len(x.Reads)))
	judged := x.h.Status(t) == history.Committed
	lo, hi := x.h.Ops(t)
	x.states.begin(x.h)
	for i := lo; i < hi; i++ {
		k := x.h.OpKey(i)
		s := x.states.of(k)
		if x.h.OpKind(i) == history.Read {
			if judged {
				x.resolveRead(t, n, i, *s)
				s.read, s.appends = i, 0
			}
			continue
		}
		s.write = i
		s.appends++
	}
}

// resolveRead finds the write behind read i, or why there is none.
func (x *resolver) resolveRead(t, n, i int32, s keyState) {
	if x.h.IsList(x.h.OpKey(i)) {
		x.resolveListRead(t, n, i, s)
		return
	}
	v := x.h.OpValue(i)
	if s.write >= 0 {
		switch {
		case s.read > s.write && x.h.OpValue(s.read) != v:
			x.breach(Breach{Kind: x.kindAfterOwn(v, s), Txn: t, Op: i, Value: v, Other: s.read})
		case s.read < s.write && x.h.OpValue(s.write) != v:
			x.breach(Breach{Kind: OwnWriteMissed, Txn: t, Op: i, Value: v, Other: s.write})
		}
		return
	}
	if s.read >= 0 && x.h.OpValue(s.read) != v {
		x.breach(Breach{Kind: Unrepeatable, Txn: t, Op: i, Value: v, Other: s.read})
	}
	x.addRead(t, n, i, v, s.read < 0)
}

// kindAfterOwn is the kind of a breach of a read that follows an own write and
// then an own read: the write is missed unless the value is still it.
func (x *resolver) kindAfterOwn(v int32, s keyState) BreachKind {
	if x.h.OpValue(s.write) == v {
		return Unrepeatable
	}
	return OwnWriteMissed
}

// addRead adds read i of value v, which no own write precedes.
func (x *resolver) addRead(t, n, i, v int32, external bool) {
	k := x.h.OpKey(i)
	if op, w := x.onlyWriteRead(i); w >= 0 {
		if source := x.nodeOf(x.txnOf(op)); source != n {
			x.Reads = append(x.Reads, Read{Node: n, Key: k, Op: i, Source: source, Write: w, External: external})
			return
		}
	}
	all := x.sourcesOf(k, v)
	count := len(all)
	at, own := slices.BinarySearch(all, t)
	if own {
		count--
	}
	switch count {
	case 0:
		b := x.unexplained(t, k, v)
		b.Txn, b.Op, b.Value, b.Other, b.External = t, i, v, -1, external
		x.breach(b)
	case 1:
		only := all[0]
		if own && at == 0 {
			only = all[1]
		}
		x.Reads = append(x.Reads, Read{Node: n, Key: k, Op: i, Source: x.nodeOf(only), Write: x.WriteIndex(x.nodeOf(only), k), External: external})
	default:
		x.Ambiguous = append(x.Ambiguous, Ambiguous{Txn: t, Op: i, External: external, Candidates: all})
	}
}

// nodeOf returns the node of a transaction; Init stays Init. Where all take part it is
// found without a look into memory.
func (x *resolver) nodeOf(t int32) int32 {
	if t < 0 || len(x.Txn) == len(x.Node) {
		return t
	}
	return x.Node[t]
}

// sourcesOf returns, in order, the transactions whose final write of key k is v,
// and before them Init if it is the initial value. All reads of the value share
// the list.
func (x *resolver) sourcesOf(k, v int32) []int32 {
	first := x.firstWrite(k, v)
	if first < 0 {
		if v == history.Initial {
			return initOnly
		}
		return nil
	}
	if v != history.Initial && (len(x.again) == 0 || len(x.again[first]) == 0) {
		return x.onlySource(first)
	}
	if all, ok := x.sources[first]; ok {
		return all
	}
	var all []int32
	if v == history.Initial {
		all = append(all, Init)
	}
	for _, op := range slices.Concat([]int32{first}, x.again[first]) {
		if w := x.txnOf(op); x.Node[w] >= 0 && x.isFinal(op) {
			all = append(all, w)
		}
	}
	x.sources[first] = all
	return all
}

var initOnly = []int32{Init}

// onlySource returns the transaction of a write whose value was written once, if
// it may have been read. The list is good until the next call.
func (x *resolver) onlySource(op int32) []int32 {
	w := x.txnOf(op)
	if x.Node[w] < 0 || !x.isFinal(op) {
		return nil
	}
	x.one[0] = w
	return x.one[:]
}

// unexplained says why t may have read value v of key k from nowhere: the reason
// that says most is a write by another transaction.
func (x *resolver) unexplained(t, k, v int32) Breach {
	b := Breach{Kind: ThinAir, Writer: -1, WriterOp: -1}
	first := x.firstWrite(k, v)
	if first < 0 {
		return b
	}
	for _, op := range slices.Concat([]int32{first}, x.again[first]) {
		w := x.txnOf(op)
		switch {
		case w != t && x.Node[w] < 0:
			b.Kind, b.Writer, b.WriterOp = AbortedRead, w, op
			return b
		case w != t:
			b.Kind, b.Writer, b.WriterOp = IntermediateRead, w, op
			return b
		case b.Kind == ThinAir:
			b.Kind, b.Writer, b.WriterOp = FutureRead, w, op
		}
	}
	return b
}

func (x *resolver) breach(b Breach) {
	if b.Kind == OwnWriteMissed || b.Kind == Unrepeatable {
		b.Writer, b.WriterOp = -1, -1
		if op := x.firstWrite(x.h.OpKey(b.Op), b.Value); op >= 0 {
			b.Writer, b.WriterOp = x.txnOf(op), op
		}
	}
	x.Breaches = append(x.Breaches, b)
}
