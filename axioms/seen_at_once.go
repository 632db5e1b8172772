package axioms

import "visar/history"

// readsAsSeen reports whether every external read returns the latest version that
// its transaction sees, where one pass can tell. Where it says no it may only not know.
// Nearly all executions that are judged satisfy EXT, and then there is nothing to find
// and to tell of.
func (v *view) readsAsSeen() bool {
	e := v.VIS.Edges
	switch {
	case v.logs != nil && v.Lists == Log:
		return false
	case e == nil:
		return v.newPrefixPass().agrees()
	case e.RealTime:
		return false
	case e.Guarantees != 0:
		return v.logs == nil && e.Guarantees&WFR == 0 && !e.Closed && !e.Sessions && !e.Conflicts && v.newSessionPass().agrees()
	case e.Closed && e.Sessions:
		p := v.newChainPass()
		return p != nil && p.agrees()
	default:
		return !e.Closed && !e.Sessions && !e.Conflicts && v.newPairPass().agrees()
	}
}

// passReads are the external reads of one transaction: by key the read, and the
// version that it should return.
type passReads struct {
	v *view
	keyMap
	place   []int32 // of that version, or -1
	value   []int32 // of it; of a list its length
	touched keyMap  // by key: how often the transaction wrote it
	length  []int32 // by key: how long the list is so far; nil if there are no lists
}

func newPassReads(v *view) passReads {
	x := passReads{v: v, keyMap: newKeyMap(v.h.Keys()), touched: newKeyMap(v.h.Keys())}
	if v.logs != nil {
		x.length = make([]int32, v.h.Keys())
	}
	return x
}

func (x *passReads) isList(k int32) bool { return x.length != nil && x.v.h.IsList(k) }

// collect finds the reads of transaction t. It returns false where one that follows
// own appends does not return the list before the transaction, and these.
func (x *passReads) collect(t int32) bool {
	h := x.v.h
	x.clear()
	x.touched.clear()
	x.place, x.value = x.place[:0], x.value[:0]
	lo, hi := h.Ops(t)
	for op := lo; op < hi; op++ {
		k := h.OpKey(op)
		n := x.touched.find(k)
		if n < 0 {
			n = x.touched.add(k, 0)
			if h.OpKind(op) == history.Read {
				x.add(k, op)
				x.place, x.value = append(x.place, -1), append(x.value, history.Initial)
			}
		}
		own := &x.touched.numbers[n]
		if h.OpKind(op) != history.Read {
			*own++
		} else if *own > 0 && x.isList(k) && !x.v.isVersion(op, x.length[k]+*own) {
			return false
		}
	}
	return true
}

// agree reports whether all return what they should.
func (x *passReads) agree() bool {
	for n, op := range x.numbers {
		if x.isList(x.keys[n]) {
			if !x.v.isVersion(op, x.value[n]) {
				return false
			}
		} else if x.v.h.OpValue(op) != x.value[n] {
			return false
		}
	}
	return true
}

// lengthen adds the appends of transaction t to the lists.
func (x *passReads) lengthen(t int32) {
	if x.length == nil {
		return
	}
	lo, hi := x.v.h.Ops(t)
	for op := lo; op < hi; op++ {
		if x.v.h.OpKind(op) == history.Append {
			x.length[x.v.h.OpKey(op)]++
		}
	}
}

// versionBy returns the version that write op of the transaction at hand makes.
func (x *passReads) versionBy(op int32) int32 {
	if k := x.v.h.OpKey(op); x.isList(k) {
		return x.length[k]
	}
	return x.v.h.OpValue(op)
}

// pairPass is [view.readsAsSeen] where a transaction sees those that it is given to
// see and no others.
type pairPass struct {
	v       *view
	reads   passReads
	fetched int32 // keeps the compiler from leaving out what only brings operations near
}

func (v *view) newPairPass() *pairPass { return &pairPass{v: v, reads: newPassReads(v)} }

func (p *pairPass) agrees() bool {
	for i, t := range p.v.Order {
		if i%fetchTxns == 0 {
			p.fetch(p.v.Order[i:min(i+fetchTxns, len(p.v.Order))])
		}
		if p.v.committed(int32(i)) && !p.readsAgree(t) {
			return false
		}
		p.reads.lengthen(t)
	}
	return true
}

// fetchTxns is how many transactions are fetched for at a time: the nearest caches have
// room for what they see.
const fetchTxns = 32

// fetch brings near the operations of those that txns see. These are anywhere in the
// history: one by one each would be waited for, and in a loop that does little else
// many are under way at once.
func (p *pairPass) fetch(txns []int32) {
	e, h := p.v.VIS.Edges, p.v.h
	if len(e.First) == 0 {
		return
	}
	sum := int32(0)
	for _, t := range txns {
		for _, s := range e.Seen[e.First[t]:e.First[t+1]] {
			if lo, hi := h.Ops(s); lo < hi {
				sum += h.OpKey(lo) + h.OpValue(lo) + int32(h.OpKind(lo)) + p.v.place[s]
			}
		}
	}
	p.fetched += sum
}

func (p *pairPass) readsAgree(t int32) bool {
	if !p.reads.collect(t) {
		return false
	}
	if e := p.v.VIS.Edges; len(p.reads.keys) > 0 && len(e.First) > 0 {
		for _, s := range e.Seen[e.First[t]:e.First[t+1]] {
			p.see(s)
		}
	}
	return p.reads.agree()
}

// see takes for the reads what transaction s wrote: all that it did is looked at, or
// the reads are if these are much fewer.
func (p *pairPass) see(s int32) {
	h, i := p.v.h, p.v.place[s]
	lo, hi := h.Ops(s)
	if hi-lo > maxScannedOps && len(p.reads.keys) < int(hi-lo) {
		for n, k := range p.reads.keys {
			p.take(n, k, i)
		}
		return
	}
	for op := hi - 1; op >= lo; op-- {
		if h.OpKind(op) == history.Read {
			continue
		}
		n := p.reads.find(h.OpKey(op))
		switch {
		case n < 0 || p.reads.place[n] >= i:
		case h.OpKind(op) == history.Append:
			p.take(n, h.OpKey(op), i)
		default:
			p.reads.place[n], p.reads.value[n] = i, h.OpValue(op)
		}
	}
}

// take takes for read n of key k what the transaction at place i wrote, if it did.
func (p *pairPass) take(n int, k, i int32) {
	w := p.v.writes()
	j := w.before(k, i+1)
	if j < 0 || w.place[j] != i || p.reads.place[n] >= i {
		return
	}
	p.reads.place[n], p.reads.value[n] = i, p.v.written(j)
	if p.reads.isList(k) {
		p.reads.value[n] = p.v.logs.length(j)
	}
}
