package checker

import (
	"slices"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// rawIndex finds, in the raw operations of a history, the writes that a read may
// have returned. It indexes only the keys that the evidence speaks of.
type rawIndex struct {
	h     *history.History
	lists axioms.Lists
	// repeated says that every read which no own write of the key precedes must
	// return a committed version (COMMITTED); first, that those must which are the
	// transaction's first event on the key (EXT).
	repeated, first bool
	writes          map[rawValue][]rawWrite
	writers         map[int32][]int32    // by key: the transactions that write it, in order
	logReads        map[int32][]rawWrite // by key: reads of the whole longest list, and of other ones
	txns            map[int32]*rawTxn
	observed        map[int32]bool // transactions of unknown outcome: must take part
	// assumed has, by read, the transaction that it is assumed to read from, where
	// several wrote its value.
	assumed map[int32]int32
}

type rawValue struct{ key, value int32 }

// rawWrite is a write; where it is so said, a read.
type rawWrite struct {
	txn, op int32
	final   bool // the last write of the key by its transaction
}

// initialVersion is the write behind a read of the initial value.
var initialVersion = rawWrite{txn: dependency.Init, op: -1, final: true}

func newRawIndex(h *history.History, lists axioms.Lists, set axioms.Set) *rawIndex {
	return &rawIndex{
		h: h, lists: lists,
		repeated: set.Has(axioms.COMMITTED), first: set.Has(axioms.EXT),
		writes:   map[rawValue][]rawWrite{},
		writers:  map[int32][]int32{},
		logReads: map[int32][]rawWrite{},
		txns:     map[int32]*rawTxn{},
		observed: map[int32]bool{},
	}
}

// index reads through the history for the keys that r speaks of and for those
// that its transactions of unknown outcome write.
func (x *rawIndex) index(r *Refutation) {
	keys := make([]bool, x.h.Keys())
	if r.Read != nil {
		keys[x.h.OpKey(r.Read.Op)] = true
		if r.Read.Writer >= 0 {
			x.noteUnknown(r.Read.Writer, keys)
		}
	}
	r.eachSource(func(s Source) {
		keys[x.h.OpKey(s.Read)] = true
		if s.Writer >= 0 {
			x.noteUnknown(s.Writer, keys)
		}
	})
	r.eachEdge(func(e *dependency.Edge) {
		if e.Key >= 0 {
			keys[e.Key] = true
		}
		x.noteUnknown(e.From, keys)
		x.noteUnknown(e.To, keys)
	})
	x.indexWrites(keys)
	if x.lists == axioms.Log {
		x.eachRead(keys, x.indexLog)
	}
	if len(x.observed) > 0 {
		x.observe(keys)
	}
}

// noteUnknown marks the keys that t writes, if its outcome is unknown.
func (x *rawIndex) noteUnknown(t int32, keys []bool) {
	if _, noted := x.observed[t]; noted || x.h.Status(t) != history.Unknown {
		return
	}
	x.observed[t] = false
	lo, hi := x.h.Ops(t)
	for op := lo; op < hi; op++ {
		if x.h.OpKind(op) != history.Read {
			keys[x.h.OpKey(op)] = true
		}
	}
}

func (x *rawIndex) indexWrites(keys []bool) {
	last := make([]int32, len(keys)) // by key: the transaction, plus one, that wrote it
	for t := range int32(x.h.Len()) {
		lo, hi := x.h.Ops(t)
		for op := hi - 1; op >= lo; op-- {
			k := x.h.OpKey(op)
			if !keys[k] || x.h.OpKind(op) == history.Read {
				continue
			}
			final := last[k] != t+1
			if final {
				x.writers[k] = append(x.writers[k], t)
			}
			last[k] = t + 1
			at := rawValue{k, x.h.OpValue(op)}
			x.writes[at] = append(x.writes[at], rawWrite{txn: t, op: op, final: final})
		}
	}
}

// eachRead calls f with the reads of the keys by committed transactions.
func (x *rawIndex) eachRead(keys []bool, f func(t, op int32)) {
	for t := range int32(x.h.Len()) {
		if x.h.Status(t) != history.Committed {
			continue
		}
		lo, hi := x.h.Ops(t)
		for op := lo; op < hi; op++ {
			if keys[x.h.OpKey(op)] && x.h.OpKind(op) == history.Read {
				f(t, op)
			}
		}
	}
}

// indexLog notes a read of a log, but for those that a longer one has as its
// beginning.
func (x *rawIndex) indexLog(t, op int32) {
	k := x.h.OpKey(op)
	if !x.h.IsList(k) {
		return
	}
	if list, prefix := x.h.ListRead(op); !prefix || len(list) == len(x.h.Longest(k)) {
		x.logReads[k] = append(x.logReads[k], rawWrite{txn: t, op: op})
	}
}

// observe finds the noted transactions of unknown outcome that took effect: what
// a committed transaction read can only have come from them.
func (x *rawIndex) observe(keys []bool) {
	x.eachRead(keys, x.observeRead)
	for k, named := range keys {
		if named && x.h.IsList(int32(k)) {
			x.observeElements(int32(k), x.h.Longest(int32(k)))
		}
	}
}

func (x *rawIndex) observeRead(t, op int32) {
	k := x.h.OpKey(op)
	if !x.h.IsList(k) {
		if !slices.ContainsFunc(x.writes[rawValue{k, x.h.OpValue(op)}], x.unseen) {
			return
		}
		// Where others wrote the value too it need not have been this one that was
		// read. But an execution without it becomes one with it by putting it last:
		// nothing has to come after a transaction of unknown outcome.
		for _, w := range x.writes[rawValue{k, x.h.OpValue(op)}] {
			if w.final && w.txn != t && x.judged(t, op) {
				x.note(w)
			}
		}
		return
	}
	// Every prefix of the longest read is observed along with that.
	if list, prefix := x.h.ListRead(op); !prefix {
		x.observeElements(k, list)
	}
}

func (x *rawIndex) observeElements(k int32, list []int32) {
	for _, v := range list {
		if w, ok := x.onlyAppend(k, v); ok {
			x.note(w)
		}
	}
}

// unseen reports whether w is by a noted transaction that nobody is known to
// have observed yet.
func (x *rawIndex) unseen(w rawWrite) bool {
	seen, noted := x.observed[w.txn]
	return noted && !seen
}

func (x *rawIndex) note(w rawWrite) {
	if x.unseen(w) {
		x.observed[w.txn] = true
	}
}

// takesPart reports whether t is in every execution of the history: it has
// committed, or its outcome is unknown and its effect was seen.
func (x *rawIndex) takesPart(t int32) bool {
	return x.h.Status(t) == history.Committed || x.observed[t]
}

// possible reports whether some execution has w: its transaction did not abort.
func (x *rawIndex) possible(w rawWrite) bool { return x.h.Status(w.txn) != history.Aborted }

// onlyAppend returns the append of element v to list k, if there is exactly one
// that can have put it there. Where nothing says that reads return committed
// data, those of aborted transactions can have, too.
func (x *rawIndex) onlyAppend(k, v int32) (rawWrite, bool) {
	var only rawWrite
	count := 0
	for _, w := range x.writes[rawValue{k, v}] {
		if x.possible(w) || !x.first && !x.repeated {
			only = w
			count++
		}
	}
	return only, count == 1 && x.possible(only)
}

// source returns the only version that read op of the committed transaction t
// can have returned under the axioms: a final write by another transaction, or
// the initial version. For a list it is the version that the last element names.
func (x *rawIndex) source(t, op int32) (rawWrite, bool) {
	if !x.judged(t, op) {
		return rawWrite{}, false
	}
	k := x.h.OpKey(op)
	if !x.h.IsList(k) {
		return x.registerSource(t, op)
	}
	list := x.shown(t, op)
	if len(list) == 0 {
		return initialVersion, true
	}
	w, ok := x.onlyAppend(k, list[len(list)-1])
	return w, ok && w.final && w.txn != t
}

// registerSource returns the only candidate or, where there are several, the one
// that is assumed.
func (x *rawIndex) registerSource(t, op int32) (rawWrite, bool) {
	all := x.candidates(t, op)
	if len(all) == 1 {
		return all[0], true
	}
	assumed, ok := x.assumed[op]
	for _, w := range all {
		if ok && w.txn == assumed {
			return w, true
		}
	}
	return rawWrite{}, false
}

// candidates returns the versions that read op of a register by t can have
// returned.
func (x *rawIndex) candidates(t, op int32) []rawWrite {
	var all []rawWrite
	k, v := x.h.OpKey(op), x.h.OpValue(op)
	if v == history.Initial {
		all = append(all, initialVersion)
	}
	for _, w := range x.writes[rawValue{k, v}] {
		if w.final && w.txn != t && x.possible(w) {
			all = append(all, w)
		}
	}
	return all
}

// judged reports whether read op of the committed transaction t must return a
// version that others left.
func (x *rawIndex) judged(t, op int32) bool {
	if x.isExternal(t, op) {
		return x.first || x.repeated
	}
	return x.repeated && (x.txn(t).own[op] == 0 || x.isLog(op))
}

// isExternal reports whether no own operation on its key precedes read op of the
// committed transaction t. In front of a log own appends do not count: what
// stands before them was visible.
func (x *rawIndex) isExternal(t, op int32) bool {
	txn := x.txn(t)
	return txn.firstRead[x.h.OpKey(op)] == op && (txn.own[op] == 0 || x.isLog(op))
}

// isLog reports whether operation op is on a list that is a log.
func (x *rawIndex) isLog(op int32) bool { return x.lists == axioms.Log && x.h.IsList(x.h.OpKey(op)) }

// shown returns the elements that list read op shows of other transactions: a
// log ends with the own appends before the read.
func (x *rawIndex) shown(t, op int32) []int32 {
	list, _ := x.h.ListRead(op)
	if x.lists != axioms.Log {
		return list
	}
	return list[:max(0, len(list)-int(x.txn(t).own[op]))]
}

// rawTxn is what a transaction does.
type rawTxn struct {
	firstRead, firstWrite map[int32]int32 // by key
	own                   map[int32]int32 // by read: how many own writes of the key precede it, if any do
	reads                 bool            // has an external read
	writes                bool
	// from has, by key and source, the last read that can only have come from
	// there; nil until asked for.
	from map[rawValue]int32
}

// txn returns what t does. The first call takes time linear in its operations.
func (x *rawIndex) txn(t int32) *rawTxn {
	if txn, ok := x.txns[t]; ok {
		return txn
	}
	txn := &rawTxn{firstRead: map[int32]int32{}, firstWrite: map[int32]int32{}, own: map[int32]int32{}}
	wrote := map[int32]int32{}
	lo, hi := x.h.Ops(t)
	for op := lo; op < hi; op++ {
		if k := x.h.OpKey(op); x.h.OpKind(op) != history.Read {
			wrote[k]++
			txn.addWrite(k, op)
		} else if x.h.Status(t) == history.Committed {
			txn.addRead(k, op, wrote[k])
		}
	}
	x.txns[t] = txn
	for _, op := range txn.firstRead {
		txn.reads = txn.reads || x.isExternal(t, op)
	}
	return txn
}

func (txn *rawTxn) addWrite(k, op int32) {
	txn.writes = true
	if _, wrote := txn.firstWrite[k]; !wrote {
		txn.firstWrite[k] = op
	}
}

func (txn *rawTxn) addRead(k, op, own int32) {
	if own > 0 {
		txn.own[op] = own
	}
	if _, read := txn.firstRead[k]; !read {
		txn.firstRead[k] = op
	}
}

// touches reports whether the transaction reads or writes k.
func (txn *rawTxn) touches(k int32) bool {
	_, read := txn.firstRead[k]
	_, wrote := txn.firstWrite[k]
	return read || wrote
}

// lastRead returns the last read of k by t that can only have returned the
// version of the transaction source.
func (x *rawIndex) lastRead(t, k, source int32) (int32, bool) {
	txn := x.txn(t)
	if txn.from == nil {
		txn.from = map[rawValue]int32{}
		lo, hi := x.h.Ops(t)
		for op := lo; op < hi; op++ {
			if x.h.OpKind(op) != history.Read {
				continue
			}
			if w, ok := x.source(t, op); ok {
				txn.from[rawValue{x.h.OpKey(op), w.txn}] = op
			}
		}
	}
	op, ok := txn.from[rawValue{k, source}]
	return op, ok
}

// opTxn returns the transaction of operation op.
func (x *rawIndex) opTxn(op int32) int32 {
	lo, hi := int32(0), int32(x.h.Len())
	for hi-lo > 1 {
		mid := lo + (hi-lo)/2
		if first, _ := x.h.Ops(mid); first <= op {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}
