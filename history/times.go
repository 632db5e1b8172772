package history

import (
	"cmp"
	"slices"
	"sort"
)

// Times places starts and ends on the recorded clock. In Jepsen's recordings starts
// and ends are positions, and the clock is known at ends and at faults: what is between
// two of them is put between their times.
type Times struct{ marks []mark }

// mark is a position in the history at a known time.
type mark struct{ position, time int64 }

// NewTimes reads the clock of h, in the time that sorting takes.
func NewTimes(h *History) *Times {
	c := &Times{}
	for t := range int32(h.Len()) {
		position := h.End(t)
		if position == NoTime {
			position = h.Start(t)
		}
		c.mark(position, h.Clock(t))
	}
	for _, f := range h.Faults() {
		c.mark(f.Start, f.Clock)
	}
	slices.SortFunc(c.marks, func(a, b mark) int { return cmp.Compare(a.position, b.position) })
	for i := 1; i < len(c.marks); i++ {
		c.marks[i].time = max(c.marks[i].time, c.marks[i-1].time)
	}
	return c
}

func (c *Times) mark(position, time int64) {
	if position != NoTime && time != NoTime {
		c.marks = append(c.marks, mark{position, time})
	}
}

// Known reports whether there is a clock to speak of.
func (c *Times) Known() bool { return len(c.marks) > 1 }

// At returns the nanoseconds at a start or an end, NoTime if that is NoTime. Where
// nothing is Known it is meaningless. A later position has no earlier time.
func (c *Times) At(position int64) int64 {
	if position == NoTime {
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
