package axioms

// sessionPass is [view.readsAsSeen] for registers where a transaction sees those that it
// is given to see and what RYW, MR and MW add. Nothing of that goes through other
// sessions: one session is judged after the other. Under MW what is seen of a session
// are the writers up to some place in it, and so a number.
type sessionPass struct {
	v       *view
	rules   Set
	reads   passReads
	rank    []int32 // by place: the committed writers of its session up to it
	clock   []int32 // by session: how many of its writers are seen by MW
	given   []int32 // by place: the round in which it was last seen by itself
	round   int32
	session int32
	own     int32 // the writers before the one at hand in its session
	steps   int   // how many may still be taken back from newest versions
}

func (v *view) newSessionPass() *sessionPass {
	n := len(v.Order)
	p := &sessionPass{v: v, rules: v.VIS.Edges.Guarantees, reads: newPassReads(v), rank: make([]int32, n),
		clock: make([]int32, v.h.Sessions()), given: make([]int32, n), steps: 1000 + passSteps*v.h.NumOps()}
	for s := range int32(v.h.Sessions()) {
		writers := int32(0)
		p.eachPlace(s, func(i int32) bool {
			if v.committed(i) && v.writer(i) {
				writers++
			}
			p.rank[i] = writers
			return true
		})
	}
	return p
}

// eachPlace calls f with the places of the transactions of session s, in their order,
// until it returns false.
func (p *sessionPass) eachPlace(s int32, f func(i int32) bool) bool {
	for _, t := range p.v.h.SessionTxns(s) {
		if i := p.v.place[t]; i >= 0 && !f(i) {
			return false
		}
	}
	return true
}

// agrees reports whether every read returns what its transaction sees; false, too, where
// that takes too many steps.
func (p *sessionPass) agrees() bool {
	for s := range int32(p.v.h.Sessions()) {
		p.session, p.own = s, 0
		p.forget()
		if !p.eachPlace(s, func(i int32) bool {
			if !p.v.committed(i) {
				return true
			}
			agrees := !p.v.reads()[i] || p.readsAgree(i)
			p.own = p.rank[i]
			return agrees
		}) {
			return false
		}
	}
	return true
}

// forget begins with nothing seen.
func (p *sessionPass) forget() {
	p.round++
	clear(p.clock)
}

// readsAgree finds what the reads of the transaction at place i should return.
func (p *sessionPass) readsAgree(i int32) bool {
	if !p.rules.Has(MR) {
		p.forget()
	}
	t := p.v.Order[i]
	if e := p.v.VIS.Edges; len(e.First) > 0 {
		for _, s := range e.Seen[e.First[t]:e.First[t+1]] {
			p.see(p.v.place[s])
		}
	}
	if !p.reads.collect(t) {
		return false
	}
	w := p.v.writes()
	for r, k := range p.reads.keys {
		for j := w.before(k, i); j >= w.first[k]; j-- {
			if p.sees(w.place[j]) {
				p.reads.value[r] = p.v.written(j)
				break
			}
			if p.steps--; p.steps < 0 {
				return false
			}
		}
	}
	return p.reads.agree()
}

// see adds the transaction at place i, and under MW the writers before it.
func (p *sessionPass) see(i int32) {
	p.given[i] = p.round
	if p.rules.Has(MW) && p.v.writer(i) {
		s := p.v.h.Session(p.v.Order[i])
		p.clock[s] = max(p.clock[s], p.rank[i])
	}
}

// sees reports whether the writer at place i is seen.
func (p *sessionPass) sees(i int32) bool {
	if p.given[i] == p.round {
		return true
	}
	if !p.v.committed(i) {
		return false
	}
	s := p.v.h.Session(p.v.Order[i])
	return p.rank[i] <= p.clock[s] || p.rules.Has(RYW) && s == p.session && p.rank[i] <= p.own
}
