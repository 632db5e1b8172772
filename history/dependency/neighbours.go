package dependency

import (
	"slices"

	"visar/history"
)

// Neighbours returns txns and the transactions next to them, in order of the
// history: before and after them in the session, those they read from and that
// read from them, and who wrote the adjacent versions of the keys they use, as far
// as the order of versions is known. No more than most are returned, the ones
// named first; omitted is how many are left out. It takes time linear in the
// history, times the number of those named that use one key.
func (r *Resolved) Neighbours(txns []int32, most int) (all []int32, omitted int) {
	f := &neighbourhood{Resolved: r, in: map[int32]bool{}}
	for _, t := range txns {
		f.add(t)
	}
	named := len(f.found)
	for _, t := range f.found[:named] {
		f.addSession(t)
		f.addWriter(t)
	}
	f.addByReads(f.found[:named])
	f.addVersions(f.found[:named])
	if len(f.found) > most {
		omitted = len(f.found) - most
		f.found = f.found[:most]
	}
	slices.Sort(f.found)
	return f.found, omitted
}

// neighbourhood collects transactions.
type neighbourhood struct {
	*Resolved
	found []int32
	in    map[int32]bool
}

func (f *neighbourhood) add(t int32) {
	if t >= 0 && !f.in[t] {
		f.in[t] = true
		f.found = append(f.found, t)
	}
}

func (f *neighbourhood) addSession(t int32) {
	session := f.History.SessionTxns(f.History.Session(t))
	at, _ := slices.BinarySearch(session, t)
	if at > 0 {
		f.add(session[at-1])
	}
	if at+1 < len(session) {
		f.add(session[at+1])
	}
}

// addWriter adds those from which t read what it could not have.
func (f *neighbourhood) addWriter(t int32) {
	for i := range f.Breaches {
		switch b := &f.Breaches[i]; t {
		case b.Txn:
			f.add(b.Writer)
		case b.Writer:
			f.add(b.Txn)
		}
	}
}

// addByReads adds the writers behind the reads of txns, their readers, and for
// registers those who overwrote what they read or read what they overwrote.
func (f *neighbourhood) addByReads(txns []int32) {
	type version struct{ source, key int32 }
	versions := map[version]bool{} // that txns wrote or read
	for _, t := range txns {
		n := f.Node[t]
		if n < 0 {
			continue
		}
		for _, w := range f.NodeWrites(n) {
			versions[version{n, w.Key}] = true
		}
		for _, rd := range f.NodeReads(n) {
			versions[version{rd.Source, rd.Key}] = true
		}
	}
	for _, rd := range f.Reads {
		if !versions[version{rd.Source, rd.Key}] {
			continue
		}
		read := f.in[f.TxnOf(rd.Source)] && rd.Source >= 0 || slices.Contains(txns, f.Txn[rd.Node])
		if read || f.Versions[rd.Key] == nil && f.WriteOf(rd.Node, rd.Key) >= 0 {
			f.add(f.TxnOf(rd.Source))
			f.add(f.Txn[rd.Node])
		}
	}
}

// addVersions adds the writers of the versions of lists before and after those
// that txns read or wrote.
func (f *neighbourhood) addVersions(txns []int32) {
	for _, t := range txns {
		n := f.Node[t]
		if n < 0 {
			continue
		}
		for _, w := range f.NodeWrites(n) {
			f.addAdjacent(n, w.Key)
		}
		for _, rd := range f.NodeReads(n) {
			f.addAdjacent(rd.Source, rd.Key)
		}
	}
}

// addAdjacent adds the writers of the versions of list k next to those by n.
func (f *neighbourhood) addAdjacent(n, k int32) {
	v := f.Versions[k]
	if v == nil || len(v.Ops) == 0 {
		return
	}
	if n == Init {
		f.add(f.History.TxnOf(v.Ops[0]))
		return
	}
	for i, op := range v.Ops {
		if f.NodeOfOp(op) != n {
			continue
		}
		if i > 0 {
			f.add(f.History.TxnOf(v.Ops[i-1]))
		}
		if i+1 < len(v.Ops) {
			f.add(f.History.TxnOf(v.Ops[i+1]))
		}
	}
}

// Between returns the known dependencies between the given transactions, which
// are in order: SO and RT without those that follow from others, WR, WW from each
// version to the next one of theirs, RW to the version after the one read. A read
// of what no transaction may read is a WR edge. It compares all pairs.
func (r *Resolved) Between(txns []int32) []Edge {
	b := &between{Resolved: r, txns: txns}
	b.sessions()
	b.realTime()
	b.reads()
	b.versions()
	return b.edges
}

type between struct {
	*Resolved
	txns  []int32
	edges []Edge
}

func (b *between) has(t int32) bool { _, ok := slices.BinarySearch(b.txns, t); return ok }

func (b *between) add(kind Kind, from, to, key, fromOp, toOp, source int32) {
	b.edges = append(b.edges, Edge{From: from, To: to, Kind: kind, Key: key, FromOp: fromOp, ToOp: toOp, Source: source})
}

