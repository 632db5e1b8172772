package linear

import (
	"slices"

	"visar/history"
)

// gaps are the places between the operations of a linearization: gap i is before
// the operation at place i.
type gaps struct {
	*part
	order []int32
	state []int32 // the register's value in gap i
	place []int32 // by operation, or -1
	until []int32 // by gap: the end of the run of gaps with its value
}

func newGaps(p *part, order []int32) *gaps {
	g := &gaps{part: p, order: order, place: make([]int32, p.len())}
	for i := range g.place {
		g.place[i] = -1
	}
	m := &machine{part: p}
	s := history.Initial
	g.state = append(g.state, s)
	for at, i := range order {
		g.place[i] = int32(at)
		s, _ = m.stepRegister(s, p.op(i))
		g.state = append(g.state, s)
	}
	g.until = make([]int32, len(g.state))
	for at := len(g.state) - 1; at >= 0; at-- {
		g.until[at] = int32(at) + 1
		if at+1 < len(g.state) && g.state[at+1] == g.state[at] {
			g.until[at] = g.until[at+1]
		}
	}
	return g
}

// fill puts each of the refused compare-and-sets into the first gap that time and
// its argument allow.
func (g *gaps) fill(refused []int32) ([]int32, bool) {
	latest := g.latest(refused)
	into := make([][]int32, len(g.state))
	low := int32(0) // the least gap after all that returned
	pending := map[int32]int32{}
	isRefused := make([]bool, g.len())
	for _, r := range refused {
		isRefused[r] = true
	}
	for _, e := range g.events {
		switch {
		case e < 0 && g.place[^e] >= 0:
			low = max(low, g.place[^e]+1)
		case e < 0:
			low = max(low, pending[^e])
		case isRefused[e]:
			at := low
			if g.state[at] == g.op(e).A {
				at = g.until[at]
			}
			if int(at) >= len(g.state) || at > latest[e] {
				return nil, false
			}
			pending[e] = at
			into[at] = append(into[at], e)
		}
	}
	all := make([]int32, 0, len(g.order)+len(refused))
	for at := range into {
		all = append(all, into[at]...)
		if at < len(g.order) {
			all = append(all, g.order[at])
		}
	}
	return all, true
}

// latest returns for each refused operation the last gap before all that were
// invoked after it had returned.
func (g *gaps) latest(refused []int32) map[int32]int32 {
	last := map[int32]int32{}
	high := int32(len(g.order))
	for _, e := range slices.Backward(g.events) {
		if e >= 0 && g.place[e] >= 0 {
			high = min(high, g.place[e])
		} else if e < 0 && g.place[^e] < 0 {
			last[^e] = high
		}
	}
	return last
}
