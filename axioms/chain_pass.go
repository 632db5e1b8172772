package axioms

// chainPass is [view.readsAsSeen] where visibility is transitive and includes the
// sessions, and writers of a key may see those before them. What a transaction sees
// is a number for each chain, which is held for as long as somebody will ask for it:
// one that is given to see the transaction or, under conflicts, the next writer of
// one of its keys. Mostly that is soon, and little is held.
type chainPass struct {
	v      *view
	chains *chains
	width  int32
	// last has, by chain, what its last transaction so far sees, and that itself;
	// session is the chain of the committed ones of each session, plus one.
	last    []int32
	session []int32
	latest  []int32 // by chain: its last transaction so far, plus one
	row     []int32 // what the transaction at hand sees: one of last, or alone
	alone   []int32
	rows    pastRows
	reads   passReads
	written passWrites
}

// mostPassChains bounds the numbers held for a transaction. More than fewChains are
// worth it only in long histories.
const mostPassChains, fewChains = 1024, 64

// newChainPass returns nil if there are too many chains.
func (v *view) newChainPass() *chainPass {
	c := newChains(v)
	n := int32(c.number())
	if n > mostPassChains || n > fewChains && 32*int(n) >= len(v.Order) {
		return nil
	}
	p := &chainPass{v: v, chains: c, width: n,
		last: make([]int32, n*n), session: make([]int32, v.h.Sessions()), latest: make([]int32, n), alone: make([]int32, n),
		rows: newPastRows(v, n), reads: newPassReads(v), written: newPassWrites(v)}
	return p
}

// agrees reports whether every read returns what its transaction sees; false, too,
// where that takes too many steps or too much memory.
func (p *chainPass) agrees() bool {
	for i := range int32(len(p.v.Order)) {
		p.written.fetch(p.v.Order, int(i))
		if !p.begin(i) {
			return false
		}
		p.collect(i)
		if p.v.committed(i) && !p.readsAgree(i) {
			return false
		}
		p.row[p.chains.of[i]] = p.chains.index[i] + 1
		p.write(i)
		if !p.rows.keep(i, p.row) {
			return false
		}
	}
	return true
}

// begin turns to the transaction at place i, which sees what the one before it in
// its chain sees, and that one itself. One of unknown outcome is a chain by itself
// and follows its session; false if the session has gone on.
func (p *chainPass) begin(i int32) bool {
	t, c := p.v.Order[i], p.chains.of[i]
	s := p.v.h.Session(t)
	if p.v.committed(i) {
		p.session[s], p.latest[c] = c+1, t+1
		p.row = p.last[c*p.width : (c+1)*p.width]
		return true
	}
	p.row = p.alone
	clear(p.row)
	if c = p.session[s] - 1; c >= 0 {
		if p.latest[c] > t {
			return false
		}
		copy(p.row, p.last[c*p.width:(c+1)*p.width])
	}
	return true
}

// collect adds what visibility is given to be for the transaction at place i.
func (p *chainPass) collect(i int32) {
	v, e := p.v, p.v.VIS.Edges
	t := v.Order[i]
	if len(e.First) > 0 {
		for _, s := range e.Seen[e.First[t]:e.First[t+1]] {
			p.see(v.place[s])
			p.rows.release(v.place[s])
		}
	}
	if e.Conflicts {
		p.written.each(t, func(op int32) {
			if last := p.written.newest(v.h.OpKey(op)); last != nil {
				p.see(last.place)
			}
		})
	}
}

func (p *chainPass) sees(i int32) bool { return p.row[p.chains.of[i]] > p.chains.index[i] }

// see adds the transaction at place i, and all that it sees.
func (p *chainPass) see(i int32) {
	if p.sees(i) {
		return
	}
	other := p.rows.of(i)
	row := p.row[:len(other)]
	for c, x := range other {
		row[c] = max(row[c], x)
	}
}

// readsAgree finds what the reads of the transaction at place i should return.
func (p *chainPass) readsAgree(i int32) bool {
	if !p.reads.collect(p.v.Order[i]) {
		return false
	}
	for r, k := range p.reads.keys {
		x := p.written.newest(k)
		for x != nil && !p.sees(x.place) {
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

// write adds the versions that the transaction at place i wrote.
func (p *chainPass) write(i int32) {
	p.reads.lengthen(p.v.Order[i])
	p.written.each(p.v.Order[i], func(op int32) {
		k := p.v.h.OpKey(op)
		if last := p.written.newest(k); p.v.VIS.Edges.Conflicts {
			p.rows.ask(i)
			if last != nil {
				p.rows.release(last.place)
			}
		}
		p.written.add(k, i, p.reads.versionBy(op))
	})
}
