package format

import (
	"io"

	"visar/history"
)

// histKeys reports whether every key can be written as it is, and reads back
// as what it was.
func histKeys(h *history.History) bool {
	for k := range int32(h.Keys()) {
		if !isHistKey(h.Key(k)) {
			return false
		}
	}
	return true
}

func isHistKey(v history.Value) bool {
	if v.Kind() == history.Int {
		return v.Int() >= 0
	}
	if v.Kind() != history.String || v.Text() == "" {
		return false
	}
	for i := range len(v.Text()) {
		if !isNameByte(v.Text()[i]) {
			return false
		}
	}
	_, digits := canonicalInt(v.Text())
	return !digits
}

// histEncoder writes dbcop's text, a transaction a line.
type histEncoder struct {
	printer
	numbers
	named bool // keys stay as they are
	txns  int
}

func encodeHist(w io.Writer, h *history.History) error {
	if err := refuseLists(h, "dbcop's text"); err != nil {
		return err
	}
	e := &histEncoder{printer: printer{w: w}, numbers: numbersOf(h, 0, 0), named: histKeys(h)}
	for s := range int32(h.Sessions()) {
		border := e.txns > 0
		for _, t := range h.SessionTxns(s) {
			if countKept(h, t) == 0 {
				continue
			}
			if border {
				e.text("---")
				e.endLine()
			}
			border = false
			e.transaction(t)
		}
	}
	if e.txns == 0 {
		return errNoOps
	}
	return e.flush()
}

func (e *histEncoder) transaction(t int32) {
	between := "["
	for i := range keptOps(e.h, t) {
		e.text(between)
		e.op(i)
		between = " "
	}
	e.text("]")
	if e.h.Status(t) == history.Aborted {
		e.text("!")
	}
	e.endLine()
	e.txns++
}

func (e *histEncoder) op(i int32) {
	switch key := e.h.Key(e.h.OpKey(i)); {
	case !e.named:
		e.int(int64(e.h.OpKey(i)))
	case key.Kind() == history.String:
		e.text(key.Text())
	default:
		e.int(key.Int())
	}
	e.text([...]string{"==", ":="}[e.h.OpKind(i)])
	if v := e.h.OpValue(i); e.h.OpKind(i) == history.Read && v == history.Initial {
		e.text("?")
	} else {
		e.int(e.value(v))
	}
}
