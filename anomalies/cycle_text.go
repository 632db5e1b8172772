package anomalies

import (
	"cmp"
	"slices"
	"strings"

	"visar/history"
	"visar/history/dependency"
)

// named is a loop with its name.
type named struct {
	loop
	anomaly *Anomaly
}

// nameLoops names each loop.
func (t *teller) nameLoops(loops []loop) []named {
	all := make([]named, len(loops))
	for i, l := range loops {
		all[i] = named{l, nameCycle(t.h, l.cycle)}
	}
	return all
}

// nameCycle returns the first anomaly of the catalogue that a cycle is.
func nameCycle(h *history.History, c dependency.Cycle) *Anomaly {
	for _, a := range Catalogue {
		if a.Shape.matches(h, c) {
			return a
		}
	}
	panic("anomalies: a cycle without a name")
}

// telling returns the loop that names the whole: the one that assumes least, and
// of these the most severe, and the shortest. Those that only show an assumed order
// to be impossible come last.
func telling(loops []named) named { return slices.MinFunc(loops, byTelling) }

func byTelling(a, b named) int {
	return cmp.Or(a.assumption()-b.assumption(), len(a.assume)-len(b.assume), a.anomaly.rank()-b.anomaly.rank(), len(a.cycle)-len(b.cycle))
}

// assumption is 1 if the loop has an assumed order and no transaction in it missed
// anything: what is known speaks against the order, and that is no anomaly.
func (l *named) assumption() int {
	if l.cycle.Count(dependency.RW) == 0 && slices.ContainsFunc(l.cycle, func(e dependency.Edge) bool { return e.Assumed }) {
		return 1
	}
	return 0
}

// cycle names and tells a cycle that is in every execution.
func (t *teller) cycle(c dependency.Cycle) *Found {
	loops := t.nameLoops(cycleLoops(t.h, c))
	l := telling(loops)
	if len(loops) > 1 {
		return t.mutual(c, l)
	}
	f := t.found(l.anomaly, l.cycle)
	f.Cycle = t.edges(l.loop)
	f.Edges = l.cycle
	f.Txns = l.cycle.Txns()
	t.involve(f, l.follows)
	f.Sentences = append(sentences(f.Cycle), t.conclusion(f))
	t.finish(f)
	return f
}

// mutual tells a cycle in which several edges are forced by what was read: each
// is told as it is.
func (t *teller) mutual(c dependency.Cycle, l named) *Found {
	f := t.found(l.anomaly, l.cycle)
	whole := newLoop(t.h, withoutGuarantees(c))
	f.Cycle = t.edges(whole)
	f.Txns = whole.cycle.Txns()
	for _, e := range whole.cycle {
		f.addEdge(e)
	}
	f.Sentences = append(sentences(f.Cycle), t.conclusion(f))
	t.finish(f)
	return f
}

// addEdge adds an edge to draw; of a forced one that is what forces it.
func (f *Found) addEdge(e dependency.Edge) {
	parts := []dependency.Edge{e}
	if e.Kind == dependency.CO {
		parts = append(slices.Clone(e.Via.Visible), e, dependency.Edge{From: e.To, To: e.Via.Reader, Kind: dependency.WR,
			Key: e.Key, FromOp: e.ToOp, ToOp: forcedRead(f.h, e), Source: -1})
		for _, p := range e.Via.Visible {
			f.addTxn(p.From)
			f.addTxn(p.To)
		}
	}
	for _, p := range parts {
		if f.edgeIn.add(bare(p)) {
			f.Edges = append(f.Edges, p)
		}
	}
}

// bare returns the edge without the operations that show it.
func bare(e dependency.Edge) dependency.Edge {
	return dependency.Edge{From: e.From, To: e.To, Kind: e.Kind, Key: e.Key}
}

// addTxn adds a transaction after those that were there when it was first called.
func (f *Found) addTxn(t int32) {
	if f.txnIn == nil {
		for _, u := range f.Txns {
			f.txnIn.add(u)
		}
	}
	if t >= 0 && f.txnIn.add(t) {
		f.Txns = append(f.Txns, t)
	}
}

// set is a set of what was added.
type set[T comparable] map[T]bool

// add reports whether x is new.
func (s *set[T]) add(x T) bool {
	if *s == nil {
		*s = set[T]{}
	}
	before := len(*s)
	(*s)[x] = true
	return len(*s) > before
}

// involve adds the transactions of the edges that others follow from.
func (t *teller) involve(f *Found, follows [][]dependency.Edge) {
	for _, edges := range follows {
		for _, e := range edges {
			f.addTxn(e.From)
			f.addTxn(e.To)
		}
	}
}

// sentences returns the edges as sentences.
func sentences(edges []EdgeText) []string {
	var all []string
	for _, e := range edges {
		all = append(all, sentence(e.Why))
	}
	return all
}

// sentence makes a sentence of its words.
func sentence(words string) string { return words + "." }

// conclusion says why all this cannot be.
func (t *teller) conclusion(f *Found) string {
	if f.Axiom == Arbitration {
		return "No order of the transactions allows that: " + f.Anomaly.Together + "."
	}
	return "That breaks " + words(strings.Split(f.Axiom, ",")) + ": " + f.Anomaly.Together + "."
}

// found makes a Found of the name and the cycle that gave it.
func (t *teller) found(a *Anomaly, c dependency.Cycle) *Found {
	axiom, laws := a.broken(t.axioms, c)
	return &Found{Anomaly: a, Name: a.ID, Axiom: axiom, Count: 1, h: t.h, loop: c, laws: laws}
}

// finish fills in what follows from the transactions and the edges.
func (t *teller) finish(f *Found) {
	f.TxnNames = t.names(f.Txns)
	var keys set[string]
	for _, name := range f.Keys {
		keys.add(name)
	}
	for _, e := range f.Edges {
		if e.Key < 0 {
			continue
		}
		if name := t.key(e.Key); keys.add(name) {
			f.Keys = append(f.Keys, name)
		}
		for _, op := range []int32{e.FromOp, e.ToOp} {
			if op >= 0 && t.h.OpKind(op) != history.Read {
				f.values = append(f.values, t.h.OpValue(op))
			}
		}
	}
	f.Transactions = headed(t.h, f.Txns, func(txn int32) string { return t.line(txn, f.values) })
}
