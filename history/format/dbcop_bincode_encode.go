package format

import (
	"encoding/binary"
	"io"
	"iter"

	"visar/history"
)

// bincodeEncoder writes dbcop's binary history.
type bincodeEncoder struct {
	printer
	numbers
}

func encodeBincode(w io.Writer, h *history.History) error {
	if err := refuseLists(h, "dbcop's binary history"); err != nil {
		return err
	}
	e := &bincodeEncoder{printer{w: w}, numbersOf(h, 0, 1)}
	ops, keys := countAll(h, bincodeOps)
	for _, n := range []int{0, h.Sessions(), keys, h.Len(), ops} {
		e.uint64(uint64(n))
	}
	for _, s := range []string{convertedBy, noDate, noDate} {
		e.uint64(uint64(len(s)))
		e.text(s)
	}
	e.uint64(uint64(h.Sessions()))
	for s := range int32(h.Sessions()) {
		txns := h.SessionTxns(s)
		e.uint64(uint64(len(txns)))
		for _, t := range txns {
			e.transaction(t)
			e.pass()
		}
	}
	return e.flush()
}

func (e *bincodeEncoder) uint64(n uint64) { e.buf = binary.LittleEndian.AppendUint64(e.buf, n) }

// bincodeOps returns the operations of t to write.
func bincodeOps(h *history.History, t int32) iter.Seq[int32] {
	return func(yield func(i int32) bool) {
		for i := range keptOps(h, t) {
			aborted := h.Status(t) == history.Aborted
			if !(aborted && h.OpKind(i) == history.Read) && !yield(i) {
				return
			}
		}
	}
}

// transaction writes a transaction. In one that is aborted every event has
// failed, since some readers look at the events alone.
func (e *bincodeEncoder) transaction(t int32) {
	committed := byte(btoi(e.h.Status(t) != history.Aborted))
	n := 0
	for range bincodeOps(e.h, t) {
		n++
	}
	e.uint64(uint64(n))
	for i := range bincodeOps(e.h, t) {
		e.buf = append(e.buf, byte(e.h.OpKind(i)))
		e.uint64(uint64(e.key(e.h.OpKey(i))))
		e.uint64(uint64(e.value(e.h.OpValue(i))))
		e.buf = append(e.buf, committed)
	}
	e.buf = append(e.buf, committed)
}
