package format

import (
	"encoding/binary"
	"io"
	"math"

	"visar/history"
)

func lossyCobra(h *history.History) []string {
	return append(lossesOf(h, sessionLosses), lossesOf(h, []loss{
		{"ids of transactions that are no integers (all get numbers)", func(h *history.History) bool { return !cobraNames(h) }},
		{"keys that are no integers (all get numbers)", func(h *history.History) bool { return !keysFrom(h, math.MinInt64) }},
		{"values that are no integers, or have a meaning of their own (all get numbers)", func(h *history.History) bool { return !cobraValues(h) }},
		lossOfNamedInitial, lossOfInitialWrites,
		{"starts and ends", hasTimes},
		{"fields that are only kept", hasFields},
	})...)
}

// cobraNames reports whether every transaction that is written has an id that
// the logs can hold.
func cobraNames(h *history.History) bool {
	return !anyTxn(h, func(t int32) bool {
		_, ok := canonicalInt(h.Name(t))
		return !ok && h.Status(t) != history.Aborted
	})
}

func cobraValues(h *history.History) bool {
	for v := range int32(h.Values()) {
		if x := h.Value(v).Int(); v != history.Initial && (x == cobraInit || x == cobraNull) {
			return false
		}
	}
	return !writesInitial(h) && valuesFrom(h, math.MinInt64)
}

// encodeCobra writes a history of one session. Others need a directory.
func encodeCobra(w io.Writer, h *history.History) error {
	return encodeOneSession(w, h, cobraSessions, cobraTitle)
}

// cobraEncoder writes the logs of sessions.
type cobraEncoder struct {
	printer
	numbers
	names   bool
	writers map[[2]int32]int32 // the transaction that wrote a value to a key
}

func cobraSessions(h *history.History) (func(w io.Writer, s int32) error, error) {
	if err := refuseLists(h, cobraTitle); err != nil {
		return nil, err
	}
	e := &cobraEncoder{numbers: numbersOf(h, math.MinInt64, math.MinInt64), names: cobraNames(h), writers: writers(h)}
	e.numbers.values = cobraValues(h)
	return func(w io.Writer, s int32) error {
		e.printer = printer{w: w}
		for _, t := range h.SessionTxns(s) {
			if h.Status(t) != history.Aborted {
				e.transaction(t)
				e.pass()
			}
		}
		return e.flush()
	}, nil
}

// writers returns the first transaction that did not abort and wrote a value to
// a key.
func writers(h *history.History) map[[2]int32]int32 {
	by := map[[2]int32]int32{}
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi && h.Status(t) != history.Aborted; i++ {
			write := [2]int32{h.OpKey(i), h.OpValue(i)}
			if _, ok := by[write]; !ok && h.OpKind(i) == history.Write {
				by[write] = t
			}
		}
	}
	return by
}

func (e *cobraEncoder) record(kind byte, numbers ...int64) {
	e.buf = append(e.buf, kind)
	for _, n := range numbers {
		e.buf = binary.BigEndian.AppendUint64(e.buf, uint64(n))
	}
}

// id returns the id of a transaction, from 1 if they get numbers.
func (e *cobraEncoder) id(t int32) int64 {
	if e.names {
		id, _ := canonicalInt(e.h.Name(t))
		return id
	}
	return int64(t) + 1
}

func (e *cobraEncoder) transaction(t int32) {
	e.record('S', e.id(t))
	for i := range keptOps(e.h, t) {
		e.op(i)
	}
	e.record('C', e.id(t))
}

// op writes an operation. What nobody wrote is said to be written by transaction
// 0.
func (e *cobraEncoder) op(i int32) {
	k, v := e.h.OpKey(i), e.h.OpValue(i)
	if e.h.OpKind(i) == history.Write {
		e.record('W', e.value(v), e.key(k), e.value(v))
		return
	}
	if v == history.Initial {
		e.record('R', cobraInit, cobraInit, e.key(k), 0)
		return
	}
	by := int64(0)
	if t, ok := e.writers[[2]int32{k, v}]; ok {
		by = e.id(t)
	}
	e.record('R', by, e.value(v), e.key(k), e.value(v))
}
