package history

import (
	"strconv"
	"strings"
)

// The notation is how people write a history down: a transaction a line, or
// several on one line with ; between them.
//
//	initial 0                       # only where it is not nil; the first line
//	T1[a] @1-4: r(x,_) w(x,1)       # in session a, from time 1 to time 4
//	T2[b] @2-: a(l,3)               # never ended
//	T3[a] aborted: r(l,[1 2 3])     # or unknown; committed goes without saying
//	T4: r(x,"two words") w(:k,true) # in a session of its own
//
// A transaction has a name, and then, each if it is there: its session, its
// start and end, its status. The operations are r to read, w to write and a to
// append. A transaction may be one [Call] instead, as
//
//	T5 @1-2: enqueue(q,1)
//	T6 @3-4: dequeue(q,1)           # the answer; dequeue(q,_) of an empty queue
//	T7 @5-6: cas(x,1,2,false)       # was refused
//	T8 @7- unknown: pop(s)
//
// Keys and values are as [Value.String] prints them, _ being the
// initial value. What else a recording has (clocks, faults, recorded
// executions, further fields) the notation leaves out.

// String returns the history in the notation, without a newline at the end.
func (h *History) String() string {
	var s []byte
	if initial := h.Value(Initial); initial.Kind() != Nil {
		s = append(append(s, "initial "+initial.String()...), '\n')
	}
	for t := range int32(h.Len()) {
		if t > 0 {
			s = append(s, '\n')
		}
		s = h.appendTxn(s, t)
	}
	return string(s)
}

// TxnString returns transaction t in the notation.
func (h *History) TxnString(t int32) string { return string(h.appendTxn(nil, t)) }

// OpString returns operation i in the notation: "r(x,1)".
func (h *History) OpString(i int32) string { return string(h.appendOp(nil, i)) }

func (h *History) appendTxn(s []byte, t int32) []byte {
	name, session := h.Name(t), h.SessionName(h.Session(t))
	timed := h.Start(t) != NoTime || h.End(t) != NoTime
	if name == "initial" && session == "" && (timed || h.Status(t) != Committed) {
		s = strconv.AppendQuote(s, name) // with a blank after it, it is the word of the first line
	} else {
		s = appendName(s, name)
	}
	if session != "" {
		s = append(appendName(append(s, '['), session), ']')
	}
	if timed {
		s = appendTime(append(s, " @"...), h.Start(t))
		s = appendTime(append(s, '-'), h.End(t))
	}
	if status := h.Status(t); status != Committed {
		s = append(append(s, ' '), status.String()...)
	}
	s = append(s, ':')
	if c, ok := h.Call(t); ok {
		return h.appendCall(append(s, ' '), c, h.Status(t))
	}
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		s = h.appendOp(append(s, ' '), i)
	}
	return s
}

func (h *History) appendOp(s []byte, i int32) []byte {
	op := h.Op(i)
	s = append(s, "rwa"[op.Kind], '(')
	s = append(append(s, h.Key(op.Key).String()...), ',')
	switch {
	case op.Kind == Read && h.IsList(op.Key):
		s = h.appendList(s, op.List)
	case op.Kind == Append || op.Value != Initial:
		s = append(s, h.Value(op.Value).String()...)
	default:
		s = append(s, '_')
	}
	return append(s, ')')
}

func (h *History) appendList(s []byte, elements []int32) []byte {
	s = append(s, '[')
	for i, v := range elements {
		if i > 0 {
			s = append(s, ' ')
		}
		s = append(s, h.Value(v).String()...)
	}
	return append(s, ']')
}

// appendTime appends a start or an end, nothing if there is none. Parentheses
// tell a sign from the dash between the two.
func appendTime(s []byte, t int64) []byte {
	switch {
	case t == NoTime:
		return s
	case t < 0:
		return append(strconv.AppendInt(append(s, '('), t, 10), ')')
	}
	return strconv.AppendInt(s, t, 10)
}

// appendName appends the name of a transaction or session, in quotes if it is
// not plain.
func appendName(s []byte, name string) []byte {
	if nameLength(name) == len(name) && name != "" {
		return append(s, name...)
	}
	return append(s, strconv.QuoteToGraphic(name)...)
}

// nameLength returns the length of the plain name that s begins with.
func nameLength(s string) int {
	for i := range len(s) {
		if c := s[i]; !isWordByte(c) && (i == 0 || strings.IndexByte("-./", c) < 0) {
			return i
		}
	}
	return len(s)
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}
