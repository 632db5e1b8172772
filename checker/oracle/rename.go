package oracle

import (
	"math/rand/v2"
	"strconv"

	"visar/history"
)

// Rename returns h with other names: keys, values and sessions are called and
// numbered differently, and the transactions of different sessions appear in
// another order. Every model says of it what it says of h, but for
// read-uncommitted where two lists of the same length, the longest of their
// key, contradict each other: the first of them counts. Transactions' own
// names, extras, faults and recorded executions are not kept.
func Rename(h *history.History, rng *rand.Rand) *history.History {
	keys, values, sessions := rng.Perm(h.Keys()), rng.Perm(h.Values()), rng.Perm(h.Sessions())
	keyName, valueName := map[history.Value]history.Value{}, map[history.Value]history.Value{}
	for k, to := range keys {
		keyName[h.Key(int32(k))] = history.StringValue("k" + strconv.Itoa(to))
	}
	for v, to := range values {
		valueName[h.Value(int32(v))] = history.IntValue(int64(to) + 100)
	}
	b := history.NewBuilder(valueName[h.Value(history.Initial)])
	for _, k := range rng.Perm(h.Keys()) {
		b.Key(keyName[h.Key(int32(k))])
	}
	for _, t := range interleave(h, rng) {
		info := infoOf(h, t)
		info.Session = "s" + strconv.Itoa(sessions[h.Session(t)])
		b.Begin(info)
		copyOps(b, h, t,
			func(k history.Value) history.Value { return keyName[k] },
			func(v history.Value) history.Value { return valueName[v] })
	}
	return built(b)
}

// interleave returns the transactions in a random order that keeps the order
// of each session.
func interleave(h *history.History, rng *rand.Rand) []int32 {
	order := make([]int32, h.Len())
	next := make([]int, h.Sessions())
	for i, t := range rng.Perm(h.Len()) {
		// A random permutation of the sessions, each as often as it is long.
		s := h.Session(int32(t))
		order[i] = h.SessionTxns(s)[next[s]]
		next[s]++
	}
	return order
}

// infoOf returns what h knows of t, in a session that bears no name.
func infoOf(h *history.History, t int32) history.TxnInfo {
	return history.TxnInfo{
		Status: h.Status(t), Start: h.Start(t), End: h.End(t), Clock: h.Clock(t), Line: h.Line(t),
	}
}

// copyOps adds the operations of t to the transaction that b has begun, with
// keys and values renamed.
func copyOps(b *history.Builder, h *history.History, t int32, key, value func(history.Value) history.Value) {
	lo, hi := h.Ops(t)
	for i := lo; i < hi; i++ {
		op := h.Op(i)
		k := b.Key(key(h.Key(op.Key)))
		id := func(v int32) int32 { return b.Value(value(h.Value(v))) }
		switch {
		case op.Kind == history.Write:
			b.Write(k, id(op.Value))
		case op.Kind == history.Append:
			b.Append(k, id(op.Value))
		case h.IsList(op.Key):
			list := make([]int32, len(op.List))
			for j, v := range op.List {
				list[j] = id(v)
			}
			b.ReadList(k, list)
		default:
			b.Read(k, id(op.Value))
		}
	}
}
