package checker

import "math"

// cursors say, by group, how far what is settled to come before a writer was
// handled already: by the writer of the key that saturation met last, and by one
// that it met some time before. The next writer comes after one of the two, mostly.
type cursors struct {
	last, early     []cursor // by group
	recent, earlier []int32  // by key: the writers, or -1
	age             []uint8  // by key: writers met since the earlier one
}

// cursor is a write of a group, the end of the group for none, and the height at
// which clocks show that it is settled to come before.
type cursor struct{ at, height int32 }

// cursorLag is how many writers the earlier one is behind, at most.
const cursorLag = 8

func newCursors(g *groups) cursors {
	return cursors{
		last: make([]cursor, len(g.group)), early: make([]cursor, len(g.group)),
		recent: filled(int(g.keys())), earlier: filled(int(g.keys())), age: make([]uint8, g.keys()),
	}
}

// cursorsBefore returns the cursors of a writer of key k that is settled to come
// before the given one, and makes them those of the latter. Without such a writer
// they are at the start of the groups.
func (s *saturation) cursorsBefore(k, writer int32) []cursor {
	c := &s.cursors
	lo, hi := s.groups.first[k], s.groups.first[k+1]
	last, early := c.last[lo:hi], c.early[lo:hi]
	switch {
	case s.settled(c.recent[k], writer):
		if c.age[k]++; c.age[k] == cursorLag {
			copy(early, last)
			c.earlier[k], c.age[k] = c.recent[k], 0
		}
	case s.settled(c.earlier[k], writer):
		copy(last, early)
	default:
		for i, g := range s.groups.of(k) {
			last[i] = s.cursorAt(g.lo, g)
		}
	}
	c.recent[k] = writer
	return last
}

func (s *saturation) cursorAt(at int32, g group) cursor {
	if at == g.hi {
		return cursor{at, math.MaxInt32}
	}
	return cursor{at, s.shape.settleHeight(s.groups.places[at])}
}
