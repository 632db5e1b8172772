package claims

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"visar/history"
)

// Moments are the times at which something happened to the whole system.
type Moments struct {
	Quiescence int64   // when all writes had been delivered, or NoTime
	Crashes    []int64 // ascending
}

// MomentsOf returns the moments that the recording declares.
func MomentsOf(h *history.History) Moments {
	return Moments{Quiescence: Quiescence(h), Crashes: Crashes(h)}
}

// crashFaults are the names of faults that stop the whole system at once.
var crashFaults = []string{"crash", "kill-all", "power-failure"}

// Crashes returns when the whole system crashed, as faults of the recording say:
// those named crash, kill-all or power-failure. Jepsen, whose names have a colon,
// remarks a fault when it is asked for and again when it is done: of two such
// remarks with one name the second counts.
func Crashes(h *history.History) []int64 {
	var all []int64
	asked := map[string]int64{}
	for _, f := range h.Faults() {
		name, jepsen := strings.CutPrefix(f.Name, ":")
		if f.Start == history.NoTime || !slices.Contains(crashFaults, name) {
			continue
		}
		if _, open := asked[name]; jepsen && !open {
			asked[name] = f.Start
			continue
		}
		delete(asked, name)
		all = append(all, f.Start)
	}
	for _, at := range asked {
		all = append(all, at)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// crashed makes the views of a history with crashes.
type crashed struct {
	h       *history.History
	crashes []int64
	epoch   []int32 // by transaction: how many crashes were before it, or, as far as that
	// is not known, before the one before it in its session
}

func newCrashed(h *history.History, crashes []int64) *crashed {
	c := &crashed{h: h, crashes: crashes, epoch: make([]int32, h.Len())}
	for s := range int32(h.Sessions()) {
		last := int32(0)
		for _, t := range h.SessionTxns(s) {
			last = max(last, c.before(c.h.Start(t)))
			c.epoch[t] = last
		}
	}
	return c
}

// before returns how many crashes were at the time at or earlier.
func (c *crashed) before(at int64) int32 {
	return int32(sort.Search(len(c.crashes), func(i int) bool { return c.crashes[i] > at }))
}

// same is a transaction as it is, in a session that ended with each crash.
func (c *crashed) same(t int32) history.Revision {
	s := c.h.Session(t)
	r := history.Revision{Session: c.h.SessionName(s), Status: c.h.Status(t), Start: c.h.Start(t), End: c.h.End(t)}
	r.Alone = r.Session == "" && len(c.h.SessionTxns(s)) == 1
	if c.epoch[t] > 0 {
		r.Session += fmt.Sprintf(" (after crash %d)", c.epoch[t])
	}
	return r
}

// restarted returns the history with sessions that end at each crash.
func (c *crashed) restarted() *history.History { return c.h.Revised(c.same) }

// ended returns it with all that was in flight at a crash, and that somebody saw, as
// if it had been acknowledged at that moment. What nobody saw may as well not have
// happened.
func (c *crashed) ended() *history.History {
	took := c.tookEffect()
	return c.h.Revised(func(t int32) history.Revision {
		r := c.same(t)
		if at, inFlight := c.cutAt(t); inFlight && took[t] {
			r.Status, r.End, r.Alone, r.Blind = history.Committed, at, true, true
		}
		return r
	})
}

// cutAt returns the crash at which transaction t was in flight.
func (c *crashed) cutAt(t int32) (at int64, inFlight bool) {
	start := c.h.Start(t)
	if c.h.Status(t) != history.Unknown || start == history.NoTime {
		return 0, false
	}
	i := sort.Search(len(c.crashes), func(i int) bool { return c.crashes[i] > start })
	if i == len(c.crashes) {
		return 0, false
	}
	return c.crashes[i], true
}

// tookEffect reports of transactions of unknown outcome whether somebody read what
// only they wrote. A compare-and-set that was seen has seen too.
func (c *crashed) tookEffect() []bool {
	s := newSightings(c.h)
	w := s.walk()
	took := make([]bool, c.h.Len())
	var todo []int32
	see := func(v version) {
		if by := s.writers[v]; len(by) == 1 && c.h.Status(by[0]) == history.Unknown && !took[by[0]] {
			took[by[0]] = true
			todo = append(todo, by[0])
		}
	}
	for t := range int32(c.h.Len()) {
		if c.h.Status(t) == history.Committed {
			w.read(t, see)
		}
	}
	for len(todo) > 0 {
		t := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if call, ok := c.h.Call(t); ok && call.Func == history.CAS {
			see(version{call.Key, call.Args[0]})
		}
	}
	return took
}
