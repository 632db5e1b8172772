package format

import (
	"io"

	"visar/history"
)

func readsInitial(h *history.History) bool {
	for i := range int32(h.NumOps()) {
		if h.OpKind(i) == history.Read && h.OpValue(i) == history.Initial {
			return true
		}
	}
	return false
}

// leastAWDIT is the least value that stays as it is: where 0 is needed for the
// initial value, only positive ones.
func leastAWDIT(h *history.History) int64 {
	if readsInitial(h) || writesInitial(h) {
		return 1
	}
	return 0
}

// awditEncoder writes AWDIT's test format.
type awditEncoder struct {
	printer
	numbers
	session bool // a session has been written, so that the next needs a border
	txn     bool // likewise a transaction of this session
}

func encodeAWDIT(w io.Writer, h *history.History) error {
	if err := refuseLists(h, "AWDIT's test format"); err != nil {
		return err
	}
	e := &awditEncoder{printer: printer{w: w}, numbers: numbersOf(h, 0, leastAWDIT(h))}
	if readsInitial(h) {
		e.initial()
	}
	for s := range int32(h.Sessions()) {
		e.txn = false
		for _, t := range h.SessionTxns(s) {
			e.transaction(t)
		}
	}
	if !e.session {
		return errNoOps
	}
	return e.flush()
}

// initial writes the initial value to every key, as AWDIT does for formats that
// have one.
func (e *awditEncoder) initial() {
	for k := range int32(e.h.Keys()) {
		e.op(history.Write, k, history.Initial)
	}
	e.session = true
}

func (e *awditEncoder) transaction(t int32) {
	if e.h.Status(t) == history.Aborted || countKept(e.h, t) == 0 {
		return
	}
	switch {
	case e.txn:
		e.text("-----")
		e.endLine()
	case e.session:
		e.text("=====")
		e.endLine()
	}
	e.txn, e.session = true, true
	for i := range keptOps(e.h, t) {
		e.op(e.h.OpKind(i), e.h.OpKey(i), e.h.OpValue(i))
	}
}

func (e *awditEncoder) op(kind history.OpKind, k, v int32) {
	e.text([...]string{"r ", "w "}[kind])
	e.int(e.key(k))
	e.text(" ")
	e.int(e.value(v))
	e.endLine()
}
