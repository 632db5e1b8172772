package dependency

import (
	"math/bits"

	"visar/history"
)

// resolver is the state of one Resolve.
type resolver struct {
	Resolved
	h     *history.History
	logs  bool
	opTxn []int32  // operation → transaction
	final []uint64 // bit per operation: the last write of its key by its transaction
	// only finds the write of a value that is written once, as most are: operation
	// plus one, 0 for none, several for more than one. These are in slots, which
	// finds the first write of a (key, value) by open addressing: operation plus one,
	// 0 for free. Writes that repeat a pair follow in again.
	only  []int32
	slots []int32
	again map[int32][]int32
	// sources has, by the first write of a (key, value) that was read, who may have
	// been read.
	sources map[int32][]int32
	one     [1]int32
	noted   []uint64 // bit per first write of a value: it was observed
	// stamp[k] is the transaction, plus one, that used key k last, and seen[k] its
	// last operation on it; both are scratch of one pass over a transaction.
	stamp []int32
	state []keyState
	lists []listOrder
	// several are transactions that append to one list more than once.
	several []int32
	// longestBy is the read that returned the longest list, by key; nil until asked.
	longestBy []int32
}

func newResolver(h *history.History, logs bool) *resolver {
	return &resolver{
		Resolved: Resolved{History: h, Versions: make([]*Versions, h.Keys())},
		h:        h, logs: logs,
		opTxn: make([]int32, h.NumOps()),
		final: make([]uint64, (h.NumOps()+63)/64),
		again: map[int32][]int32{}, sources: map[int32][]int32{},
		stamp: make([]int32, h.Keys()),
		state: make([]keyState, h.Keys()),
		lists: make([]listOrder, h.Keys()),
	}
}

// indexWrites makes the table from (key, value) to writes, and marks the last
// write of each key by each transaction.
func (x *resolver) indexWrites() {
	x.slots = make([]int32, 1<<bits.Len(uint(2*x.indexOnly()+1)))
	for t := range int32(x.h.Len()) {
		lo, hi := x.h.Ops(t)
		for i := lo; i < hi; i++ {
			x.opTxn[i] = t
		}
		for i := hi - 1; i >= lo; i-- {
			if x.h.OpKind(i) == history.Read {
				continue
			}
			if k := x.h.OpKey(i); x.stamp[k] != t+1 {
				x.stamp[k] = t + 1
				x.final[i/64] |= 1 << (i % 64)
			} else if n := len(x.several); x.h.IsList(k) && (n == 0 || x.several[n-1] != t) {
				x.several = append(x.several, t)
			}
		}
		for i := lo; i < hi; i++ {
			if x.h.OpKind(i) != history.Read && x.only[x.h.OpValue(i)] == several {
				x.addWrite(i)
			}
		}
	}
	clear(x.stamp)
}

// several stands for the write of a value that is written more than once.
const several int32 = -1

// indexOnly finds the values that are written once and returns how many writes
// there are of the others. A table by value is not only smaller than one by key
// and value: values have their numbers in order of appearance, so that what is
// written and read at about the same time is close together.
func (x *resolver) indexOnly() int {
	x.only = make([]int32, x.h.Values())
	others := 0
	for i := range int32(x.h.NumOps()) {
		if x.h.OpKind(i) == history.Read {
			continue
		}
		switch at := &x.only[x.h.OpValue(i)]; *at {
		case 0:
			*at = i + 1
		case several:
			others++
		default:
			*at = several
			others += 2
		}
	}
	return others
}

func (x *resolver) isFinal(op int32) bool { return x.final[op/64]>>(op%64)&1 == 1 }

func (x *resolver) slot(key, value int32) uint64 {
	mask := uint64(len(x.slots) - 1)
	// The upper bits of the product depend on every bit of both; lower ones hardly
	// on the key, so that keys that share values would crowd together.
	at := (uint64(uint32(key))<<32 | uint64(uint32(value))) * 0x9e3779b97f4a7c15
	at = at >> (64 - bits.Len64(mask))
	for {
		s := x.slots[at]
		if s == 0 || x.h.OpKey(s-1) == key && x.h.OpValue(s-1) == value {
			return at
		}
		at = (at + 1) & mask
	}
}

func (x *resolver) addWrite(op int32) {
	at := x.slot(x.h.OpKey(op), x.h.OpValue(op))
	if first := x.slots[at]; first != 0 {
		x.again[first-1] = append(x.again[first-1], op)
		return
	}
	x.slots[at] = op + 1
}

// firstWrite returns the first write of value to key, or -1.
func (x *resolver) firstWrite(key, value int32) int32 {
	op := x.only[value] - 1
	switch {
	case op == several-1:
		return x.slots[x.slot(key, value)] - 1
	case op >= 0 && x.h.OpKey(op) != key:
		return -1
	}
	return op
}

// chooseNodes makes the nodes: committed transactions, and unknown ones that a
// committed one has observed.
func (x *resolver) chooseNodes() {
	x.noted = make([]uint64, len(x.final))
	observed := make([]bool, x.h.Len())
	if x.h.Count(history.Unknown) > 0 {
		x.observeReads(observed)
	}
	x.Node = make([]int32, x.h.Len())
	for t := range int32(x.h.Len()) {
		x.Node[t] = -1
		if s := x.h.Status(t); s == history.Committed || s == history.Unknown && observed[t] {
			x.Node[t] = int32(len(x.Txn))
			x.Txn = append(x.Txn, t)
		}
	}
}

// observeReads marks the transactions of unknown outcome that a committed one has
// observed.
func (x *resolver) observeReads(observed []bool) {
	for i := range int32(x.h.NumOps()) {
		if x.h.OpKind(i) != history.Read || x.h.Status(x.opTxn[i]) != history.Committed {
			continue
		}
		k := x.h.OpKey(i)
		if !x.h.IsList(k) {
			x.observe(observed, k, x.h.OpValue(i))
		} else if list, prefix := x.h.ListRead(i); !prefix {
			x.observe(observed, k, list...)
		}
	}
	for k := range int32(x.h.Keys()) {
		x.observe(observed, k, x.h.Longest(k)...)
	}
}

// observe marks the transactions of unknown outcome that wrote one of values.
func (x *resolver) observe(observed []bool, key int32, values ...int32) {
	for _, v := range values {
		op := x.firstWrite(key, v)
		if op < 0 {
			continue
		}
		if len(x.again) == 0 {
			observed[x.opTxn[op]] = true
			continue
		}
		if x.noted[op/64]>>(op%64)&1 == 1 {
			continue // with all others that wrote the value
		}
		x.noted[op/64] |= 1 << (op % 64)
		observed[x.opTxn[op]] = true
		for _, o := range x.again[op] {
			observed[x.opTxn[o]] = true
		}
	}
}

// groupWrites lists the writes of each key.
func (x *resolver) groupWrites() {
	x.KeyFirst = make([]int32, x.h.Keys()+1)
	for _, w := range x.Writes {
		x.KeyFirst[w.Key+1]++
	}
	for k := range x.h.Keys() {
		x.KeyFirst[k+1] += x.KeyFirst[k]
	}
	x.KeyWrites = make([]int32, len(x.Writes))
	next := make([]int32, x.h.Keys())
	copy(next, x.KeyFirst)
	for i, w := range x.Writes {
		x.KeyWrites[next[w.Key]] = int32(i)
		next[w.Key]++
	}
}
