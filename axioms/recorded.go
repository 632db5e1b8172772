package axioms

import (
	"cmp"
	"fmt"
	"slices"

	"visar/history"
)

// RecordedExecution returns the execution that the database itself reported. Every
// committed transaction must have a recorded place in AR with what it saw, or
// every one a snapshot and a commit timestamp; the error names one that has not.
// Transactions of unknown outcome take part if they have one.
//
// With timestamps AR is the order of commits, and a transaction sees what was
// committed at or before its snapshot. Of equal commits those come last whose
// snapshot includes them, and then those that appear later.
//
// What was recorded is not judged here. If it contradicts itself, such as a
// transaction that sees a later one, [Execution.Validate] has a breach.
func RecordedExecution(h *history.History) (*Execution, error) {
	stamped, err := recordedForm(h)
	if err != nil {
		return nil, err
	}
	e := &Execution{History: h}
	for t := range int32(h.Len()) {
		if _, ok := h.Recorded(t); ok && h.Status(t) != history.Aborted {
			e.Order = append(e.Order, t)
		}
	}
	if stamped {
		e.VIS.Prefix = snapshots(h, e.Order)
	} else {
		e.VIS.Edges = recordedPairs(h, e.Order)
	}
	return e, nil
}

// recordedForm reports whether the executions were recorded as timestamps.
func recordedForm(h *history.History) (stamped bool, err error) {
	first := int32(-1)
	for t := range int32(h.Len()) {
		r, ok := h.Recorded(t)
		switch {
		case h.Status(t) == history.Aborted || !ok && h.Status(t) == history.Unknown:
			continue
		case !ok:
			return false, fmt.Errorf("transaction %s has no recorded execution", name(h, t))
		case r.Arbitration == history.NoTime && r.CommitTS == history.NoTime:
			return false, fmt.Errorf("transaction %s has no recorded place in arbitration, expected arbitration or commit_ts", name(h, t))
		}
		isStamped := r.Arbitration == history.NoTime
		if first >= 0 && isStamped != stamped {
			return false, fmt.Errorf("transaction %s has %s, but %s has %s", name(h, t), formName(isStamped), name(h, first), formName(stamped))
		}
		if isStamped && r.SnapshotTS == history.NoTime {
			return false, fmt.Errorf("transaction %s has a commit_ts but no snapshot_ts", name(h, t))
		}
		first, stamped = t, isStamped
	}
	return stamped, nil
}

func formName(stamped bool) string {
	if stamped {
		return "timestamps"
	}
	return "a place in arbitration"
}

// recordedPairs sorts order by recorded place and returns what was recorded as
// seen.
func recordedPairs(h *history.History, order []int32) *VisibleEdges {
	e := &VisibleEdges{First: make([]int32, h.Len()+1)}
	for t := range int32(h.Len()) {
		if r, ok := h.Recorded(t); ok && h.Status(t) != history.Aborted {
			e.Seen = append(e.Seen, r.Visible...)
		}
		e.First[t+1] = int32(len(e.Seen))
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		x, _ := h.Recorded(a)
		y, _ := h.Recorded(b)
		return cmp.Compare(x.Arbitration, y.Arbitration)
	})
	return e
}

// snapshots sorts order by commit and returns how many each transaction sees.
func snapshots(h *history.History, order []int32) []int32 {
	recorded := func(t int32) history.Recorded { r, _ := h.Recorded(t); return r }
	slices.SortStableFunc(order, func(a, b int32) int {
		x, y := recorded(a), recorded(b)
		if c := cmp.Compare(x.CommitTS, y.CommitTS); c != 0 || x.SnapshotTS >= x.CommitTS == (y.SnapshotTS >= y.CommitTS) {
			return c
		}
		if y.SnapshotTS >= y.CommitTS {
			return -1
		}
		return 1
	})
	writer := nextWriters(h, order)
	prefix := make([]int32, len(order))
	for i, t := range order {
		n, _ := slices.BinarySearchFunc(order, recorded(t).SnapshotTS, func(s int32, ts int64) int {
			if recorded(s).CommitTS <= ts {
				return -1
			}
			return 1
		})
		prefix[i] = ownSnapshot(writer, int32(i), int32(n))
	}
	return prefix
}

// ownSnapshot returns what the transaction at place i sees where its snapshot
// takes in the first n places. If its own is among them and nothing after it
// writes, it sees all before it.
func ownSnapshot(writer []int32, i, n int32) int32 {
	if writer[i+1] < n {
		return n
	}
	return min(i, n)
}

// nextWriters returns, by place, the first one there or later that writes.
func nextWriters(h *history.History, order []int32) []int32 {
	next := make([]int32, len(order)+1)
	next[len(order)] = int32(len(order))
	for i := len(order) - 1; i >= 0; i-- {
		next[i] = next[i+1]
		lo, hi := h.Ops(order[i])
		for op := lo; op < hi; op++ {
			if h.OpKind(op) != history.Read {
				next[i] = int32(i)
			}
		}
	}
	return next
}