func (b *between) sessions() {
	last := map[int32]int32{}
	for _, t := range b.txns {
		s := b.History.Session(t)
		if before, ok := last[s]; ok {
			b.add(SO, before, t, -1, -1, -1, -1)
		}
		if b.History.Status(t) == history.Committed {
			last[s] = t
		}
	}
}

// realTime adds the RT edges between which no other transaction fits.
func (b *between) realTime() {
	before := func(s, t int32) bool {
		end, start := b.History.End(s), b.History.Start(t)
		return b.Node[s] >= 0 && b.Node[t] >= 0 && end != history.NoTime && start != history.NoTime && end < start
	}
	for _, s := range b.txns {
		for _, t := range b.txns {
			follows := func(m int32) bool { return before(s, m) && before(m, t) }
			if before(s, t) && b.History.Session(s) != b.History.Session(t) && !slices.ContainsFunc(b.txns, follows) {
				b.add(RT, s, t, -1, -1, -1, -1)
			}
		}
	}
}

func (b *between) reads() {
	for _, t := range b.txns {
		if b.Node[t] < 0 {
			continue
		}
		for _, rd := range b.NodeReads(b.Node[t]) {
			if rd.External && rd.Source >= 0 && b.has(b.Txn[rd.Source]) {
				b.add(WR, b.Txn[rd.Source], t, rd.Key, b.WriteOf(rd.Source, rd.Key), rd.Op, -1)
			}
		}
	}
	for i := range b.Breaches {
		if c := &b.Breaches[i]; c.Writer >= 0 && c.Writer != c.Txn && b.has(c.Writer) && b.has(c.Txn) {
			b.add(WR, c.Writer, c.Txn, b.History.OpKey(c.Op), c.WriterOp, c.Op, -1)
		}
	}
}

// versions adds WW and RW, key by key.
func (b *between) versions() {
	writers := map[int32][]Write{}
	var keys []int32
	for _, t := range b.txns {
		if b.Node[t] < 0 {
			continue
		}
		for _, w := range b.NodeWrites(b.Node[t]) {
			if writers[w.Key] == nil {
				keys = append(keys, w.Key)
			}
			writers[w.Key] = append(writers[w.Key], w)
		}
	}
	for _, k := range keys {
		if b.Versions[k] != nil {
			b.listVersions(k, writers[k])
		} else {
			b.registerVersions(k, writers[k])
		}
	}
}

// registerVersions adds WW to those who read what they overwrote, and RW from
// everyone who read that.
func (b *between) registerVersions(k int32, writers []Write) {
	for _, w := range writers {
		source := b.sourceOf(w.Node, k)
		if source >= 0 && b.has(b.Txn[source]) {
			b.add(WW, b.Txn[source], b.Txn[w.Node], k, b.WriteOf(source, k), w.Op, -1)
		}
		b.anti(k, w, func(read int32) bool { return read == Init || read == source && source != unread })
	}
}

// unread is the source of a read that is none.
const unread int32 = -2

// sourceOf returns the node from which n read key k, Init, or unread.
func (b *between) sourceOf(n, k int32) int32 {
	for _, rd := range b.NodeReads(n) {
		if rd.Key == k && rd.External {
			return rd.Source
		}
	}
	return unread
}

// anti adds RW to w from those whose read of k has a source that overwritten
// accepts.
func (b *between) anti(k int32, w Write, overwritten func(source int32) bool) {
	for _, t := range b.txns {
		n := b.Node[t]
		if n < 0 || n == w.Node {
			continue
		}
		for _, rd := range b.NodeReads(n) {
			if rd.Key == k && rd.External && overwritten(rd.Source) {
				b.add(RW, t, b.Txn[w.Node], k, rd.Op, w.Op, b.TxnOf(rd.Source))
			}
		}
	}
}

// listVersions adds WW between the versions of list k, and RW to the first of them
// that a reader did not see.
func (b *between) listVersions(k int32, writers []Write) {
	v := b.Versions[k]
	place := make(map[int32]int, len(v.Ops))
	for i, op := range v.Ops {
		place[op] = i
	}
	at := func(op int32) int {
		if i, ok := place[op]; ok {
			return i
		}
		return len(v.Ops)
	}
	slices.SortStableFunc(writers, func(x, y Write) int { return at(x.Op) - at(y.Op) })
	for i, w := range writers {
		before := i - 1 // the last one whose version is known to be earlier
		for before >= 0 && at(writers[before].Op) == len(v.Ops) {
			before--
		}
		last := -1
		if before >= 0 {
			last = at(writers[before].Op)
			b.add(WW, b.Txn[writers[before].Node], b.Txn[w.Node], k, writers[before].Op, w.Op, -1)
		}
		b.anti(k, w, func(source int32) bool {
			seen := -1
			if source >= 0 {
				seen = at(b.WriteOf(source, k))
			}
			return seen >= last && seen < at(w.Op)
		})
	}
}
