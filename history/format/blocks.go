package format

import (
	"errors"
	"iter"
	"strconv"

	"visar/history"
)

// blockLosses is what is lost in formats that list the transactions session by
// session, with neither ids nor times, and hold registers of integers.
var blockLosses = []loss{
	{"ids of transactions", hasNames},
	{"names of sessions (they get numbers from 0)", hasUncountedSessions},
	{"the order of the transactions of different sessions in the file", hasMixedSessions},
	{"unknown outcomes (they become committed, their reads are left out)", func(h *history.History) bool { return h.Count(history.Unknown) > 0 }},
	{"starts and ends", hasTimes},
	{"clocks", hasClocks},
	{"recorded executions", hasRecorded},
	{"faults", hasFaults},
	lossOfCalls,
	{"fields that are only kept", hasFields},
}

// lossesBeside returns a Lossy function for blockLosses and others.
func lossesBeside(others ...loss) func(h *history.History) []string {
	return func(h *history.History) []string { return append(lossesOf(h, blockLosses), lossesOf(h, others)...) }
}

// The losses of formats whose keys and values are integers.
var (
	lossOfKeys = loss{"keys that are no non-negative integers (all get numbers)",
		func(h *history.History) bool { return !keysFrom(h, 0) }}
	lossOfPositive = loss{"values that are no positive integers (all get numbers)",
		func(h *history.History) bool { return !valuesFrom(h, 1) }}
	lossOfValues = loss{"values that are no non-negative integers (all get numbers)",
		func(h *history.History) bool { return !valuesFrom(h, 0) }}
	lossOfInitial = loss{"initial values (0 is the only one)",
		func(h *history.History) bool { return h.Value(history.Initial) != history.IntValue(0) }}
	lossOfNamedInitial = loss{"initial values (null is the only one)",
		func(h *history.History) bool { return h.Value(history.Initial).Kind() != history.Nil }}
	lossOfInitialWrites = loss{"writes of the initial value (they become writes of another value)", writesInitial}
	lossOfAborted       = loss{"aborted transactions", func(h *history.History) bool { return h.Count(history.Aborted) > 0 }}
	lossOfEmpty         = loss{"transactions without operations", func(h *history.History) bool {
		return anyTxn(h, func(t int32) bool { lo, hi := h.Ops(t); return lo == hi })
	}}
)

// hasUncountedSessions reports whether a session is not called by its number.
func hasUncountedSessions(h *history.History) bool {
	for s := range h.Sessions() {
		if h.SessionName(int32(s)) != strconv.Itoa(s) {
			return true
		}
	}
	return false
}

// hasMixedSessions reports whether the transactions are not in order of their
// sessions.
func hasMixedSessions(h *history.History) bool {
	return anyTxn(h, func(t int32) bool { return t > 0 && h.Session(t) < h.Session(t-1) })
}

func writesInitial(h *history.History) bool {
	for i := range int32(h.NumOps()) {
		if h.OpKind(i) == history.Write && h.OpValue(i) == history.Initial {
			return true
		}
	}
	return false
}

// keptOps returns the operations of t to write: all of them but the reads of an
// unknown outcome, which are no evidence.
func keptOps(h *history.History, t int32) iter.Seq[int32] {
	return func(yield func(i int32) bool) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi; i++ {
			if unknown := h.Status(t) == history.Unknown; unknown && h.OpKind(i) == history.Read {
				continue
			}
			if !yield(i) {
				return
			}
		}
	}
}

// countKept returns how many operations of t are to be written.
func countKept(h *history.History, t int32) int {
	n := 0
	for range keptOps(h, t) {
		n++
	}
	return n
}

// countAll returns how many operations of all transactions ops returns, and on
// how many keys.
func countAll(h *history.History, ops func(h *history.History, t int32) iter.Seq[int32]) (n, keys int) {
	seen := make([]bool, h.Keys())
	for t := range int32(h.Len()) {
		for i := range ops(h, t) {
			n++
			if k := h.OpKey(i); !seen[k] {
				seen[k] = true
				keys++
			}
		}
	}
	return n, keys
}

// errNoOps says that a format has no way to write a history in which nothing is
// done.
var errNoOps = errors.New("the history has no operations that the format can hold, and the format no way to say so")

// blockTxn describes a transaction of a session that has a number only.
func blockTxn(session, line int, status history.Status) history.TxnInfo {
	return history.TxnInfo{Session: strconv.Itoa(session), Status: status, Line: lineNumber(line),
		Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
}
