package axioms

import (
	"fmt"
	"strconv"
	"strings"

	"visar/history"
)

// name returns the name of transaction t with its line.
func name(h *history.History, t int32) string {
	if h.Line(t) == 0 {
		return h.Name(t)
	}
	return fmt.Sprintf("%s (line %d)", h.Name(t), h.Line(t))
}

// at returns the name of the transaction at place i with its line.
func (v *view) at(i int32) string { return name(v.h, v.Order[i]) }

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// shownElements is how many elements of a list a sentence has, counted from
// the end: the latest ones tell most.
const shownElements = 8

// cell returns what operation op read or wrote: x=1, or x=[1 2 3].
func (v *view) cell(op int32) string {
	k := v.h.OpKey(op)
	if v.h.OpKind(op) == history.Read && v.h.IsList(k) {
		list, _ := v.h.ListRead(op)
		return v.list(k, list)
	}
	return v.register(k, v.h.OpValue(op))
}

func (v *view) register(k, value int32) string {
	if value == history.Initial {
		return fmt.Sprintf("%s=%s (initial)", v.h.Key(k), v.h.Value(value))
	}
	return fmt.Sprintf("%s=%s", v.h.Key(k), v.h.Value(value))
}

func (v *view) list(k int32, elements []int32) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s=[", v.h.Key(k))
	if cut := len(elements) - shownElements; cut > 0 {
		fmt.Fprintf(&b, "(%d more) ", cut)
		elements = elements[cut:]
	}
	for i, e := range elements {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(v.h.Value(e).String())
	}
	b.WriteByte(']')
	return b.String()
}

// breach returns a breach about the transactions at the given places.
func (v *view) breach(op int32, places []int32, format string, args ...any) *Breach {
	b := &Breach{Op: op, Message: fmt.Sprintf(format, args...)}
	for _, i := range places {
		b.Txns = append(b.Txns, v.Order[i])
	}
	return b
}

// origin says where the value that read op of the transaction at place i returned
// may come from, for the end of a sentence. It searches the history.
func (v *view) origin(i, op, value int32) string {
	if value == history.Initial {
		return ""
	}
	best, found := "; no transaction wrote it", 0
	for t := range int32(v.h.Len()) {
		if text, rank := v.wrote(i, op, t, value); rank > found {
			best, found = text, rank
		}
	}
	return best
}

// wrote says how transaction t wrote the value that read op returned, if it did,
// and ranks that: what a reader is more likely to have seen is higher.
func (v *view) wrote(i, read, t, value int32) (string, int) {
	write, overwritten := int32(-1), false
	lo, hi := v.h.Ops(t)
	for op := lo; op < hi; op++ {
		if v.h.OpKind(op) != history.Read && v.h.OpKey(op) == v.h.OpKey(read) {
			overwritten = write >= 0
			if v.h.OpValue(op) == value {
				write, overwritten = op, false
			}
		}
	}
	switch {
	case write < 0:
		return "", 0
	case t == v.Order[i] && write > read:
		return "; it wrote that itself, later", 1
	case t == v.Order[i]:
		return "; it wrote that itself", 7
	case v.h.Status(t) == history.Aborted:
		return fmt.Sprintf("; %s wrote it and aborted", name(v.h, t)), 2
	case v.place[t] < 0:
		return fmt.Sprintf("; %s wrote it, whose outcome is unknown and which takes no part", name(v.h, t)), 3
	case overwritten && !v.h.IsList(v.h.OpKey(read)):
		return fmt.Sprintf("; %s wrote it and then another value", name(v.h, t)), 4
	case v.place[t] > i:
		return fmt.Sprintf("; %s wrote it, which is later in AR", name(v.h, t)), 5
	default:
		return fmt.Sprintf("; %s wrote it", name(v.h, t)), 6
	}
}
