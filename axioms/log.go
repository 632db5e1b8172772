package axioms

import (
	"cmp"
	"math"
	"slices"
)

// isLog reports whether key k is a list that is read as a log.
func (v *view) isLog(k int32) bool { return v.Lists == Log && v.h.IsList(k) }

// parts finds the appends that a read of a log is made of.
type parts struct {
	v     *view
	heads *byValue  // versions by the first element that they added
	whole [][]int32 // by key: made(longest), or nil while not needed
	// element has the places in the logs, by key and then by element; nil while
	// not needed.
	element []int32
}

func (v *view) partsOf() *parts {
	if v.parts == nil {
		p := &parts{v: v, whole: make([][]int32, v.h.Keys())}
		p.heads = v.versionsBy(func(j int32) int32 { return p.block(j)[0] })
		v.parts = p
	}
	return v.parts
}

// block returns the elements that version j added.
func (p *parts) block(j int32) []int32 {
	k := p.v.h.OpKey(p.v.writes().op[j])
	from := int32(0)
	if j > p.v.writes().first[k] {
		from = p.v.logs.end[j-1]
	}
	return p.v.logs.of(k)[from:p.v.logs.end[j]]
}

// made returns, for each length of the list, the least place such that so much
// of the list is the appends of some transactions up to there, in AR and each
// transaction's whole; MaxInt32 where it is not. A lesser place allows all that a
// greater one does, so the least is all there is to remember.
func (p *parts) made(k int32, list []int32) []int32 {
	least := make([]int32, len(list)+1)
	for n := range least {
		least[n] = math.MaxInt32
	}
	least[0] = -1
	for n, element := range list {
		if least[n] == math.MaxInt32 {
			continue
		}
		for _, x := range p.heads.with(k, element, least[n]+1, math.MaxInt32) {
			j := x.version()
			block := p.block(j)
			if end := n + len(block); end <= len(list) && slices.Equal(block, list[n:end]) {
				least[end] = min(least[end], p.v.writes().place[j])
			}
		}
	}
	return least
}

// isSomeLog reports whether list read op of the transaction at place i returns
// the appends of some transactions before it and then its own ones so far. It
// costs as much as there are own ones; what the read shares with the longest list
// costs nothing after the first time.
func (v *view) isSomeLog(i, op, own int32) bool {
	list, prefix := v.h.ListRead(op)
	n := len(list) - int(own)
	if n < 0 || own > 0 && !v.walk.endsWithOwn(list, v.walk.before(op), own) {
		return false
	}
	p, k := v.partsOf(), v.h.OpKey(op)
	if !prefix {
		return p.made(k, list[:n])[n] < i
	}
	if p.whole[k] == nil {
		p.whole[k] = p.made(k, v.h.Longest(k))
	}
	return p.whole[k][n] < i
}

// appender returns the place of the transaction that appended the element to log
// k, if there is exactly one such append.
func (v *view) appender(k, element int32) (int32, bool) {
	p := v.partsOf()
	if p.element == nil {
		p.sortElements()
	}
	of := p.element[v.logs.first[k]:v.logs.first[k+1]]
	log := v.logs.of(k)
	n, found := slices.BinarySearchFunc(of, element, func(at, e int32) int { return cmp.Compare(log[at], e) })
	if !found || n+1 < len(of) && log[of[n+1]] == element {
		return 0, false
	}
	return v.appendedAt(k, of[n]), true
}

// sortElements takes n log n time for n appends.
func (p *parts) sortElements() {
	l := p.v.logs
	p.element = make([]int32, len(l.element))
	for k := range int32(p.v.h.Keys()) {
		of, log := p.element[l.first[k]:l.first[k+1]], l.of(k)
		for n := range of {
			of[n] = int32(n)
		}
		slices.SortFunc(of, func(a, b int32) int { return cmp.Or(cmp.Compare(log[a], log[b]), cmp.Compare(a, b)) })
	}
}
