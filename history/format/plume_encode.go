package format

import (
	"io"
	"slices"

	"visar/history"
)

// plumeLosses is what Plume's text leaves out or changes.
var plumeLosses = []loss{
	{"ids of transactions that are no non-negative integers (they get numbers)", func(h *history.History) bool { return !plumeNames(h) }},
	{"names of sessions that are no non-negative integers (they get numbers)", func(h *history.History) bool { return !plumeSessions(h) }},
	{"keys that are no non-negative integers (all get numbers)", func(h *history.History) bool { return !keysFrom(h, 0) }},
	{"values that are no positive integers (all get numbers)", func(h *history.History) bool { return !valuesFrom(h, 1) }},
	{"initial values (0 is the only one)", func(h *history.History) bool { return h.Value(history.Initial) != history.IntValue(0) }},
	{"unknown outcomes (they become committed, their reads are left out)", func(h *history.History) bool { return h.Count(history.Unknown) > 0 }},
	{"borders between aborted transactions that follow each other in a session", hasAbortedNeighbours},
	{"first transactions that only write the initial value (they are the initial state)", beginsWithInitial},
	{"transactions without operations", func(h *history.History) bool {
		return anyTxn(h, func(t int32) bool { lo, hi := h.Ops(t); return lo == hi })
	}},
	{"starts and ends", hasTimes},
	{"clocks", hasClocks},
	{"recorded executions", hasRecorded},
	{"faults", hasFaults},
	lossOfCalls,
	{"fields that are only kept", hasFields},
}

func lossyPlume(h *history.History) []string { return lossesOf(h, plumeLosses) }

// hasAbortedNeighbours reports whether a session has two aborted transactions
// one after the other.
func hasAbortedNeighbours(h *history.History) bool {
	for s := range int32(h.Sessions()) {
		txns := h.SessionTxns(s)
		for i := 1; i < len(txns); i++ {
			if h.Status(txns[i-1]) == history.Aborted && h.Status(txns[i]) == history.Aborted {
				return true
			}
		}
	}
	return false
}

// beginsWithInitial reports whether the first transaction of which something is
// written is the initial state as PolySI writes it.
func beginsWithInitial(h *history.History) bool {
	for t := range int32(h.Len()) {
		if countKept(h, t) > 0 {
			return writesInitialState(h, t)
		}
	}
	return false
}

// writesInitialState reports whether all that is written of t, which has not
// aborted, are writes of the initial value.
func writesInitialState(h *history.History, t int32) bool {
	for i := range keptOps(h, t) {
		if h.OpKind(i) != history.Write || h.OpValue(i) != history.Initial {
			return false
		}
	}
	return h.Status(t) != history.Aborted
}

// plumeNames reports whether every transaction that has not aborted has an id
// that Plume's text can hold, and its own. Those that have aborted must have none.
func plumeNames(h *history.History) bool {
	var ids []int64
	odd := anyTxn(h, func(t int32) bool {
		if h.Status(t) == history.Aborted {
			return h.Named(t)
		}
		n, ok := canonicalInt(h.Name(t))
		ids = append(ids, n)
		return !ok || n < 0
	})
	slices.Sort(ids)
	return !odd && len(slices.Compact(ids)) == len(ids)
}

func plumeSessions(h *history.History) bool {
	for s := range int32(h.Sessions()) {
		if n, ok := canonicalInt(h.SessionName(s)); !ok || n < 0 {
			return false
		}
	}
	return true
}

// plumeEncoder writes Plume's text. What is not an integer there is numbered.
type plumeEncoder struct {
	printer
	numbers
	names, sessions bool // whether they stay as they are
	lines           int
}

// encodePlume writes Plume's text, which has no lists.
func encodePlume(w io.Writer, h *history.History) error {
	if err := refuseLists(h, "Plume's text"); err != nil {
		return err
	}
	e := &plumeEncoder{printer: printer{w: w}, numbers: numbersOf(h, 0, 1), names: plumeNames(h), sessions: plumeSessions(h)}
	next := make([]int, h.Sessions()) // the transaction of each session to write
	for t := range int32(h.Len()) {
		s := h.Session(t)
		txns := h.SessionTxns(s)
		if i := next[s]; i < len(txns) && txns[i] == t {
			next[s] += e.run(txns[i:])
		}
	}
	if e.lines == 0 {
		return errNoOps
	}
	return e.flush()
}

// run writes the first of a session's transactions, and those that make one
// aborted transaction with it. It returns how many they are.
func (e *plumeEncoder) run(txns []int32) int {
	for n, t := range txns {
		if n > 0 && e.h.Status(txns[0]) != history.Aborted {
			return n
		}
		if n > 0 && e.h.Status(t) != history.Aborted && !e.silent(t) {
			return n
		}
		e.txn(t)
	}
	return len(txns)
}

// silent reports whether nothing of t is written, so that it separates no
// aborted transactions.
func (e *plumeEncoder) silent(t int32) bool { return countKept(e.h, t) == 0 }

func (e *plumeEncoder) txn(t int32) {
	if e.lines == 0 && writesInitialState(e.h, t) {
		return // readers would take it for the initial state
	}
	for i := range keptOps(e.h, t) {
		e.op(t, i)
	}
}

func (e *plumeEncoder) op(t, i int32) {
	e.text([...]string{"r(", "w("}[e.h.OpKind(i)])
	e.int(e.key(e.h.OpKey(i)))
	e.text(",")
	e.int(e.value(e.h.OpValue(i)))
	e.text(",")
	if s := e.h.Session(t); e.sessions {
		e.text(e.h.SessionName(s))
	} else {
		e.int(int64(s))
	}
	e.text(",")
	switch {
	case e.h.Status(t) == history.Aborted:
		e.text("-1")
	case e.names:
		e.text(e.h.Name(t))
	default:
		e.int(int64(t) + 1)
	}
	e.text(")")
	e.endLine()
	e.lines++
}
