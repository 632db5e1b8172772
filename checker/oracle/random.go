package oracle

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"visar/history"
)

// Config says what histories [Random] makes.
type Config struct {
	Txns       int  // at most so many transactions
	Keys       int  // on at most so many keys
	Ops        int  // at most so many operations in a transaction
	Sessions   bool // several transactions in one session
	Times      bool // starts and ends
	Aborted    bool // transactions that aborted
	Unknown    bool // transactions of unknown outcome
	Duplicates bool // writes of one value, or of the initial value, to registers
	Lists      bool // some keys are lists
}

// Random returns a history of a store that is as bad as chance has it: what
// its transactions see ranges from all that committed to any part of it, and in
// one history of three something that was read is then falsified.
func Random(rng *rand.Rand, cfg Config) *history.History {
	s := newStore(rng, cfg)
	for t := range s.txns {
		s.run(t)
	}
	if s.chance(3) {
		s.falsify()
	}
	return s.record()
}

// staleness says what a transaction sees of those before it in AR.
type staleness int

const (
	everything  staleness = iota
	somePrefix            // all up to some point
	someCausal            // some, and what these see
	conflicting           // some, what these see, and the writers of one key
	some
	changing // some, and more while it runs
	stalenesses
)

// simulated is a transaction of the store. Transactions are in AR order.
type simulated struct {
	info    history.TxnInfo
	takes   bool // its writes take effect
	sees    txnSet
	ops     []history.Op
	final   map[int32]int32
	appends map[int32][]int32
}

type store struct {
	rng   *rand.Rand
	cfg   Config
	stale staleness
	log   bool // list reads return the visible appends
	lists []bool
	next  int32 // the last value written
	txns  []simulated
}

func newStore(rng *rand.Rand, cfg Config) *store {
	s := &store{rng: rng, cfg: cfg, stale: staleness(max(rng.IntN(int(stalenesses)), rng.IntN(int(stalenesses)))), log: rng.IntN(2) == 0}
	for range 1 + max(rng.IntN(cfg.Keys), rng.IntN(cfg.Keys)) {
		s.lists = append(s.lists, cfg.Lists && rng.IntN(4) > 0)
	}
	n := 1 + max(rng.IntN(cfg.Txns), rng.IntN(cfg.Txns), rng.IntN(cfg.Txns))
	sessions := 1 + rng.IntN(n)
	for range n {
		t := simulated{info: alone(), takes: true, final: map[int32]int32{}, appends: map[int32][]int32{}}
		if cfg.Sessions && !s.chance(4) {
			t.info.Alone, t.info.Session = false, "s"+strconv.Itoa(1+rng.IntN(sessions))
		}
		switch {
		case cfg.Aborted && s.chance(6):
			t.info.Status, t.takes = history.Aborted, s.chance(4)
		case cfg.Unknown && s.chance(4):
			t.info.Status, t.takes = history.Unknown, s.chance(2)
		}
		s.txns = append(s.txns, t)
	}
	return s
}

// chance is true once in n.
func (s *store) chance(n int) bool { return s.rng.IntN(n) == 0 }

// run gives transaction t its operations. Anomalies need observers, causes and
// those that write what they read, so some transactions only read, some only
// write, and half of what else is written was read just before.
func (s *store) run(t int) {
	s.see(t)
	reads := []int{0, 1, 1, 2, 2}[s.rng.IntN(5)] // of two operations
	held := map[int32]history.Op{}
	for range 1 + max(s.rng.IntN(s.cfg.Ops), s.rng.IntN(s.cfg.Ops)) {
		k := s.key(held)
		if ops := s.txns[t].ops; reads == 1 && len(ops) > 0 && s.chance(2) {
			k = ops[len(ops)-1].Key
		}
		if s.stale == changing && s.chance(2) {
			s.txns[t].sees |= txnSet(s.rng.Uint32()) & s.effective(t)
			delete(held, k)
		}
		var op history.Op
		switch {
		case s.rng.IntN(2) < reads:
			op = s.read(t, k, held)
		case s.lists[k]:
			op = s.append(t, k, held)
		default:
			op = s.write(t, k, held)
		}
		s.txns[t].ops = append(s.txns[t].ops, op)
	}
}

