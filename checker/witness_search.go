package checker

import (
	"slices"

	"visar/axioms"
	"visar/history/dependency"
)

// prepare makes c the class and reports whether the known dependencies can have a
// cycle of it.
func (w *witness) prepare(c class, budget int64) bool {
	w.class = c
	w.search.Steps = budget
	return w.search.Within()
}

// longest bounds the cycles of the class: update atomicity forbids no longer ones
// with a read.
func (w *witness) longest(most int32) int32 {
	if w.shape == shapeUA && w.class.rw {
		return min(most, 2)
	}
	return most
}

// state packs the last edge of a walk and whether a read is used up.
func state(last step, used bool) uint8 {
	if used {
		return uint8(last)*2 + 1
	}
	return uint8(last) * 2
}

func unpack(state uint8) (last step, used bool) { return step(state / 2), state%2 == 1 }

// Steps appends what node n leads to. In a class with reads a cycle begins with an
// anti-dependency, in one with real time it ends with RT, so that each cycle is
// looked for from one of its transactions.
func (w *witness) Steps(buf []dependency.Step, n int32, at uint8, first bool) []dependency.Step {
	last, used := unpack(at)
	before := len(buf)
	buf = w.edges(buf, n, last, used)
	if first && w.class.rw && !w.class.real {
		return append(buf[:before], slices.DeleteFunc(buf[before:], func(e dependency.Step) bool {
			last, _ := unpack(e.State)
			return last != stepAnti
		})...)
	}
	return buf
}

// edges appends what node n leads to. After last, with a read used up or not, some
// edges are not allowed.
func (w *witness) edges(buf []dependency.Step, n int32, last step, used bool) []dependency.Step {
	buf = w.plainEdges(buf, n, used)
	if !w.class.rw || !w.mayRead(last, used) {
		return buf
	}
	return w.antiEdges(buf, n)
}

// antiEdges appends what node n leads to by anti-dependencies.
func (w *witness) antiEdges(buf []dependency.Step, n int32) []dependency.Step {
	for _, rd := range w.r.NodeReads(n) {
		if rd.External {
			buf = w.readEdges(buf, n, rd)
		}
	}
	return buf
}

// plainEdges appends what node n leads to by other edges than anti-dependencies.
func (w *witness) plainEdges(buf []dependency.Step, n int32, used bool) []dependency.Step {
	if w.class.session && w.r.Known(n) {
		hub := w.sessionHub[w.h.Session(w.r.Txn[n])] + w.sessionPlace[n] + 1
		buf = append(buf, dependency.Step{To: hub, State: state(w.sessionStep(), used), Hub: true})
	}
	for x := w.r.WriteFirst[n]; x < w.r.WriteFirst[n+1]; x++ {
		buf = w.writeEdges(buf, x, used)
	}
	return buf
}

func (w *witness) sessionStep() step {
	if w.has(axioms.SESSION) {
		return stepSeen
	}
	return stepArbitrary
}

// writeEdges appends what follows write x: later versions and readers.
func (w *witness) writeEdges(buf []dependency.Step, x int32, used bool) []dependency.Step {
	k := w.r.Writes[x].Key
	list := w.r.Versions[k] != nil
	if list && int(w.first[x]) < len(w.r.Versions[k].Ops) {
		buf = append(buf, dependency.Step{To: w.keyHub[k] + w.first[x] + 1, State: state(stepVersion, used), Hub: true})
	}
	for _, reader := range w.readersOf(x) {
		if w.class.wr {
			buf = append(buf, dependency.Step{To: reader, State: state(stepSeen, used)})
		} else if !list && w.writeOf(reader, k) >= 0 {
			buf = append(buf, dependency.Step{To: reader, State: state(stepVersion, used)})
		}
	}
	return buf
}

// readEdges appends who overwrote what node n read.
func (w *witness) readEdges(buf []dependency.Step, n int32, rd dependency.Read) []dependency.Step {
	source := w.sourceWrite(rd)
	anti := state(stepAnti, true)
	switch {
	case source < 0:
		return append(buf, dependency.Step{To: w.keyHub[rd.Key], State: anti, Hub: true})
	case w.r.Versions[rd.Key] != nil:
		if int(w.last[source]) < len(w.r.Versions[rd.Key].Ops) {
			buf = append(buf, dependency.Step{To: w.keyHub[rd.Key] + w.last[source] + 1, State: anti, Hub: true})
		}
		return buf
	}
	for _, reader := range w.readersOf(source) {
		if reader != n && w.writeOf(reader, rd.Key) >= 0 {
			buf = append(buf, dependency.Step{To: reader, State: anti})
		}
	}
	return buf
}

