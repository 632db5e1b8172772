package checker

import "visar/history/dependency"

// replay runs the transactions one after the other against a store that has one
// version of each key, and so finds an order in which everyone finds what they read. A
// port may run when all have run that the graph puts before it, and when it overwrites
// no version that somebody has yet to read. Where writers see each other, a transaction
// that has begun keeps others from its keys until it ends, so that it begins when it
// can end at once, if any can. Ports that may run do so by rank. Where all wait for
// each other, one of the choices that made them is taken back; see repair.
//
// What comes out is an arbitration that the certificate has to confirm: a replay may
// acquit, never convict. Beside the graph it takes some 50 bytes a port, and time
// near-linear in the history but for repairs, which are bounded.
type replay struct {
	*polygraph
	graph, back *mesh
	clock       *clocks // over the graph, of some chains; nil for none
	order       []int32 // ports that have run
	position    []int32 // by port: its place in order, or -1
	state       []portState
	in          []int32          // by port: arcs from ports that have not run
	queue       dependency.Queue // of ports that are ready, and stale ones
	late        dependency.Queue // of snapshots that are deferred, and stale ones

	pending  []int32 // by write: its readers that have not run
	current  []int32 // by key: the write that is there, or -1
	previous []int32 // by write: the one that it replaced, or -1
	holder   []int32 // by key: the node that keeps others from it, or -1

	parked  []int32 // ports that something is in the way of
	slot    []int32 // by parked port: its place in parked
	reason  []obstacle
	onWrite []int32 // by write: the first port parked on it, or -1
	onKey   []int32 // by key, likewise
	next    []int32 // by parked port: the next one with the same reason

	learned     map[int32][]int32 // by port: ports that repairs put after it
	learnedBack map[int32][]int32
	fixed       map[arc]bool  // those of the learned edges that must hold
	flips       map[arc]int32 // how often an edge was chosen or given up
	repairs     int
	furthest    int // ports that had run at the best moment
	stuck       int // repairs since
	steps       int // what repairs have cost
}

// portState says where a port is in a replay.
type portState uint8

const (
	waiting  portState = iota // for others that the graph puts before it
	ready                     // to be tried
	parked                    // until what is in its way is gone
	deferred                  // a snapshot whose commit could not follow at once
	ran
)

// obstacle is what a parked port waits for: that all have read a write, or that a key
// is free.
type obstacle struct {
	key bool
	at  int32
}

// newReplay returns a replay of g with more edges, whose clocks at the start are given.
func newReplay(g *polygraph, more []arc, clock *clocks, rank []int32) *replay {
	writes, keys := len(g.r.Writes), g.h.Keys()
	x := &replay{
		polygraph: g, clock: clock,
		graph: newMesh(g.total, g.outside, g.arcs, more), back: newBackMesh(g.total, g.outside, g.arcs, more),
		order: make([]int32, 0, g.total), position: filled(int(g.total)), state: make([]portState, g.total), in: make([]int32, g.total),
		queue: dependency.Queue{Rank: rank}, late: dependency.Queue{Rank: rank},
		pending: make([]int32, writes), current: filled(keys), previous: filled(writes), holder: filled(keys),
		slot: make([]int32, g.total), reason: make([]obstacle, g.total),
		onWrite: filled(writes), onKey: filled(keys), next: filled(int(g.total)),
		learned: map[int32][]int32{}, learnedBack: map[int32][]int32{}, fixed: map[arc]bool{}, flips: map[arc]int32{},
	}
	for w := range x.pending {
		x.pending[w] = g.readFirst[w+1] - g.readFirst[w]
	}
	for v := range x.in {
		if x.in[v] = x.back.first[v+1] - x.back.first[v]; x.in[v] == 0 {
			x.push(int32(v))
		}
	}
	return x
}

// run returns the ports in an order in which everyone finds what they read, or false
// if the repairs came to nothing.
func (x *replay) run() ([]int32, bool) {
	for len(x.order) < int(x.total) {
		switch {
		case x.queue.Len() > 0:
			if v := x.queue.Pop(); x.state[v] == ready && !x.defers(v) {
				x.try(v)
			}
		case x.late.Len() > 0:
			if v := x.late.Pop(); x.state[v] == deferred {
				x.try(v)
			}
		case x.hopeless() || !x.repair():
			return nil, false
		}
	}
	return x.order, true
}

