package generate

import (
	"math/rand/v2"

	"visar/history"
)

// store is a simulated database and those who use it. It runs one transaction
// at a time, in the order of arbitration.
type store struct {
	cfg      Config
	rng      *rand.Rand
	b        *history.Builder
	keys     *keys
	clients  *clients
	views    replication
	recorder recorder
	numbers  numbers

	tick     int32 // the number of the transaction, from 1
	moment   int64 // when it commits
	injected int   // anomalies so far

	steps    []step
	writes   []*key // keys that the transaction writes, each once
	view     []int32
	elements []int32
}

// step is an operation that a transaction is to do.
type step struct {
	key   *key
	write bool
}

func newStore(cfg Config) *store {
	// Any constant does for the second word of the seed.
	rng := rand.New(rand.NewPCG(cfg.Seed, 0x76697361725f6765))
	m := modelByName(cfg.Model)
	s := &store{cfg: cfg, rng: rng, b: history.NewBuilder(history.Value{}), clients: newClients(cfg, rng), views: newReplication(m, cfg, rng)}
	s.recorder = newRecorder(cfg, m, s.b)
	s.numbers = numbers{b: s.b, global: cfg.GlobalValues, turn: int64(cfg.Values)}
	s.keys = newKeys(cfg, s.numbers.key)
	return s
}

// chance is true with probability p.
func (s *store) chance(p float64) bool { return p > 0 && s.rng.Float64() < p }

// transaction runs the next transaction.
func (s *store) transaction() {
	s.tick++
	s.moment = int64(s.tick) * CommitInterval
	who := s.clients.next(s.moment)
	status, effect := s.outcome()
	s.plan()
	s.view = s.views.view(who, s.writes)
	t := s.begin(who, status)
	s.recorder.start(s.view)
	s.run()
	if effect {
		s.commit(t, who)
	}
}

// outcome decides how a transaction ends, and whether it takes effect.
func (s *store) outcome() (history.Status, bool) {
	if s.cfg.Abort+s.cfg.Unknown == 0 {
		return history.Committed, true
	}
	switch x := s.rng.Float64(); {
	case x < s.cfg.Abort:
		return history.Aborted, false
	case x < s.cfg.Abort+s.cfg.Unknown:
		return history.Unknown, s.rng.IntN(2) == 0
	}
	return history.Committed, true
}

func (s *store) begin(who *session, status history.Status) int32 {
	info := history.TxnInfo{Session: who.name, Alone: who.alone, Status: status,
		Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}
	if s.cfg.Times {
		info.Start, info.End = s.clients.interval(who, s.moment)
		info.Start += who.skew
		info.End += who.skew
	}
	return s.b.Begin(info)
}

// plan decides what the transaction does, and which keys it writes: a model may
// ask that it sees their latest versions.
func (s *store) plan() {
	s.steps, s.writes = s.steps[:0], s.writes[:0]
	readOnly := s.chance(s.cfg.ReadOnly)
	for len(s.steps) < s.cfg.Ops {
		k := s.keys.choose(s.rng)
		fresh := k.held.txn != s.tick
		if fresh {
			k.held = held{txn: s.tick, list: k.held.list[:0], own: k.held.own[:0]}
		}
		if readOnly || s.chance(s.cfg.ReadShare) {
			s.steps = append(s.steps, step{key: k})
			continue
		}
		if fresh && !s.chance(s.cfg.BlindShare) {
			s.steps = append(s.steps, step{key: k})
			if len(s.steps) == s.cfg.Ops {
				break
			}
		}
		s.planWrite(k)
	}
}

func (s *store) planWrite(k *key) {
	s.steps = append(s.steps, step{k, true})
	k.planned++
	if !k.held.writes {
		k.held.writes = true
		s.writes = append(s.writes, k)
	}
}

// commit makes the transaction's writes versions.
func (s *store) commit(t int32, who *session) {
	at := s.views.commit(who, len(s.writes) > 0)
	s.recorder.commit(t, at)
	horizon := s.views.horizon()
	for _, k := range s.writes {
		value := k.held.value
		if s.lists() {
			for _, v := range k.held.own {
				k.list = append(k.list, element{at, v})
			}
			value = int32(len(k.list))
		}
		k.install(version{at, value}, horizon)
	}
}

func (s *store) lists() bool { return s.cfg.Workload == "list-append" }
