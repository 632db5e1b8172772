package linear

// greedySteps bounds the steps of greedy for each operation.
const greedySteps = 8

// greedy looks for a linearization depth first, in so few steps that it costs next
// to nothing where there is none: most histories are what a sound database did, and
// are found to be at once. Operations take effect in order of invocation, those
// that change nothing first, those of unknown outcome only where the others are stuck. It knows no place where it was
// before, and so answers only with a linearization.
type greedy struct {
	*machine
	next, prev []int32 // by event: those around it that are left, from 1; 0 is before all
	back       []int32 // by operation: the event of its return
	crashed    []int32 // operations of unknown outcome that change the state, in order
	used       []bool  // by operation of unknown outcome
	done       []chosen
	left       int // operations that must take effect
}

// chosen is an operation that took effect, the state before, and the place where
// the search goes on if it has to be undone.
type chosen struct{ op, state, event, crash int32 }

func newGreedy(m *machine) *greedy {
	n := len(m.events)
	g := &greedy{machine: m, next: make([]int32, n+2), prev: make([]int32, n+2), back: make([]int32, m.len()), used: make([]bool, m.len())}
	last := int32(0)
	for at, e := range m.events {
		here := int32(at) + 1
		switch {
		case e < 0:
			g.back[^e] = here
		case m.ret[e] != never:
			g.left++
		default:
			if !m.op(e).reads() {
				g.crashed = append(g.crashed, e)
			}
			continue
		}
		g.next[last], g.prev[here] = here, last
		last = here
	}
	return g
}

// run returns a linearization if it finds one soon.
func (g *greedy) run() ([]int32, bool) {
	s, event, crash := g.first, g.next[0], int32(0)
	for range greedySteps*g.len() + 64 {
		if g.left == 0 {
			order := make([]int32, len(g.done))
			for i, c := range g.done {
				order[i] = c.op
			}
			return order, true
		}
		if op := g.reader(s, event); op >= 0 {
			g.done = append(g.done, chosen{op: op, state: s})
			g.take(op)
			event = g.next[0]
			continue
		}
		if op, state, ok := g.choose(s, &event, &crash); ok {
			g.done = append(g.done, chosen{op, s, event, crash})
			g.take(op)
			s, event, crash = state, g.next[0], 0
			continue
		}
		if len(g.done) == 0 {
			return nil, false
		}
		c := g.done[len(g.done)-1]
		g.done = g.done[:len(g.done)-1]
		g.undo(c.op)
		s, event, crash = c.state, c.event, c.crash
		switch {
		case g.ret[c.op] == never:
			crash++
		case event != 0:
			event = g.next[event]
		}
	}
	return nil, false
}

// reader returns an operation that never changes the state and has its answer in s,
// or -1. That it takes effect at once forbids nothing later, so that there is no
// other choice to come back to. It looks only where the search comes for the first
// time.
func (g *greedy) reader(s, event int32) int32 {
	if event != g.next[0] {
		return -1
	}
	for ; event != 0 && g.events[event-1] >= 0; event = g.next[event] {
		if op := g.events[event-1]; g.op(op).reads() {
			if _, ok := g.step(s, op); ok {
				return op
			}
		}
	}
	return -1
}

// choose returns the next operation, from the given places on, that can take effect
// in state s before the first return that is left, and the state after it.
func (g *greedy) choose(s int32, event, crash *int32) (op, state int32, ok bool) {
	for ; *event != 0 && g.events[*event-1] >= 0; *event = g.next[*event] {
		op = g.events[*event-1]
		if state, ok = g.step(s, op); ok {
			return op, state, true
		}
	}
	if *event == 0 {
		return 0, 0, false
	}
	for ; int(*crash) < len(g.crashed); *crash++ {
		op = g.crashed[*crash]
		if g.inv[op] > 2*(*event-1) {
			return 0, 0, false
		}
		if g.used[op] {
			continue
		}
		if state, ok = g.step(s, op); ok && state != s {
			return op, state, true
		}
	}
	return 0, 0, false
}

// take leaves the ends of op out.
func (g *greedy) take(op int32) {
	if g.ret[op] == never {
		g.used[op] = true
		return
	}
	g.left--
	for _, e := range [2]int32{g.inv[op]/2 + 1, g.back[op]} {
		g.next[g.prev[e]] = g.next[e]
		if g.next[e] != 0 {
			g.prev[g.next[e]] = g.prev[e]
		}
	}
}

// undo is take undone, in the reverse order.
func (g *greedy) undo(op int32) {
	if g.ret[op] == never {
		g.used[op] = false
		return
	}
	g.left++
	for _, e := range [2]int32{g.back[op], g.inv[op]/2 + 1} {
		g.next[g.prev[e]] = e
		if g.next[e] != 0 {
			g.prev[g.next[e]] = e
		}
	}
}