func (x *replay) push(v int32) {
	x.state[v] = ready
	x.queue.Push(v)
}

// defers puts port v off if it is a snapshot that could be taken and would keep others
// from keys, while its commit cannot follow.
func (x *replay) defers(v int32) bool {
	if x.shape != shapeSI || v >= x.nodes || v != x.shape.snapshot(x.nodeOf(v)) {
		return false
	}
	n := x.nodeOf(v)
	commit := x.shape.commit(n)
	if _, in := x.obstacle(n, v); in {
		return false
	}
	if _, in := x.obstacle(n, commit); !in && x.in[commit] == 1 {
		return false
	}
	x.state[v] = deferred
	x.late.Push(v)
	return true
}

// try runs port v unless something is in its way.
func (x *replay) try(v int32) {
	if v < x.nodes {
		n := x.nodeOf(v)
		if o, in := x.obstacle(n, v); in {
			x.park(v, o)
			return
		}
		if v == x.shape.snapshot(n) {
			x.take(n)
		}
		if v == x.shape.commit(n) {
			x.write(n)
		}
	}
	x.state[v], x.position[v] = ran, int32(len(x.order))
	x.order = append(x.order, v)
	x.release(x.graph.successors(v))
	x.release(x.learned[v])
}

func (x *replay) release(ports []int32) {
	for _, v := range ports {
		if x.in[v]--; x.in[v] == 0 {
			x.push(v)
		}
	}
}

// obstacle returns what is in the way of port v of node n.
func (x *replay) obstacle(n, v int32) (obstacle, bool) {
	if x.shape == shapeSI && v == x.shape.snapshot(n) {
		for _, w := range x.r.NodeWrites(n) {
			if x.holder[w.Key] >= 0 {
				return obstacle{key: true, at: w.Key}, true
			}
		}
	}
	if v != x.shape.commit(n) {
		return obstacle{}, false
	}
	for _, w := range x.r.NodeWrites(n) {
		if over := x.current[w.Key]; over >= 0 && x.r.Versions[w.Key] == nil && x.pending[over] > x.own(n, over) {
			return obstacle{at: over}, true
		}
	}
	return obstacle{}, false
}

// own returns 1 if node n itself has yet to read write w, else 0.
func (x *replay) own(n, w int32) int32 {
	if !x.shape.split() {
		for _, rd := range x.r.NodeReads(n) {
			if x.sourceWrite(rd) == w {
				return 1
			}
		}
	}
	return 0
}

// take lets node n read, and keep others from what it will write.
func (x *replay) take(n int32) {
	for _, rd := range x.r.NodeReads(n) {
		if w := x.sourceWrite(rd); w >= 0 {
			if x.pending[w]--; x.pending[w] <= 1 {
				x.wake(x.onWrite, w)
			}
		}
	}
	if x.shape == shapeSI {
		for _, w := range x.r.NodeWrites(n) {
			x.holder[w.Key] = n
		}
	}
}

// write puts the versions of node n in place.
func (x *replay) write(n int32) {
	for w := x.r.WriteFirst[n]; w < x.r.WriteFirst[n+1]; w++ {
		k := x.r.Writes[w].Key
		x.previous[w], x.current[k] = x.current[k], w
		if x.holder[k] >= 0 {
			x.holder[k] = -1
			x.wake(x.onKey, k)
		}
	}
}

func (x *replay) park(v int32, o obstacle) {
	x.state[v], x.reason[v], x.slot[v] = parked, o, int32(len(x.parked))
	x.parked = append(x.parked, v)
	list := x.list(o)
	x.next[v] = list[o.at]
	list[o.at] = v
}

func (x *replay) list(o obstacle) []int32 {
	if o.key {
		return x.onKey
	}
	return x.onWrite
}

// wake lets all try again that are parked at a place of a list.
func (x *replay) wake(list []int32, at int32) {
	for v := list[at]; v >= 0; v = x.next[v] {
		last := x.parked[len(x.parked)-1]
		x.parked[x.slot[v]], x.slot[last] = last, x.slot[v]
		x.parked = x.parked[:len(x.parked)-1]
		x.push(v)
	}
	list[at] = -1
}
