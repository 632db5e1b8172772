package checker

import (
	"math"
	"sort"

	"visar/history"
)

// counterLosses finds what crashes took from a counter. A number that is less than all
// additions come to that had been acknowledged before the crash, with all that can have
// been subtracted besides, is short of some; and no number since may be enough, with what
// was acknowledged since. Which of them are lost is known where the others do not come to
// as much; else that so many are, and the sum of the last ones says how old one of them
// is at the least. What is too much is short of subtractions: then sign is -1.
type counterLosses struct {
	*lossFinder
	k    int32
	sign int64
	seen []reading
	// plus are the positive amounts that were acknowledged, by their ends; begun all
	// positive ones and minus all negative ones, by their starts; undone the negative
	// ones that were acknowledged, by their ends.
	plus, begun, minus, undone tally
	// short and low are by reading the least, from there on, of how much it is short, and of
	// what can have been subtracted less what it found.
	short, low []int64
}

// reading is a number that a transaction found, own of which it had added itself.
type reading struct {
	txn        int32
	value, own int64
}

// limit is what all amounts together, and every number, may come to.
const limit = 1 << 60

func (f *lossFinder) counter(k int32) {
	seen := f.readings(k)
	sum := 0.0
	for _, c := range f.calls[k] {
		if c.Func == history.Add {
			sum += math.Abs(float64(f.h.Value(c.Args[0]).Int()))
		}
	}
	for _, s := range seen {
		sum = max(sum, math.Abs(float64(s.value)))
	}
	if sum > limit {
		return // no counter in practice, and the sums below would not be right
	}
	for _, sign := range []int64{1, -1} {
		c := &counterLosses{lossFinder: f, k: k, sign: sign, seen: seen}
		c.tally()
		c.eras()
	}
}

// readings are the numbers that were found, in order of their starts.
func (f *lossFinder) readings(k int32) []reading {
	var seen []reading
	for _, r := range f.reads[k] {
		seen = append(seen, reading{r.txn, f.h.Value(r.value).Int(), 0})
	}
	for _, c := range f.calls[k] {
		if c.Func == history.Add && c.Answer == history.One && f.committed(c) && f.h.Start(c.txn) != history.NoTime {
			seen = append(seen, reading{c.txn, f.h.Value(c.Result[0]).Int(), f.h.Value(c.Args[0]).Int()})
		}
	}
	var sorted []reading
	for _, i := range ascending(len(seen), func(i int32) int64 { return f.h.Start(seen[i].txn) }) {
		sorted = append(sorted, seen[i])
	}
	return sorted
}

func (c *counterLosses) tally() {
	for _, call := range c.calls[c.k] {
		if call.Func != history.Add || !c.effective(call) {
			continue
		}
		t := call.txn
		amount, start, end := c.sign*c.h.Value(call.Args[0]).Int(), c.h.Start(t), c.endOf(t)
		acknowledged := end != math.MaxInt64 && start != history.NoTime
		switch {
		case amount > 0:
			c.begun.add(t, start, amount)
			if acknowledged {
				c.plus.add(t, end, amount)
			}
		case amount < 0:
			c.minus.add(t, start, amount)
			if acknowledged {
				c.undone.add(t, end, amount)
			}
		}
	}
	for _, t := range []*tally{&c.plus, &c.begun, &c.minus, &c.undone} {
		t.settle()
	}
	c.short, c.low = make([]int64, len(c.seen)), make([]int64, len(c.seen))
	for i := len(c.seen) - 1; i >= 0; i-- {
		c.short[i], c.low[i] = c.shortNow(i), c.subtracted(i)-c.number(i)
		if i+1 < len(c.seen) {
			c.short[i], c.low[i] = min(c.short[i], c.short[i+1]), min(c.low[i], c.low[i+1])
		}
	}
}

// number returns what reading i found.
func (c *counterLosses) number(i int) int64 { return c.sign * c.seen[i].value }

