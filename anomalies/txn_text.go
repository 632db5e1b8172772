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
	long := false
	for i := lo; i < hi; i++ {
		long = long || t.cutList(i, values) != ""
	}
	if !long {
		return t.h.TxnString(txn)
	}
	var b strings.Builder
	b.WriteString(t.head(txn))
	for i := lo; i < hi; i++ {
		b.WriteByte(' ')
		b.WriteString(t.op(i, values))
	}
	return b.String()
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

// op returns an operation in the notation, cut if it is long.
func (t *teller) op(i int32, values []int32) string {
	if text := t.cutList(i, values); text != "" {
		return "r(" + t.key(t.h.OpKey(i)) + "," + text + ")"
	}
	return t.h.OpString(i)
}

// cutList returns the list that operation i read if it is too long to show, cut.
func (t *teller) cutList(i int32, values []int32) string {
	if t.h.OpKind(i) != history.Read || !t.h.IsList(t.h.OpKey(i)) {
		return ""
	}
	list, _ := t.h.ListRead(i)
	if len(list) <= wholeList {
		return ""
	}
	for _, v := range values {
		if slices.Contains(list, v) {
			return t.list(list, v)
		}
	}
	return t.list(list, -1)
}
