package anomalies

import (
	"slices"
	"strings"

	"visar/history"
)

// line returns a transaction in the notation, with lists that are long cut to what
// is around the first of values that they have.
func (t *teller) line(txn int32, values []int32) string {
	lo, hi := t.h.Ops(txn)
	if !t.readsLongList(lo, hi) {
		return t.h.TxnString(txn)
	}
	var b strings.Builder
	b.WriteString(t.head(txn))
	for i := lo; i < hi; i++ {
		b.WriteByte(' ')
		if t.readsLongList(i, i+1) {
			b.WriteString("r(" + t.key(t.h.OpKey(i)) + "," + t.cutList(i, values) + ")")
		} else {
			b.WriteString(t.h.OpString(i))
		}
	}
	return b.String()
}

// readsLongList reports whether one of the operations in [lo,hi) returned a list
// that is too long to show.
func (t *teller) readsLongList(lo, hi int32) bool {
	for i := lo; i < hi; i++ {
		if t.h.OpKind(i) == history.Read && t.h.IsList(t.h.OpKey(i)) {
			if list, _ := t.h.ListRead(i); len(list) > wholeList {
				return true
			}
		}
	}
	return false
}

// head returns what the notation has of a transaction before its operations.
func (t *teller) head(txn int32) string {
	text := t.h.TxnString(txn)
	lo, hi := t.h.Ops(txn)
	for i := lo; i < hi; i++ {
		text = text[:len(text)-len(t.h.OpString(i))-1]
	}
	return text
}

// cutList returns the list that operation i read, cut if it is long.
func (t *teller) cutList(i int32, values []int32) string {
	list, _ := t.h.ListRead(i)
	for _, v := range values {
		if slices.Contains(list, v) {
			return t.list(list, v)
		}
	}
	return t.list(list, -1)
}
