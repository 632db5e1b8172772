package checker

import (
	"slices"

	"visar/history/dependency"
)

// learn adds an edge to a port that has not run.
func (x *replay) learn(a arc) {
	x.learned[a.from] = append(x.learned[a.from], a.to)
	x.learnedBack[a.to] = append(x.learnedBack[a.to], a.from)
	x.in[a.to]++
	x.state[a.to] = waiting
}

// forget takes back an edge between ports that have not run.
func (x *replay) forget(a arc) {
	x.learned[a.from] = less(x.learned[a.from], a.to)
	x.learnedBack[a.to] = less(x.learnedBack[a.to], a.from)
	x.release([]int32{a.to})
}

// less returns list without the first v in it.
func less(list []int32, v int32) []int32 {
	at := slices.Index(list, v)
	return slices.Delete(list, at, at+1)
}

// rewind takes back all that ran from a place of the order on.
func (x *replay) rewind(place int32) {
	front := x.drained(&x.queue, ready, slices.Clone(x.parked))
	front = x.drained(&x.late, deferred, front)
	for _, v := range x.parked {
		x.list(x.reason[v])[x.reason[v].at] = -1
	}
	for at := int32(len(x.order)) - 1; at >= place; at-- {
		v := x.order[at]
		x.undo(v)
		front = append(front, v)
	}
	x.steps += len(front)
	x.order, x.parked = x.order[:place], x.parked[:0]
	for _, v := range front {
		x.state[v] = waiting
	}
	for _, v := range front {
		if x.in[v] == 0 {
			x.push(v)
		}
	}
}

// drained appends the ports of a queue that are in the state.
func (x *replay) drained(q *dependency.Queue, state portState, front []int32) []int32 {
	for q.Len() > 0 {
		if v := q.Pop(); x.state[v] == state {
			x.state[v] = waiting
			front = append(front, v)
		}
	}
	return front
}

// undo takes back port v, the last that ran.
func (x *replay) undo(v int32) {
	x.position[v] = -1
	for _, to := range x.graph.successors(v) {
		x.in[to]++
		x.state[to] = waiting
	}
	for _, to := range x.learned[v] {
		x.in[to]++
		x.state[to] = waiting
	}
	if v >= x.nodes {
		return
	}
	n := x.nodeOf(v)
	if v == x.shape.commit(n) {
		x.unwrite(n)
	}
	if v == x.shape.snapshot(n) {
		x.untake(n)
	}
}

func (x *replay) unwrite(n int32) {
	for w := x.r.WriteFirst[n]; w < x.r.WriteFirst[n+1]; w++ {
		k := x.r.Writes[w].Key
		x.current[k] = x.previous[w]
		if x.shape == shapeSI {
			x.holder[k] = n
		}
	}
}

func (x *replay) untake(n int32) {
	for _, rd := range x.r.NodeReads(n) {
		if w := x.sourceWrite(rd); w >= 0 {
			x.pending[w]++
		}
	}
	if x.shape == shapeSI {
		for _, w := range x.r.NodeWrites(n) {
			x.holder[w.Key] = -1
		}
	}
}