// subtracted returns what can have been subtracted by the end of reading i.
func (c *counterLosses) subtracted(i int) int64 {
	return c.minus.sum[c.minus.upTo(c.endOf(c.seen[i].txn))]
}

// shortOf returns by how much reading i is short of the first n additions.
func (c *counterLosses) shortOf(i, n int) int64 {
	return c.plus.sum[n] + c.subtracted(i) - c.number(i)
}

// shortNow returns by how much it is short of all that had been acknowledged when it began.
func (c *counterLosses) shortNow(i int) int64 {
	return c.shortOf(i, c.plus.before(c.h.Start(c.seen[i].txn)))
}

// eras looks at what was found first after a crash, with what was found before it since
// the one before.
func (c *counterLosses) eras() {
	before, known := 0, int64(0) // the first reading of the last era, and what was short already
	for i := 0; i < len(c.seen); {
		start := c.h.Start(c.seen[i].txn)
		crash := sort.Search(len(c.crashes), func(n int) bool { return c.crashes[n] >= start }) - 1
		if crash >= 0 {
			c.first(i, c.seen[before:i], crash, known)
		}
		before = i
		for ; i < len(c.seen) && (crash+1 == len(c.crashes) || c.h.Start(c.seen[i].txn) <= c.crashes[crash+1]); i++ {
			known = max(known, c.shortNow(i))
		}
	}
}

// first looks at reading i, the first after a crash. Those before are of the last era that
// has some, and so much was known to be short already.
func (c *counterLosses) first(i int, before []reading, crash int, known int64) {
	n := c.plus.before(c.crashes[crash])
	lost := min(c.shortOf(i, n), c.short[i], known+c.plus.sum[n]) - known
	reader, base := c.readBefore(before, c.crashes[crash])
	shown := Lost{Writer: -1, Key: c.k, Reader: -1, Missing: c.seen[i].txn}
	switch {
	case lost > 0:
		// What was in flight at the crash may be what had been read.
		inFlight := c.begun.sum[c.begun.before(c.crashes[crash])] - c.plus.sum[n]
		read := int64(0)
		if reader >= 0 {
			read = min(lost, base+c.subtracted(i)-c.number(i)-inFlight)
		}
		if read > 0 {
			shown.Reader = reader
		}
		c.additions(crash, n, lost, max(read, 0), shown)
	case reader >= 0 && base+c.low[i] > 0:
		shown.Reader = reader
		c.in(crash, shown)
	}
}

// readBefore returns the greatest number that was found before a crash of what others had
// added, without what had been subtracted by then, and who found it, or -1.
func (c *counterLosses) readBefore(before []reading, crash int64) (reader int32, base int64) {
	reader = -1
	for _, s := range before {
		number := c.sign*(s.value-s.own) - c.undone.sum[c.undone.before(c.h.Start(s.txn))]
		if c.endOf(s.txn) < crash && (reader < 0 || number > base) {
			reader, base = s.txn, number
		}
	}
	return reader, base
}

// additions notes that of the first n additions some are lost that come to the amount
// lost, of which read had been read.
func (c *counterLosses) additions(crash, n int, lost, read int64, shown Lost) {
	least := func(amount int64) int { return int((amount + c.plus.top[n] - 1) / c.plus.top[n]) }
	var named []int32
	if others := c.plus.sum[n] - lost; c.plus.top[n] > others {
		for i := range n {
			if c.plus.amounts[i] > others {
				named = append(named, c.plus.txns[i])
			}
		}
	}
	count := max(least(lost), len(named))
	for _, t := range named {
		c.lose(crash, Lost{Writer: t, Key: c.k, Reader: -1, Missing: shown.Missing})
	}
	if count == 1 && len(named) == 1 {
		shown.Writer = named[0]
	}
	l := c.in(crash, shown)
	l.Unnamed += count - len(named)
	l.Read += least(read)
	c.older(l, c.plus.txns[sort.Search(n-1, func(i int) bool { return c.plus.sum[n]-c.plus.sum[i+1] < lost })])
}
