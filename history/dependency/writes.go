package dependency

import "visar/history"

// resolver is the state of one Resolve.
type resolver struct {
	Resolved
	h    *history.History
	logs bool
	// starts are the operations that begin a transaction, and started the transactions
	// that have any, nil for all.
	starts  markedOps
	started []int32
	final   []uint64 // bit per operation: the last write of its key by its transaction
	writeTable
	// from has, by read of a register, the first write of its value to the key plus one, or
	// 0 for none.
	from   []int32
	listed markedOps // those of Writes
	// again are the writes that repeat a value of a key, by the first that wrote it.
	again map[int32][]int32
	// sources has, by the first write of a (key, value) that was read, who may have
	// been read.
	sources map[int32][]int32
	one     [1]int32
	noted   []uint64 // bit per first write of a value: it was observed
	doubted []uint64 // bit per first write of a value: it was written again; nil for none
	states  keyStates
	lists   []listOrder
	placed  elements
	// several are transactions that append to one list more than once.
	several []int32
	// longestBy is the read that returned the longest list, by key; nil until asked.
	longestBy []int32
}

func newResolver(h *history.History, logs bool) *resolver {
	return &resolver{
		Resolved: Resolved{History: h, Versions: make([]*Versions, h.Keys())},
		h:        h, logs: logs,
		final: make([]uint64, (h.NumOps()+63)/64),
		again: map[int32][]int32{}, sources: map[int32][]int32{},
		writeTable: writeTable{h: h},
		from:       make([]int32, h.NumOps()),
		lists:      make([]listOrder, h.Keys()),
	}
}

// indexWrites makes the table of writes, and marks the last write of each key by
// each transaction.
func (x *resolver) indexWrites() {
	x.markStarts()
	x.writeTable.index()
	for t := range int32(x.h.Len()) {
		lo, hi := x.h.Ops(t)
		x.states.begin(x.h)
		for i := hi - 1; i >= lo; i-- {
			if x.h.OpKind(i) == history.Read {
				continue
			}
			if s := x.states.of(x.h.OpKey(i)); s.write < 0 {
				s.write = i
				x.final[i/64] |= 1 << (i % 64)
			} else if n := len(x.several); x.h.IsList(x.h.OpKey(i)) && (n == 0 || x.several[n-1] != t) {
				x.several = append(x.several, t)
			}
		}
	}
	x.link()
}

func (x *resolver) isFinal(op int32) bool { return x.final[op/64]>>(op%64)&1 == 1 }

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
		if x.h.OpKind(i) != history.Read || x.h.Status(x.txnOf(i)) != history.Committed {
			continue
		}
		k := x.h.OpKey(i)
		if !x.h.IsList(k) {
			x.observeWrite(observed, x.from[i]-1)
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
		x.observeWrite(observed, x.firstWrite(key, v))
	}
}

// observeWrite marks those who wrote the value of a first write, -1 for none.
func (x *resolver) observeWrite(observed []bool, op int32) {
	switch {
	case op < 0:
		return
	case len(x.again) == 0:
		observed[x.txnOf(op)] = true
		return
	case x.noted[op/64]>>(op%64)&1 == 1:
		return // with all others that wrote the value
	}
	x.noted[op/64] |= 1 << (op % 64)
	observed[x.txnOf(op)] = true
	for _, o := range x.again[op] {
		observed[x.txnOf(o)] = true
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
