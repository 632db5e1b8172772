package dependency

import (
	"slices"

	"visar/history"
)

// keyState is what a transaction has done to a key so far.
type keyState struct {
	read    int32 // its last read of the key, or -1
	write   int32 // its last write of the key, or -1
	appends int32 // how many appends since its last read of the list
}

// resolveTxn adds the reads and the last writes of transaction t, node n.
func (x *resolver) resolveTxn(t, n int32) {
	x.ReadFirst = append(x.ReadFirst, int32(len(x.Reads)))
	x.WriteFirst = append(x.WriteFirst, int32(len(x.Writes)))
	judged := x.h.Status(t) == history.Committed
	lo, hi := x.h.Ops(t)
	for i := lo; i < hi; i++ {
		k := x.h.OpKey(i)
		if x.stamp[k] != t+1 {
			x.stamp[k] = t + 1
			x.state[k] = keyState{read: -1, write: -1}
		}
		s := &x.state[k]
		if x.h.OpKind(i) == history.Read {
			if judged {
				x.resolveRead(t, n, i, *s)
				s.read, s.appends = i, 0
			}
			continue
		}
		s.write = i
		s.appends++
		if x.isFinal(i) {
			x.Writes = append(x.Writes, Write{Node: n, Key: k, Op: i})
		}
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
	source, count, b := x.source(t, k, v)
	switch {
	case count == 0:
		b.Txn, b.Op, b.Value, b.Other, b.External = t, i, v, -1, external
		x.breach(b)
	case count == 1:
		x.Reads = append(x.Reads, Read{Node: n, Key: k, Op: i, Source: source, External: external})
	default:
		x.Ambiguous = append(x.Ambiguous, Ambiguous{Txn: t, Op: i, Candidates: x.candidates(t, k, v)})
	}
}

// source returns the node that t may have read value v of key k from and how
// many such there are; where there is none, b says why.
func (x *resolver) source(t, k, v int32) (node int32, count int, b Breach) {
	b = Breach{Kind: ThinAir, Writer: -1, WriterOp: -1}
	if v == history.Initial {
		node, count = Init, 1
	}
	first := x.firstWrite(k, v)
	if first < 0 {
		return node, count, b
	}
	x.tryWrite(t, first, &node, &count, &b)
	for _, op := range x.again[first] {
		x.tryWrite(t, op, &node, &count, &b)
	}
	return node, count, b
}

// tryWrite counts the write op as a source of a read by t, or as the reason why
// the read has none.
func (x *resolver) tryWrite(t, op int32, node *int32, count *int, b *Breach) {
	w := x.opTxn[op]
	switch {
	case w == t:
		x.because(b, FutureRead, w, op)
	case x.Node[w] < 0:
		x.because(b, AbortedRead, w, op)
	case !x.isFinal(op):
		x.because(b, IntermediateRead, w, op)
	default:
		*node = x.Node[w]
		*count++
	}
}

// because prefers the reason that says most: a write by another transaction.
func (x *resolver) because(b *Breach, kind BreachKind, writer, op int32) {
	if b.Kind == ThinAir || b.Kind == FutureRead && kind != FutureRead {
		b.Kind, b.Writer, b.WriterOp = kind, writer, op
	}
}

func (x *resolver) candidates(t, k, v int32) []int32 {
	var found []int32
	if v == history.Initial {
		found = append(found, Init)
	}
	first := x.firstWrite(k, v)
	if first < 0 {
		return found
	}
	for _, op := range append([]int32{first}, x.again[first]...) {
		w := x.opTxn[op]
		if w != t && x.Node[w] >= 0 && x.isFinal(op) && !slices.Contains(found, w) {
			found = append(found, w)
		}
	}
	return found
}

func (x *resolver) breach(b Breach) {
	if b.Kind == OwnWriteMissed || b.Kind == Unrepeatable {
		b.Writer, b.WriterOp = -1, -1
		if op := x.firstWrite(x.h.OpKey(b.Op), b.Value); op >= 0 {
			b.Writer, b.WriterOp = x.opTxn[op], op
		}
	}
	x.Breaches = append(x.Breaches, b)
}
