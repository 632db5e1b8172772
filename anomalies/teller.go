package anomalies

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"visar/axioms"
	"visar/checker"
	"visar/history"
)

// teller tells the evidence of one verdict.
type teller struct {
	h      *history.History
	axioms axioms.Set
	// longest is the read of the longest list, by key; nil until asked for.
	longest []int32
}

func newTeller(v *checker.Verdict) *teller {
	return &teller{h: v.History, axioms: v.Model.Axioms}
}

const (
	// maxText bounds, in runes, the names and values in sentences.
	maxText = 32
	// wholeList is how many elements a list may have to be shown whole, and
	// listContext how many are shown on each side of the one that matters else.
	wholeList   = 8
	listContext = 2
)

// cut returns text with its middle left out if it is long, and quoted if
// something in it is not to be shown as it is.
func cut(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsGraphic(r) }) || text == "" {
		text = strconv.QuoteToGraphic(text)
	}
	runes := []rune(text)
	if len(runes) <= maxText {
		return text
	}
	return string(runes[:maxText/2]) + "…" + string(runes[len(runes)-maxText/2+1:])
}

// short returns the name of transaction t.
func (t *teller) short(txn int32) string { return cut(t.h.Name(txn)) }

// name returns the name of a transaction with its line.
func (t *teller) name(txn int32) string {
	if t.h.Line(txn) == 0 {
		return t.short(txn)
	}
	return fmt.Sprintf("%s (line %d)", t.short(txn), t.h.Line(txn))
}

func (t *teller) key(k int32) string {
	if k < 0 {
		return ""
	}
	return cut(t.h.Key(k).String())
}

func (t *teller) value(v int32) string { return cut(t.h.Value(v).String()) }

// read returns what read op returned: x=1, or x=[… 4 5 6 …] around the element.
func (t *teller) readText(op, element int32) string {
	k := t.h.OpKey(op)
	if !t.h.IsList(k) {
		return t.key(k) + "=" + t.value(t.h.OpValue(op))
	}
	list, _ := t.h.ListRead(op)
	return t.key(k) + "=" + t.list(list, element)
}

// list returns the elements around the given one, or the last ones if the list
// does not have it.
func (t *teller) list(elements []int32, element int32) string {
	lo, hi := window(elements, element)
	words := make([]string, 0, hi-lo+2)
	if lo > 0 {
		words = append(words, "…")
	}
	for _, v := range elements[lo:hi] {
		words = append(words, t.value(v))
	}
	if hi < len(elements) {
		words = append(words, "…")
	}
	return "[" + strings.Join(words, " ") + "]"
}

// window returns the part of a list to show.
func window(elements []int32, element int32) (lo, hi int) {
	if len(elements) <= wholeList {
		return 0, len(elements)
	}
	at := slices.Index(elements, element)
	if at < 0 {
		at = len(elements) - 1
	}
	return max(0, at-listContext), min(len(elements), at+listContext+1)
}

// writeText returns what operation op wrote: "write of x=1", or "append of 1 to x".
func (t *teller) writeText(op int32) string {
	o := t.h.Op(op)
	if o.Kind == history.Append {
		return "append of " + t.value(o.Value) + " to " + t.key(o.Key)
	}
	return "write of " + t.key(o.Key) + "=" + t.value(o.Value)
}

// wrote returns the act: "wrote x=1", or "appended 1 to x".
func (t *teller) wrote(op int32) string {
	o := t.h.Op(op)
	if o.Kind == history.Append {
		return "appended " + t.value(o.Value) + " to " + t.key(o.Key)
	}
	return "wrote " + t.key(o.Key) + "=" + t.value(o.Value)
}

// txnOf returns the transaction of operation op.
func (t *teller) txnOf(op int32) int32 {
	lo, hi := int32(0), int32(t.h.Len())
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		if first, _ := t.h.Ops(mid); first <= op {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// names returns the names of transactions.
func (t *teller) names(txns []int32) []string {
	names := make([]string, len(txns))
	for i, txn := range txns {
		names[i] = t.short(txn)
	}
	return names
}

// words joins as prose: "T1, T2 and T3".
func words(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}
