package web

import (
	"cmp"
	"slices"
	"sort"

	"visar/history"
)

// clock says where each transaction stands on the time axis.
type clock struct {
	// unit is "ns" where a clock was recorded, "recorded" where only starts and ends
	// were, whose unit nobody knows, and "order" where nothing was: then transactions
	// stand by their order in the file.
	unit       string
	start, end []int64 // by transaction; end is history.NoTime where it is not known
	first      int64   // the least start
	last       int64   // the greatest start or end
	marks      []mark
}

// mark is a position in the history at a known time.
type mark struct{ position, time int64 }

// newClock reads the times of h. In Jepsen's recordings starts and ends are
// positions, and the clock is known at ends: a start between two of them is put
// between their times. It takes time to sort the ends.
func newClock(h *history.History) *clock {
	n := h.Len()
	c := &clock{unit: "recorded", start: make([]int64, n), end: make([]int64, n)}
	c.readMarks(h)
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
	case len(c.marks) > 1:
		c.unit = "ns"
		for t := range n {
			c.start[t], c.end[t] = c.time(c.start[t]), c.time(c.end[t])
		}
	}
	c.bound()
	return c
}

// readMarks collects the recorded clock, ascending.
func (c *clock) readMarks(h *history.History) {
	for t := range int32(h.Len()) {
		position := h.End(t)
		if position == history.NoTime {
			position = h.Start(t)
		}
		if at := h.Clock(t); at != history.NoTime && position != history.NoTime {
			c.marks = append(c.marks, mark{position, at})
		}
	}
	slices.SortFunc(c.marks, func(a, b mark) int { return cmp.Compare(a.position, b.position) })
	for i := 1; i < len(c.marks); i++ {
		c.marks[i].time = max(c.marks[i].time, c.marks[i-1].time)
	}
}

// time returns the time at a position, between those of the marks around it.
func (c *clock) time(position int64) int64 {
	if position == history.NoTime {
		return position
	}
	i := sort.Search(len(c.marks), func(i int) bool { return c.marks[i].position >= position })
	switch {
	case i == 0:
		return c.marks[0].time
	case i == len(c.marks):
		return c.marks[i-1].time
	}
	a, b := c.marks[i-1], c.marks[i]
	share := float64(position-a.position) / float64(b.position-a.position)
	return a.time + int64(share*float64(b.time-a.time))
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
		return c.time(f.Start) - c.first, true
	}
	return f.Start - c.first, true
}
