package dependency

import (
	"cmp"
	"slices"

	"visar/history"
)

// sessionNodes returns the nodes of session s in session order.
func (r *Resolved) sessionNodes(s int32, buf []int32) []int32 {
	buf = buf[:0]
	for _, t := range r.History.SessionTxns(s) {
		if n := r.Node[t]; n >= 0 {
			buf = append(buf, n)
		}
	}
	return buf
}

// SessionOrder yields the adjacent pairs of SO: each node and the next one of its
// session, and the node before a transaction of unknown outcome, which has no
// successor itself.
func (r *Resolved) SessionOrder(yield func(from, to int32)) {
	var nodes []int32
	for s := range int32(r.History.Sessions()) {
		nodes = r.sessionNodes(s, nodes)
		before := int32(-1)
		for _, n := range nodes {
			if before >= 0 {
				yield(before, n)
			}
			if r.Known(n) {
				before = n
			}
		}
	}
}

// Known reports whether the outcome of node n is known: it is committed.
func (r *Resolved) Known(n int32) bool { return r.History.Status(r.Txn[n]) == history.Committed }

// SessionBefore reports whether SO orders node a before node b.
func (r *Resolved) SessionBefore(a, b int32) bool {
	ta, tb := r.Txn[a], r.Txn[b]
	return ta < tb && r.Known(a) && r.History.Session(ta) == r.History.Session(tb)
}

// RealTimeBefore reports whether RT orders node a before node b.
func (r *Resolved) RealTimeBefore(a, b int32) bool {
	end, start := r.History.End(r.Txn[a]), r.History.Start(r.Txn[b])
	return r.Known(a) && end != history.NoTime && start != history.NoTime && end < start
}

// Timeline is RT over some nodes in linear space: node n follows exactly the
// first Before[i] nodes of Ended, where i is the place of n among the nodes.
type Timeline struct {
	Ended  []int32 // nodes by end
	Before []int32
}

// RealTime returns RT over nodes. It takes time to sort them.
func (r *Resolved) RealTime(nodes []int32) Timeline {
	var t Timeline
	end := func(n int32) int64 { return r.History.End(r.Txn[n]) }
	for _, n := range nodes {
		if r.Known(n) && end(n) != history.NoTime {
			t.Ended = append(t.Ended, n)
		}
	}
	slices.SortStableFunc(t.Ended, func(a, b int32) int { return cmp.Compare(end(a), end(b)) })
	t.Before = make([]int32, len(nodes))
	for i, n := range nodes {
		start := r.History.Start(r.Txn[n])
		if start == history.NoTime {
			continue
		}
		at, _ := slices.BinarySearchFunc(t.Ended, start, func(e int32, s int64) int { return cmp.Compare(end(e), s) })
		t.Before[i] = int32(at)
	}
	return t
}

// ListOrder yields the known WW edges between adjacent versions of lists: the
// nodes, the key and the appends. With unread set, edges lead from the last
// version that was read to each append that nobody read.
func (r *Resolved) ListOrder(unread bool, yield func(from, to, key, fromOp, toOp int32)) {
	for k, v := range r.Versions {
		if v == nil || len(v.Ops) == 0 {
			continue
		}
		last := r.Writes[v.Writes[0]].Node
		for i, op := range v.Ops[1:] {
			n := r.Writes[v.Writes[i+1]].Node
			if n != last {
				yield(last, n, int32(k), v.Ops[i], op)
			}
			last = n
		}
		for i, op := range v.Tail {
			if n := r.Writes[v.TailWrites[i]].Node; unread && n != last {
				yield(last, n, int32(k), v.Ops[len(v.Ops)-1], op)
			}
		}
	}
}

// NodeOfOp returns the node of an operation, by binary search.
func (r *Resolved) NodeOfOp(op int32) int32 { return r.Node[r.History.TxnOf(op)] }

// maxScannedWrites is up to how many writes of a transaction are looked at one by
// one: they lie side by side, and those of a key do not.
const maxScannedWrites = 16

// WriteIndex returns the index in Writes of the last write of key k by node n, or
// -1, in time logarithmic in the writers of k. Init wrote nothing.
func (r *Resolved) WriteIndex(n, k int32) int32 {
	if n < 0 {
		return -1
	}
	lo, hi := r.WriteFirst[n], r.WriteFirst[n+1]
	if hi-lo > maxScannedWrites {
		at, ok := slices.BinarySearchFunc(r.WritersOf(k), n, func(w, n int32) int { return int(r.Writes[w].Node - n) })
		if !ok {
			return -1
		}
		return r.WritersOf(k)[at]
	}
	for w := lo; w < hi; w++ {
		if r.Writes[w].Key == k {
			return w
		}
	}
	return -1
}

// WriteOf returns the last write of key k by node n, or -1.
func (r *Resolved) WriteOf(n, k int32) int32 {
	for _, w := range r.NodeWrites(n) {
		if w.Key == k {
			return w.Op
		}
	}
	return -1
}
