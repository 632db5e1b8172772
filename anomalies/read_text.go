package anomalies

import (
	"fmt"
	"slices"

	"visar/history/dependency"
)

// read names and tells a read that nothing explains.
func (t *teller) read(b *dependency.Breach) *Found {
	f := t.found(nameRead(t, b), nil)
	f.Read = b
	f.Txns = []int32{b.Txn}
	for _, other := range t.alsoInvolved(b) {
		if !slices.Contains(f.Txns, other) {
			f.Txns = append(f.Txns, other)
		}
	}
	f.Keys = []string{t.key(t.h.OpKey(b.Op))}
	f.Sentences = append([]string{t.whyBreach(b) + "."}, t.conclusion(f))
	f.values = []int32{b.Value}
	t.finish(f)
	return f
}

func nameRead(t *teller, b *dependency.Breach) *Anomaly {
	for _, a := range Catalogue {
		if a.Shape.matchesRead(t.h, b) {
			return a
		}
	}
	panic("anomalies: a kind of read without a name: " + b.Kind.String())
}

// alsoInvolved returns the writer of the value and who made the operation that
// contradicts the read.
func (t *teller) alsoInvolved(b *dependency.Breach) []int32 {
	var txns []int32
	if b.Writer >= 0 {
		txns = append(txns, b.Writer)
	}
	if b.Other >= 0 {
		txns = append(txns, t.txnOf(b.Other))
	}
	return txns
}

// whyBreach says what is wrong with the read.
func (t *teller) whyBreach(b *dependency.Breach) string {
	reader, read := t.name(b.Txn), t.readText(b.Op, b.Value)
	k := t.h.OpKey(b.Op)
	value := t.value(b.Value)
	switch b.Kind {
	case dependency.ThinAir:
		return fmt.Sprintf("%s read %s, and nobody wrote %s to %s", reader, read, value, t.key(k))
	case dependency.AbortedRead:
		return fmt.Sprintf("%s read %s, and %s, who %s, aborted", reader, read, t.name(b.Writer), t.wrote(b.WriterOp))
	case dependency.IntermediateRead:
		return fmt.Sprintf("%s read %s, from the middle of %s, which %s and after that %s",
			reader, read, t.name(b.Writer), t.wrote(b.WriterOp), t.wrote(t.lastWrite(b.Writer, k)))
	case dependency.FutureRead:
		return fmt.Sprintf("%s read %s, and only %s itself %s, later", reader, read, t.short(b.Txn), t.wrote(b.WriterOp))
	case dependency.OwnWriteMissed:
		return fmt.Sprintf("%s %s and then read %s", reader, t.wrote(b.Other), read)
	case dependency.Unrepeatable:
		return fmt.Sprintf("%s read %s and then, without a write of its own between, %s", reader, t.readText(b.Other, -1), read)
	case dependency.DuplicateElement:
		return fmt.Sprintf("%s read %s, with %s more often than it was appended", reader, read, value)
	case dependency.CyclicVersions:
		return fmt.Sprintf("%s read %s, where %s %s after an append that comes later in the list, or not at all",
			reader, read, t.name(b.Writer), t.wrote(b.WriterOp))
	default:
		return fmt.Sprintf("%s read %s and %s read %s: neither list continues the other",
			reader, read, t.name(t.txnOf(b.Other)), t.readText(b.Other, b.Value))
	}
}

func (t *teller) lastWrite(txn, k int32) int32 {
	lo, hi := t.h.Ops(txn)
	for i := hi - 1; i > lo; i-- {
		if writesKey(t.h, i, i+1, k) {
			return i
		}
	}
	return lo
}
