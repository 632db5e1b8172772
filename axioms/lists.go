package axioms

import (
	"slices"

	"visar/history"
)

// logs holds, for each list, every append of the execution's transactions in the
// order of AR: the whole list that a reader of everything would get.
type logs struct {
	first   []int32 // by key: where its log begins in element
	element []int32
	end     []int32 // by version: how long the log is once it is written
	common  []int32 // by key: how much of the log agrees with the longest list read
}

// findLogs takes linear time. It returns nil if no key is a list.
func findLogs(v *view) *logs {
	h := v.h
	if !hasLists(h) {
		return nil
	}
	l := &logs{first: make([]int32, h.Keys()+1), common: make([]int32, h.Keys())}
	eachWrite(v.Execution, func(op int32) { l.first[h.OpKey(op)+1]++ })
	for k := range h.Keys() {
		l.first[k+1] += l.first[k]
	}
	l.element = make([]int32, l.first[h.Keys()])
	l.end = make([]int32, len(v.writes().op))
	next := slices.Clone(l.first)
	version := slices.Clone(v.writes().first)
	eachWrite(v.Execution, func(op int32) {
		k := h.OpKey(op)
		l.element[next[k]] = h.OpValue(op)
		next[k]++
		if j := version[k]; v.writes().op[j] == op {
			l.end[j] = next[k] - l.first[k]
			version[k]++
		}
	})
	for k := range int32(h.Keys()) {
		if h.IsList(k) {
			l.common[k] = commonPrefix(l.of(k), h.Longest(k))
		}
	}
	return l
}

func hasLists(h *history.History) bool {
	for k := range int32(h.Keys()) {
		if h.IsList(k) {
			return true
		}
	}
	return false
}

// eachWrite calls f with every write of the execution, in the order of AR.
func eachWrite(e *Execution, f func(op int32)) {
	for _, t := range e.Order {
		lo, hi := e.History.Ops(t)
		for op := lo; op < hi; op++ {
			if e.History.OpKind(op) != history.Read {
				f(op)
			}
		}
	}
}

func commonPrefix(a, b []int32) int32 {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return int32(n)
}

// of returns the log of key k.
func (l *logs) of(k int32) []int32 { return l.element[l.first[k]:l.first[k+1]] }

// length returns how long the log is at version j, or 0 for -1.
func (l *logs) length(j int32) int32 {
	if j < 0 {
		return 0
	}
	return l.end[j]
}

// begins reports whether the list read by op begins with n elements of the log
// of its key. It compares elements only where the read disagrees with the longest
// one, which holds its elements in memory of its own.
func (v *view) begins(op, n int32) bool {
	k := v.h.OpKey(op)
	list, prefix := v.h.ListRead(op)
	if int(n) > len(list) {
		return false
	}
	if prefix {
		return n <= v.logs.common[k]
	}
	return int(n) <= len(v.logs.of(k)) && slices.Equal(list[:n], v.logs.of(k)[:n])
}