// key returns a key, mostly one that is not held.
func (s *store) key(held map[int32]history.Op) int32 {
	k := int32(s.rng.IntN(len(s.lists)))
	for range 2 {
		if _, ok := held[k]; ok {
			k = int32(s.rng.IntN(len(s.lists)))
		}
	}
	return k
}

// effective returns the transactions before t whose writes take effect.
func (s *store) effective(t int) txnSet {
	var set txnSet
	for u := range t {
		if s.txns[u].takes {
			set |= 1 << u
		}
	}
	return set
}

// see chooses what transaction t sees.
func (s *store) see(t int) {
	txn := &s.txns[t]
	txn.sees = s.effective(t)
	switch s.stale {
	case somePrefix:
		txn.sees &= 1<<s.rng.IntN(t+1) - 1
	case some, changing:
		txn.sees &= txnSet(s.rng.Uint32())
	case someCausal:
		txn.sees &= txnSet(s.rng.Uint32())
		s.closeSight(t)
	case conflicting:
		txn.sees &= txnSet(s.rng.Uint32()) | s.writers(int32(s.rng.IntN(len(s.lists))))
		s.closeSight(t)
	}
}

// closeSight adds to what t sees what these transactions see.
func (s *store) closeSight(t int) {
	for u := t - 1; u >= 0; u-- {
		if s.txns[t].sees.has(u) {
			s.txns[t].sees |= s.txns[u].sees
		}
	}
}

// writers returns the transactions so far that write k.
func (s *store) writers(k int32) txnSet {
	var set txnSet
	for u, t := range s.txns {
		if _, wrote := t.final[k]; wrote || t.appends[k] != nil {
			set |= 1 << u
		}
	}
	return set
}

// value returns a value to write to a register.
func (s *store) value() int32 {
	if s.cfg.Duplicates {
		return int32(s.rng.IntN(4))
	}
	s.next++
	return s.next
}

func (s *store) write(t int, k int32, held map[int32]history.Op) history.Op {
	op := history.Op{Kind: history.Write, Key: k, Value: s.value()}
	s.txns[t].final[k] = op.Value
	held[k] = op
	return op
}

func (s *store) append(t int, k int32, held map[int32]history.Op) history.Op {
	txn := &s.txns[t]
	s.next++
	txn.appends[k] = append(txn.appends[k], s.next)
	if h, ok := held[k]; ok {
		h.List = append(slices.Clone(h.List), s.next)
		held[k] = h
	}
	return history.Op{Kind: history.Append, Key: k, Value: s.next}
}

// read returns what t already holds of k, or else what it sees.
func (s *store) read(t int, k int32, held map[int32]history.Op) history.Op {
	op, ok := held[k]
	switch {
	case ok:
	case s.lists[k]:
		op.List = s.readList(t, k)
	default:
		for u, txn := range s.txns[:t] {
			if v, wrote := txn.final[k]; wrote && s.txns[t].sees.has(u) {
				op.Value = v
			}
		}
	}
	op.Kind, op.Key = history.Read, k
	held[k] = op
	return op
}

// readList returns the appends that t sees; if the store keeps versions, then
// also all before the last of these, or all before its own.
func (s *store) readList(t int, k int32) []int32 {
	var list []int32
	version := 0
	for u, txn := range s.txns[:t] {
		if !txn.takes || len(txn.appends[k]) == 0 {
			continue
		}
		if sees := s.txns[t].sees.has(u); sees || !s.log {
			list = append(list, txn.appends[k]...)
			if sees {
				version = len(list)
			}
		}
	}
	own := s.txns[t].appends[k]
	if !s.log && len(own) == 0 {
		list = list[:version]
	}
	return append(list, own...)
}
