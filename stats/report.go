package stats

import (
	"cmp"
	"math"
	"slices"

	"visar/history"
)

// Report is what was measured. Times are in Unit, from the first start on.
type Report struct {
	// Unit is "ns" where the recording has a clock, "recorded" where starts and ends are
	// all that is known, and "" without these.
	Unit         string
	From, To     int64 // the first start and the last end, in Unit
	Transactions []Kind
	Operations   []Kind
	Processes    []Kind // sessions, those with the most transactions first
	Windows      []Window
	Bands        []Band
	Keys         []KeyStaleness // those with reads, the stalest first
	Staleness    Staleness      // over all keys
}

// Counts are how many ended in which way.
type Counts struct{ OK, Failed, Unknown int }

// All returns how many there are.
func (c Counts) All() int { return c.OK + c.Failed + c.Unknown }

// Availability returns the share of those that ended well, or -1 of none.
func (c Counts) Availability() float64 {
	if c.All() == 0 {
		return -1
	}
	return float64(c.OK) / float64(c.All())
}

func (c *Counts) add(s history.Status) {
	switch s {
	case history.Committed:
		c.OK++
	case history.Aborted:
		c.Failed++
	default:
		c.Unknown++
	}
}

// Kind is a kind of transaction or operation, or a process, with the latencies of those
// that ended well.
type Kind struct {
	Name string
	Counts
	Latency Latency
}

// Options say how to divide time.
type Options struct {
	Windows int // how many windows; 0 is 60
}

// MaxWindows bounds the number of windows.
const MaxWindows = 10_000

// Of measures h. Beside h it holds a few numbers for each transaction.
func Of(h *history.History, opt Options) *Report {
	m := newMeter(h)
	r := &Report{Unit: m.unit, From: m.from, To: m.to}
	m.transactions(r)
	m.operations(r)
	m.processes(r)
	reads := m.staleness(r)
	m.windows(r, opt, reads)
	r.Bands = m.bands()
	return r
}

// meter knows the times of transactions.
type meter struct {
	h          *history.History
	unit       string
	start, end []int64 // or history.NoTime
	from, to   int64
	clock      *history.Times
	exact      bool // starts and ends are times of the clock themselves
	single     bool // no transaction has several operations, but to read and replace a value
}

func newMeter(h *history.History) *meter {
	m := &meter{h: h, clock: history.NewTimes(h), start: make([]int64, h.Len()), end: make([]int64, h.Len()), from: history.NoTime, to: history.NoTime}
	m.exact = clocksAreTimes(h)
	m.single = true
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		_, call := h.Call(t)
		m.single = m.single && (hi-lo <= 1 || call)
		m.start[t], m.end[t] = m.at(h.Start(t)), m.at(h.End(t))
		for _, at := range []int64{m.start[t], m.end[t]} {
			if at != history.NoTime {
				if m.from == history.NoTime || at < m.from {
					m.from = at
				}
				m.to = max(m.to, at)
			}
		}
	}
	switch {
	case m.from == history.NoTime:
		m.from, m.to = 0, 0
	case m.exact || m.clock.Known():
		m.unit = "ns"
	default:
		m.unit = "recorded"
	}
	return m
}

// clocksAreTimes reports whether a clock is recorded, and is what starts and ends say.
func clocksAreTimes(h *history.History) bool {
	some := false
	for t := range int32(h.Len()) {
		clock, at := h.Clock(t), h.End(t)
		if at == history.NoTime {
			at = h.Start(t)
		}
		if clock != history.NoTime && clock != at {
			return false
		}
		some = some || clock != history.NoTime
	}
	return some
}

// at returns a start or an end in the unit of the report.
func (m *meter) at(position int64) int64 {
	if position == history.NoTime || m.exact || !m.clock.Known() {
		return position
	}
	return m.clock.At(position)
}

// since returns the time from one moment to another, 0 if that is not later, and the
// greatest number where it does not fit.
func since(from, to int64) int64 {
	switch d := to - from; {
	case to <= from:
		return 0
	case d < 0:
		return math.MaxInt64
	default:
		return d
	}
}

// latency returns how long t took, if it committed and its times are known.
func (m *meter) latency(t int32) (int64, bool) {
	if m.h.Status(t) != history.Committed || m.start[t] == history.NoTime || m.end[t] == history.NoTime {
		return 0, false
	}
	return since(m.start[t], m.end[t]), true
}

// tally collects kinds by name.
type tally struct {
	index     map[string]int
	kinds     []Kind
	latencies [][]int64
}

func (y *tally) of(name string) int {
	i, ok := y.index[name]
	if !ok {
		if y.index == nil {
			y.index = map[string]int{}
		}
		i = len(y.kinds)
		y.index[name] = i
		y.kinds = append(y.kinds, Kind{Name: name})
		y.latencies = append(y.latencies, nil)
	}
	return i
}

func (y *tally) add(m *meter, i int, t int32) {
	y.kinds[i].add(m.h.Status(t))
	if d, ok := m.latency(t); ok {
		y.latencies[i] = append(y.latencies[i], d)
	}
}

// done returns the kinds, those of most first.
func (y *tally) done() []Kind {
	for i := range y.kinds {
		y.kinds[i].Latency = latencyOf(y.latencies[i])
		y.latencies[i] = nil
	}
	slices.SortStableFunc(y.kinds, func(a, b Kind) int {
		return cmp.Or(cmp.Compare(b.All(), a.All()), cmp.Compare(a.Name, b.Name))
	})
	return y.kinds
}

func (m *meter) transactions(r *Report) {
	var y tally
	for t := range int32(m.h.Len()) {
		y.add(m, y.of(m.kindOf(t)), t)
	}
	r.Transactions = y.done()
}

// kindOf names what a transaction does: its call; its operation, where no transaction
// has several; else whether it writes. Reads without an answer are not recorded: what
// did not commit and has no operations was one that only reads.
func (m *meter) kindOf(t int32) string {
	if c, ok := m.h.Call(t); ok {
		return c.Func.String()
	}
	lo, hi := m.h.Ops(t)
	writes := hi
	for i := lo; i < hi; i++ {
		if m.h.OpKind(i) != history.Read {
			writes = i
			break
		}
	}
	switch {
	case lo == hi && m.h.Status(t) == history.Committed:
		return "empty"
	case m.single && writes < hi:
		return opName(m.h.OpKind(writes))
	case m.single:
		return "read"
	case writes < hi:
		return "update"
	}
	return "read-only"
}

func opName(k history.OpKind) string {
	return [...]string{history.Read: "read", history.Write: "write", history.Append: "append"}[k]
}

// operations counts the operations of transactions, calls by their function.
func (m *meter) operations(r *Report) {
	var y tally
	for t := range int32(m.h.Len()) {
		if c, ok := m.h.Call(t); ok {
			n := y.of(c.Func.String())
			y.kinds[n].add(m.h.Status(t))
			continue
		}
		lo, hi := m.h.Ops(t)
		for i := lo; i < hi; i++ {
			n := y.of(opName(m.h.OpKind(i)))
			y.kinds[n].add(m.h.Status(t))
		}
	}
	r.Operations = y.done()
}

func (m *meter) processes(r *Report) {
	var y tally
	for s := range int32(m.h.Sessions()) {
		name := m.h.SessionName(s)
		if name == "" {
			name = "(none)"
		}
		i := y.of(name)
		for _, t := range m.h.SessionTxns(s) {
			y.add(m, i, t)
		}
	}
	r.Processes = y.done()
}
