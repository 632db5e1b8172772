package checker

import (
	"visar/axioms"
	"visar/history/dependency"
)

// class is a kind of forbidden cycle, after Adya and Elle. The classes are tried
// from the most severe on; within a class the shortest cycle of the whole history
// is found, exactly.
type class struct {
	wr, rw  bool // edges allowed beside WW
	session bool // SO edges too
	real    bool // an RT edge too: more than one is never needed
	// reads bounds the RW edges: 1, or 0 for no bound.
	reads int
}

// classes lists the classes in order of severity: G0, G1c, G-single, G2 (of
// which G-nonadjacent is what snapshot isolation leaves), then each with session
// order, then each with real time. Where anti-dependencies forbid paths G-single is
// the last.
func (g *polygraph) classes() []class {
	session := g.set&(axioms.SESSION|axioms.ARSESSION) != 0
	real := g.set&(axioms.REALTIME|axioms.ARREALTIME|axioms.ARREALTIMEUPDATE) != 0
	base := []class{{}, {wr: true}, {wr: true, rw: true, reads: 1}, {wr: true, rw: true}}
	if g.shape.forbids() {
		base = base[:3:3]
	}
	all := base
	if session {
		for _, c := range base {
			c.session = true
			all = append(all, c)
		}
	}
	if real {
		for _, c := range base {
			c.session, c.real = session, true
			all = append(all, c)
		}
	}
	return all
}

// step is what the last edge of a path was: it decides which edges may follow.
type step uint8

const (
	stepSeen      step = iota // SO, RT or WR within visibility
	stepVersion               // WW
	stepAnti                  // RW
	stepArbitrary             // SO or RT that orders arbitration only
	steps
)

// witness is the walk over the known dependencies of a history that finds its
// short forbidden cycles. Version orders and sessions are chains of hubs, so that "later in the
// order" is one edge of a cycle however far it leads, and costs no pairs.
type witness struct {
	*polygraph
	class class
	// Hubs: keyHub[k]+p leads to the versions of list k from place p on, and
	// sessionHub[s]+p to the transactions of session s from place p on. All
	// writers of register k follow from its one hub.
	keyHub, sessionHub []int32
	hubs               int32
	// next is the transaction that a hub leads to before the hub after it; -1 ends
	// a session, and -2-k leads to the writers of register k, or the versions of
	// list k that nobody read.
	next         []int32
	sessionPlace []int32 // by node
	sessions     [][]int32
	first, last  []int32 // by write: places of the first and the last append of its transaction

	search *dependency.CycleSearch
	rest   []dependency.Arc // of [witness.Rest], whose room serves again
	start  int32
	goal   []int32 // by key: the start's write of it, plus one
}

// newWitness prepares the search.
func newWitness(g *polygraph) *witness {
	w := &witness{polygraph: g}
	w.placeSessions()
	w.numberHubs()
	w.placeWrites()
	w.goal = make([]int32, w.h.Keys())
	w.search = dependency.NewCycleSearch(w, w.r.Len(), int(w.hubs), 2*int(steps))
	return w
}

// shortest returns the transactions of a shortest cycle of the most severe class
// that the model forbids, or nil if the known dependencies have none or the
// budget of steps runs out.
func (w *witness) shortest() []int32 {
	budget := int64(witnessSteps)
	for _, c := range w.classes() {
		if !w.prepare(c, budget) {
			continue
		}
		if cycle := w.search.Shortest(w.longest(int32(w.r.Len()))); cycle != nil {
			return cycle
		}
		budget = w.search.Steps
	}
	return nil
}

// witnessSteps bounds the search for the shortest cycle; a step is an edge. What
// is found without it is reduced by dropping transactions.
const witnessSteps = 1 << 30

// numberHubs gives each key and each session its hubs.
func (w *witness) numberHubs() {
	w.keyHub = make([]int32, w.h.Keys())
	for k, v := range w.r.Versions {
		w.keyHub[k] = int32(len(w.next))
		if v != nil {
			for _, x := range v.Writes {
				w.next = append(w.next, w.r.Writes[x].Node)
			}
		}
		w.next = append(w.next, int32(-2-k))
	}
	w.sessionHub = make([]int32, w.h.Sessions())
	for s, nodes := range w.sessions {
		w.sessionHub[s] = int32(len(w.next))
		w.next = append(append(w.next, nodes...), -1)
	}
	w.hubs = int32(len(w.next))
}

// placeWrites finds the places of list versions.
func (w *witness) placeWrites() {
	w.first = make([]int32, len(w.r.Writes))
	w.last = make([]int32, len(w.r.Writes))
	for k, v := range w.r.Versions {
		if v == nil {
			continue
		}
		for _, x := range w.r.WritersOf(int32(k)) {
			w.first[x], w.last[x] = int32(len(v.Ops)), int32(len(v.Ops))
		}
		for p := len(v.Ops) - 1; p >= 0; p-- {
			x := v.Writes[p]
			w.first[x] = int32(p)
			if w.r.Writes[x].Op == v.Ops[p] {
				w.last[x] = int32(p)
			}
		}
	}
}

// placeSessions numbers the transactions of each session.
func (w *witness) placeSessions() {
	w.sessionPlace = make([]int32, w.r.Len())
	w.sessions = make([][]int32, w.h.Sessions())
	for n, t := range w.r.Txn {
		s := w.h.Session(t)
		w.sessionPlace[n] = int32(len(w.sessions[s]))
		w.sessions[s] = append(w.sessions[s], int32(n))
	}
}
