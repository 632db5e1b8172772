package checker

import (
	"cmp"
	"slices"
)

// wait says why a port has not run: another one has to run before.
type wait struct {
	kind waitKind
	arc  arc // for a choice: that which would have to hold instead of it
}

type waitKind uint8

const (
	known   waitKind = iota // by an edge of the polygraph
	learned                 // by an edge that a repair put in
	chosen                  // since another port ran that could have run later
)

const (
	// A replay that has come no further in so many repairs begins that part afresh,
	// and in so many gives up.
	stale, maxStuck = 400, 4000
	// maxRepair bounds what all repairs cost, in steps for each port.
	maxRepair = 20
)

// hopeless reports whether further repairs are likely to be in vain.
func (x *replay) hopeless() bool {
	x.repairs++
	if len(x.order) > x.furthest {
		x.furthest, x.stuck = len(x.order), 0
	}
	x.stuck++
	return x.stuck > maxStuck || x.steps > maxRepair*int(x.total) || x.ctx.Err() != nil
}

// repair finds ports that wait for each other in a circle, and turns around one of the
// choices in it. If there is only one, the other way must hold. It returns false if
// there is none.
func (x *replay) repair() bool {
	choices := slices.DeleteFunc(x.circle(), x.settled)
	if len(choices) == 0 {
		return false
	}
	w := x.choose(choices)
	x.flips[w.arc]++
	switch {
	case x.stuck%stale == 0:
		x.afresh()
	case len(choices) == 1:
		x.settle(w)
	case w.kind == learned:
		x.forget(w.arc)
	default:
		x.rewind(x.position[w.arc.to])
		x.learn(w.arc)
	}
	return true
}

// choose returns the choice that was turned around the fewest times, and of these the
// last that was made: what a repair put in counts as later than all that ran.
func (x *replay) choose(choices []wait) wait {
	made := func(w wait) int32 {
		if w.kind == learned {
			return x.total
		}
		return x.position[w.arc.to]
	}
	return slices.MinFunc(choices, func(a, b wait) int {
		return cmp.Or(cmp.Compare(x.flips[a.arc], x.flips[b.arc]), cmp.Compare(made(b), made(a)))
	})
}

// settled reports whether a port waits by what is known, or by a choice that cannot
// be turned around.
func (x *replay) settled(w wait) bool {
	if w.kind != chosen {
		return w.kind == known
	}
	to := x.nodeOf(w.arc.to)
	return x.fixed[x.before(to, x.nodeOf(w.arc.from))] || x.clock != nil && x.clock.covers(to) && x.clock.reaches(to, w.arc.to, w.arc.from)
}

// settle turns the only choice of a circle around for good.
func (x *replay) settle(w wait) {
	must := w.arc
	if w.kind == learned {
		x.forget(w.arc)
		must = x.before(x.nodeOf(w.arc.to), x.nodeOf(w.arc.from))
	}
	x.fixed[must] = true
	place := int32(len(x.order))
	if x.state[must.to] == ran {
		place = x.position[must.to]
	}
	x.rewind(place)
	x.learn(must)
}

// afresh goes back some way and forgets what was learned of what comes then, but for
// what must hold.
func (x *replay) afresh() {
	x.rewind(max(0, int32(len(x.order)-4*x.stuck)))
	x.steps += int(x.total) / 16
	for v := range x.total {
		for _, to := range slices.Clone(x.learned[v]) {
			if x.state[v] != ran && !x.fixed[arc{v, to}] {
				x.forget(arc{v, to})
			}
		}
	}
	clear(x.flips)
}

// circle follows from a port that has not run what it waits for, until that returns.
func (x *replay) circle() []wait {
	v := x.first()
	var path []wait
	seen := map[int32]int{}
	for {
		if at, ok := seen[v]; ok {
			return path[at:]
		}
		seen[v] = len(path)
		x.steps++
		var w wait
		w, v = x.waits(v)
		path = append(path, w)
	}
}

// Where there are several ways to go on, the number of repairs so far says which one
// is taken, so that not always the same circle is found.

// first returns a port that has not run.
func (x *replay) first() int32 {
	if len(x.parked) > 0 {
		return x.parked[x.repairs%len(x.parked)]
	}
	for v := range x.total {
		if x.state[v] != ran {
			return v
		}
	}
	panic("checker: a replay is repaired that is done")
}

// waits returns why port v waits and for which port.
func (x *replay) waits(v int32) (wait, int32) {
	if x.state[v] == parked {
		return x.chosen(v)
	}
	ports := x.back.successors(v)
	for i := range ports {
		if u := ports[(i+x.repairs)%len(ports)]; x.state[u] != ran {
			return wait{}, u
		}
	}
	for _, u := range x.learnedBack[v] {
		a := arc{u, v}
		switch {
		case x.state[u] == ran:
		case x.fixed[a]:
			return wait{}, u
		default:
			return wait{kind: learned, arc: a}, u
		}
	}
	panic("checker: a port waits for nothing")
}

// chosen returns the choice that keeps a parked port back, and for which port it
// waits.
func (x *replay) chosen(v int32) (wait, int32) {
	n, o := x.nodeOf(v), x.reason[v]
	if o.key {
		holder := x.holder[o.at]
		return wait{kind: chosen, arc: x.before(n, holder)}, x.shape.commit(holder)
	}
	readers := x.readersOf(o.at)
	for i := range readers {
		reader := readers[(i+x.repairs)%len(readers)]
		if port := x.shape.snapshot(reader); x.state[port] != ran && reader != n {
			return wait{kind: chosen, arc: x.before(n, x.r.Writes[o.at].Node)}, port
		}
	}
	panic("checker: a port waits for readers that there are not")
}

// before is the edge that puts node a before b, which both write a key.
func (x *replay) before(a, b int32) arc {
	from, to := x.shape.ww(a, b)
	return arc{from, to}
}