// Hub appends what a hub leads to before the hub after it: a transaction, or at
// the end of a key the writers whose place is not known.
func (w *witness) Hub(buf []int32, hub int32) (nodes []int32, next int32) {
	switch n := w.next[hub]; {
	case n >= 0:
		return append(buf, n), hub + 1
	case n < -1:
		return w.unordered(buf, -2-n), -1
	}
	return buf, -1
}

// unordered appends the writers of register k, or those versions of list k that
// nobody read.
func (w *witness) unordered(buf []int32, k int32) []int32 {
	if v := w.r.Versions[k]; v != nil {
		for _, op := range v.Tail {
			buf = append(buf, w.r.NodeOfOp(op))
		}
		return buf
	}
	for _, x := range w.r.WritersOf(k) {
		buf = append(buf, w.r.Writes[x].Node)
	}
	return buf
}

// mayRead reports whether an anti-dependency may follow.
func (w *witness) mayRead(last step, used bool) bool {
	if used && (w.class.reads == 1 || w.shape.forbids()) {
		return false
	}
	switch w.shape {
	case shapeSER:
		return true
	case shapePC:
		return last == stepSeen
	}
	return last == stepSeen || last == stepVersion
}

// Begin makes s the start and the goal.
func (w *witness) Begin(s int32) uint8 {
	for x := w.r.WriteFirst[w.start]; x < w.r.WriteFirst[w.start+1]; x++ {
		w.goal[w.r.Writes[x].Key] = 0
	}
	w.start = s
	for x := w.r.WriteFirst[s]; x < w.r.WriteFirst[s+1]; x++ {
		w.goal[w.r.Writes[x].Key] = x + 1
	}
	return w.beginning()
}

// beginning is the state in which a walk begins: in a class with real time it comes
// from there.
func (w *witness) beginning() uint8 {
	if w.class.real && !w.has(axioms.REALTIME) {
		return state(stepArbitrary, false)
	}
	return state(stepSeen, false)
}

// Closes reports whether an edge that may follow leads from n to the start.
func (w *witness) Closes(n int32, at uint8) bool {
	last, used := unpack(at)
	if w.class.real {
		return w.closesInRealTime(n, used)
	}
	if w.class.rw {
		// The first edge is an anti-dependency: the last one must allow it.
		return w.seenBy(n) && w.mayRead(stepSeen, false) || w.versionBefore(n) && w.mayRead(stepVersion, false) ||
			w.class.reads != 1 && w.shape == shapeSER && w.mayRead(last, used) && w.overwrittenBy(n)
	}
	return w.seenBy(n) || w.versionBefore(n)
}

// closesInRealTime reports whether RT leads from n to the start. Where RT orders
// arbitration only, reads that forbid paths have no say in the cycle.
func (w *witness) closesInRealTime(n int32, used bool) bool {
	switch {
	case !w.r.RealTimeBefore(n, w.start):
		return false
	case w.has(axioms.REALTIME):
		return true
	case !w.has(axioms.ARREALTIME) && len(w.r.NodeWrites(w.start)) == 0:
		return false
	}
	return !(used && w.shape.forbids())
}

// seenBy reports whether the start sees n: it read from n, or follows it in its
// session.
func (w *witness) seenBy(n int32) bool {
	if w.class.session && w.r.SessionBefore(n, w.start) && w.has(axioms.SESSION) {
		return true
	}
	if !w.class.wr {
		return false
	}
	for _, rd := range w.r.NodeReads(w.start) {
		if rd.External && rd.Source == n {
			return true
		}
	}
	return false
}

// versionBefore reports whether a version by n is known to come before one by the
// start.
func (w *witness) versionBefore(n int32) bool {
	for x := w.r.WriteFirst[n]; x < w.r.WriteFirst[n+1]; x++ {
		k := w.r.Writes[x].Key
		g := w.goal[k] - 1
		if g < 0 {
			continue
		}
		if w.r.Versions[k] != nil {
			if w.first[x] < w.last[g] {
				return true
			}
			continue
		}
		for _, reader := range w.readersOf(x) {
			if reader == w.start {
				return true
			}
		}
	}
	return false
}

// overwrittenBy reports whether the start overwrote what n read.
func (w *witness) overwrittenBy(n int32) bool {
	for _, rd := range w.r.NodeReads(n) {
		g := w.goal[rd.Key] - 1
		if !rd.External || g < 0 {
			continue
		}
		source := w.sourceWrite(rd)
		switch {
		case source < 0, w.r.Versions[rd.Key] != nil && w.last[source] < w.last[g]:
			return true
		case w.r.Versions[rd.Key] == nil:
			for _, reader := range w.readersOf(source) {
				if reader == w.start {
					return true
				}
			}
		}
	}
	return false
}
