package anomalies

import (
	"slices"

	"visar/history"
	"visar/history/dependency"
)

// maxLinked bounds the transactions between which links are looked for.
const maxLinked = 16

// link notes how the transactions of an anomaly that is no cycle hang together: who
// read from whom, and which came first in a session.
func (t *teller) link(f *Found) {
	txns := f.Txns[:min(len(f.Txns), maxLinked)]
	for _, from := range txns {
		for _, to := range txns {
			if from == to {
				continue
			}
			if e, ok := t.readFrom(from, to); ok {
				f.Edges = append(f.Edges, e)
			}
			if from < to && t.h.Session(from) == t.h.Session(to) {
				f.Edges = append(f.Edges, byTime(from, to, dependency.SO))
			}
		}
	}
}

// readFrom returns the edge from a transaction to one that read what it wrote.
func (t *teller) readFrom(from, to int32) (dependency.Edge, bool) {
	lo, hi := t.h.Ops(to)
	for read := lo; read < hi; read++ {
		k := t.h.OpKey(read)
		if write := t.writeOf(from, k); write >= 0 && t.h.OpKind(read) == history.Read && t.returns(read, t.h.OpValue(write)) {
			return dependency.Edge{From: from, To: to, Kind: dependency.WR, Key: k, FromOp: write, ToOp: read, Source: -1}, true
		}
	}
	return dependency.Edge{}, false
}

// returns reports whether a read returned value v, of a list among others.
func (t *teller) returns(read, v int32) bool {
	if !t.h.IsList(t.h.OpKey(read)) {
		return t.h.OpValue(read) == v
	}
	list, _ := t.h.ListRead(read)
	return slices.Contains(list, v)
}

// writeOf returns the last write of key k by a transaction, or -1.
func (t *teller) writeOf(txn, k int32) int32 {
	lo, hi := t.h.Ops(txn)
	for i := hi - 1; i >= lo; i-- {
		if t.h.OpKey(i) == k && t.h.OpKind(i) != history.Read {
			return i
		}
	}
	return -1
}

// missed returns the edge from a transaction that read a key to the writer of what it
// missed there.
func (t *teller) missed(by, writer int32) (dependency.Edge, bool) {
	lo, hi := t.h.Ops(by)
	for read := lo; read < hi; read++ {
		k := t.h.OpKey(read)
		if write := t.writeOf(writer, k); write >= 0 && t.h.OpKind(read) == history.Read && !t.returns(read, t.h.OpValue(write)) {
			return dependency.Edge{From: by, To: writer, Kind: dependency.RW, Key: k, FromOp: read, ToOp: write, Source: -1}, true
		}
	}
	return dependency.Edge{}, false
}

// byTime is an edge of sessions or real time.
func byTime(from, to int32, kind dependency.Kind) dependency.Edge {
	return dependency.Edge{From: from, To: to, Kind: kind, Key: -1, FromOp: -1, ToOp: -1, Source: -1}
}
