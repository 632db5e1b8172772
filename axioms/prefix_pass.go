package axioms

// prefixPass is [view.readsAsSeen] where what is seen are prefixes of AR.
type prefixPass struct {
	v       *view
	reads   passReads
	written passWrites
}

func (v *view) newPrefixPass() *prefixPass {
	return &prefixPass{v: v, reads: newPassReads(v), written: newPassWrites(v)}
}

func (p *prefixPass) agrees() bool {
	for i, t := range p.v.Order {
		p.written.fetch(p.v.Order, i)
		if p.v.committed(int32(i)) && !p.readsAgree(t, p.v.VIS.Prefix[i]) {
			return false
		}
		p.reads.lengthen(t)
		p.written.each(t, func(op int32) {
			p.written.add(p.v.h.OpKey(op), int32(i), p.reads.versionBy(op))
		})
	}
	return true
}

// readsAgree judges the reads of transaction t, which sees the first places.
func (p *prefixPass) readsAgree(t, seen int32) bool {
	if !p.reads.collect(t) {
		return false
	}
	for r, k := range p.reads.keys {
		x := p.written.newest(k)
		for x != nil && x.place >= seen {
			if x = p.written.older(x); p.written.steps < 0 {
				return false
			}
		}
		if x != nil {
			p.reads.value[r] = x.value
		}
	}
	return p.reads.agree()
}
