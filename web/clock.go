package web

import "visar/history"

// clock says where each transaction stands on the time axis.
type clock struct {
	// unit is "ns" where a clock was recorded, "recorded" where only starts and ends
	// were, whose unit nobody knows, and "order" where nothing was: then transactions
	// stand by their order in the file.
	unit       string
	start, end []int64 // by transaction; end is history.NoTime where it is not known
	first      int64   // the least start
	last       int64   // the greatest start or end
	times      *history.Times
}

// newClock reads the times of h, in the time that sorting takes.
func newClock(h *history.History) *clock {
	n := h.Len()
	c := &clock{unit: "recorded", start: make([]int64, n), end: make([]int64, n), times: history.NewTimes(h)}
	for t := range int32(n) {
		c.start[t], c.end[t] = h.Start(t), h.End(t)
		switch {
		case c.start[t] == history.NoTime && c.end[t] == history.NoTime:
			c.unit = "order"
		case c.start[t] == history.NoTime:
			c.start[t] = c.end[t]
		}
	}
	switch {
	case c.unit == "order":
		for t := range int64(n) {
			c.start[t], c.end[t] = 2*t, 2*t+1
		}
	case c.times.Known():
		c.unit = "ns"
		for t := range n {
			c.start[t], c.end[t] = c.times.At(c.start[t]), c.times.At(c.end[t])
		}
	}
	c.bound()
	return c
}

// bound finds the ends of the axis.
func (c *clock) bound() {
	for t := range c.start {
		if t == 0 {
			c.first, c.last = c.start[0], c.start[0]
		}
		c.first, c.last = min(c.first, c.start[t]), max(c.last, c.start[t], c.end[t])
	}
}

// at returns where a fault stands on the axis, from its first time.
func (c *clock) at(f history.Fault) (int64, bool) {
	switch {
	case c.unit == "ns" && f.Clock != history.NoTime:
		return f.Clock - c.first, true
	case c.unit == "order" || f.Start == history.NoTime:
		return 0, false
	case c.unit == "ns":
		return c.times.At(f.Start) - c.first, true
	}
	return f.Start - c.first, true
}
