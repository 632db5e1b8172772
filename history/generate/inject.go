package generate

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"visar/history"
)

// injection is an anomaly and the number of transactions before it.
type injection struct {
	at      int
	anomaly *anomaly
}

// schedule draws when to inject what.
func schedule(cfg Config, rng *rand.Rand) []injection {
	var all []injection
	for _, name := range cfg.Inject {
		all = append(all, injection{rng.IntN(cfg.Txns + 1), anomalyByName(name)})
	}
	slices.SortStableFunc(all, func(a, b injection) int { return cmp.Compare(a.at, b.at) })
	return all
}

// copied is an anomaly on its way into the history.
type copied struct {
	*store
	from     *history.History
	number   int
	keys     map[int32]*key
	values   map[[2]int32]int32 // by key and value there
	sessions map[int32]*session
}

// inject adds a. The execution recorded for it is what the store would have
// done: its views are drawn like all others, and reads may contradict them.
func (s *store) inject(a *anomaly) {
	from, err := history.Parse(a.text)
	if err != nil {
		panic(fmt.Sprintf("generate: anomaly %s: %v", a.name, err))
	}
	s.injected++
	c := &copied{s, from, s.injected, map[int32]*key{}, map[[2]int32]int32{}, map[int32]*session{}}
	for t := range int32(from.Len()) {
		c.txn(t)
	}
}

func (c *copied) txn(t int32) {
	who := c.session(t)
	view := c.views.view(who, nil)
	info := history.TxnInfo{Session: who.name, Alone: who.alone, Status: c.from.Status(t),
		Start: c.time(c.from.Start(t)), End: c.time(c.from.End(t)), Clock: history.NoTime}
	to := c.b.Begin(info)
	c.recorder.start(view)
	writes := false
	lo, hi := c.from.Ops(t)
	for i := lo; i < hi; i++ {
		c.op(c.from.Op(i))
		writes = writes || c.from.OpKind(i) != history.Read
	}
	if info.Status != history.Aborted {
		c.recorder.commit(to, c.views.commit(who, writes))
	}
}

// session returns the copy of the session of t.
func (c *copied) session(t int32) *session {
	from := c.from.Session(t)
	if c.sessions[from] == nil {
		who := c.clients.newcomer()
		if name := c.from.SessionName(from); name != "" {
			who.alone, who.name = false, fmt.Sprintf("anomaly%d%s", c.number, name)
		}
		c.sessions[from] = &who
	}
	return c.sessions[from]
}

// time returns when something happens that the anomaly has at a small time t:
// between two commits of the store, on the clock that is ahead most.
func (c *copied) time(t int64) int64 {
	if !c.cfg.Times {
		return history.NoTime
	}
	return c.moment + CommitInterval/2 + 10*t + c.cfg.ClockSkew
}

func (c *copied) op(op history.Op) {
	k := c.keys[op.Key]
	if k == nil {
		k = c.numbers.key()
		c.keys[op.Key] = k
	}
	v := c.value(k, op)
	switch {
	case op.Kind == history.Write && c.lists():
		c.b.Append(k.id, v)
	case op.Kind == history.Write:
		c.b.Write(k.id, v)
	case !c.lists():
		c.b.Read(k.id, v)
	case v == history.Initial:
		c.b.ReadList(k.id, nil)
	default:
		c.b.ReadList(k.id, []int32{v})
	}
}

// value returns the copy of a value.
func (c *copied) value(k *key, op history.Op) int32 {
	if op.Value == history.Initial {
		return history.Initial
	}
	at := [2]int32{op.Key, op.Value}
	if _, ok := c.values[at]; !ok {
		c.values[at] = c.numbers.value(k)
	}
	return c.values[at]
}
