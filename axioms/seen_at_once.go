package axioms

import "visar/history"

// readsAsSeen reports whether every external read returns the latest version that
// its transaction sees, where keys are registers and one pass in the order of AR can
// tell. Where it says no it may only not know. Nearly all executions that are judged
// satisfy EXT, and then there is nothing to find and to tell of.
func (v *view) readsAsSeen() bool {
	e := v.VIS.Edges
	switch {
	case e == nil || v.logs != nil || e.RealTime || e.Guarantees != 0:
		return false
	case e.Closed && e.Sessions:
		p := v.newChainPass()
		return p != nil && p.agrees()
	default:
		return !e.Closed && !e.Sessions && !e.Conflicts && v.newPairPass().agrees()
	}
}

// externalReads are those of one transaction: by key the read, and the place of the
// version that it should return, or -1.
type externalReads struct {
	keyMap
	touched keyMap
	place   []int32
	value   []int32 // of that version
}

func newExternalReads(keys int) externalReads {
	return externalReads{keyMap: newKeyMap(keys), touched: newKeyMap(keys)}
}

// collect finds those of transaction t.
func (x *externalReads) collect(h *history.History, t int32) {
	x.clear()
	x.touched.clear()
	x.place, x.value = x.place[:0], x.value[:0]
	lo, hi := h.Ops(t)
	for op := lo; op < hi; op++ {
		k := h.OpKey(op)
		if x.touched.find(k) >= 0 {
			continue
		}
		x.touched.add(k, op)
		if h.OpKind(op) == history.Read {
			x.add(k, op)
			x.place, x.value = append(x.place, -1), append(x.value, history.Initial)
		}
	}
}

// agree reports whether all return what they should.
func (x *externalReads) agree(h *history.History) bool {
	for n, op := range x.numbers {
		if h.OpValue(op) != x.value[n] {
			return false
		}
	}
	return true
}

// pairPass is [view.readsAsSeen] where a transaction sees those that it is given to
// see and no others.
type pairPass struct {
	v     *view
	reads externalReads
}

func (v *view) newPairPass() *pairPass {
	return &pairPass{v: v, reads: newExternalReads(v.h.Keys())}
}

func (p *pairPass) agrees() bool {
	for i, t := range p.v.Order {
		if !p.v.committed(int32(i)) {
			continue
		}
		p.reads.collect(p.v.h, t)
		if len(p.reads.keys) > 0 {
			p.see(t)
		}
		if !p.reads.agree(p.v.h) {
			return false
		}
	}
	return true
}

// see takes for the reads of t what those wrote that it sees.
func (p *pairPass) see(t int32) {
	e := p.v.VIS.Edges
	if len(e.First) == 0 {
		return
	}
	for _, s := range e.Seen[e.First[t]:e.First[t+1]] {
		if lo, hi := p.v.h.Ops(s); hi-lo > maxScannedOps && len(p.reads.keys) < int(hi-lo) {
			p.lookUp(p.v.place[s])
		} else {
			p.scan(p.v.place[s], lo, hi)
		}
	}
}

// scan looks at all that the transaction at place i wrote.
func (p *pairPass) scan(i, lo, hi int32) {
	h := p.v.h
	for op := hi - 1; op >= lo; op-- {
		if h.OpKind(op) == history.Read {
			continue
		}
		if n := p.reads.find(h.OpKey(op)); n >= 0 && p.reads.place[n] < i {
			p.reads.place[n], p.reads.value[n] = i, h.OpValue(op)
		}
	}
}

// lookUp asks of each read whether the transaction at place i wrote its key.
func (p *pairPass) lookUp(i int32) {
	w := p.v.writes()
	for n, k := range p.reads.keys {
		if j := w.before(k, i+1); p.reads.place[n] < i && j >= 0 && w.place[j] == i {
			p.reads.place[n], p.reads.value[n] = i, p.v.written(j)
		}
	}
}
