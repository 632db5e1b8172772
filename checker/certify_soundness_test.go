package checker

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"visar/axioms"
	"visar/checker/oracle"
	"visar/history"
	"visar/history/dependency"
)

// The tests below hold the certifier against every execution of small histories:
// where some execution satisfies a model, no evidence against the model may be
// accepted, whatever it is; and where none does, some evidence exists. The
// evidence is not found by an engine: it is everything that there is.

// evidenceSpace is every edge and every breach that the certifier accepts for
// one history under one model.
type evidenceSpace struct {
	c      *certifier
	edges  []dependency.Edge
	cycles []dependency.Cycle // those found by refutedBy
}

// everything returns a refutation that speaks of every key and transaction.
func everything(h *history.History) *Refutation {
	r := &Refutation{}
	for k := range int32(h.Keys()) {
		r.Cycle = append(r.Cycle, dependency.Edge{Key: k})
	}
	for t := range int32(h.Len()) {
		r.Cycle = append(r.Cycle, dependency.Edge{From: t, To: t, Key: -1})
	}
	return r
}

// anyOrder is a set of assumptions that has every order of two transactions.
func anyOrder(h *history.History) map[Order]bool {
	all := map[Order]bool{}
	for a := range int32(h.Len()) {
		for b := range int32(h.Len()) {
			all[Order{a, b}] = a != b
		}
	}
	return all
}

func newEvidenceSpace(h *history.History, set axioms.Set, lists axioms.Lists) *evidenceSpace {
	s := &evidenceSpace{c: newCertifier(everything(h), h, set, lists)}
	all := anyOrder(h)
	for from := range int32(h.Len()) {
		for to := range int32(h.Len()) {
			for _, e := range candidates(h, from, to) {
				if s.c.edge(&e, all) == nil {
					s.edges = append(s.edges, e)
				}
			}
		}
	}
	s.addForced(h)
	return s
}

// candidates returns everything that could be an edge between two transactions,
// but for CO.
func candidates(h *history.History, from, to int32) []dependency.Edge {
	list := []dependency.Edge{
		{From: from, To: to, Kind: dependency.SO, Key: -1, FromOp: -1, ToOp: -1, Source: -1},
		{From: from, To: to, Kind: dependency.RT, Key: -1, FromOp: -1, ToOp: -1, Source: -1},
	}
	flo, fhi := h.Ops(from)
	tlo, thi := h.Ops(to)
	for a := flo; a < fhi; a++ {
		for b := tlo; b < thi; b++ {
			e := dependency.Edge{From: from, To: to, Key: h.OpKey(a), FromOp: a, ToOp: b, Source: -1}
			for _, e.Kind = range []dependency.Kind{dependency.WR, dependency.WW, dependency.RW} {
				for e.Source = -1; e.Source < int32(h.Len()); e.Source++ {
					e.Assumed = false
					list = append(list, e)
					e.Assumed = true
					list = append(list, e)
					if e.Kind != dependency.RW {
						break
					}
				}
				e.Source = -1
			}
		}
	}
	return list
}

// addForced adds every CO edge that a path of up to three edges forces.
func (s *evidenceSpace) addForced(h *history.History) {
	var steps []dependency.Edge
	seen := map[[3]int32]bool{}
	for _, e := range s.edges {
		// Operations of a read count for the monotonic view only.
		id := [3]int32{e.From, e.To, int32(e.Kind)<<16 | e.ToOp&0xffff}
		if e.Kind <= dependency.WR && !seen[id] {
			seen[id] = true
			steps = append(steps, e)
		}
	}
	paths := [][]dependency.Edge{}
	for _, e := range steps {
		paths = append(paths, []dependency.Edge{e})
	}
	for begin, length := 0, 1; length < 3; length++ {
		end := len(paths)
		for _, p := range paths[begin:end] {
			for _, e := range steps {
				if p[len(p)-1].To == e.From {
					paths = append(paths, append(slices.Clone(p), e))
				}
			}
		}
		begin = end
	}
	accepted := map[Order]bool{}
	for _, p := range paths {
		s.addForcedBy(h, p, accepted)
	}
}

func (s *evidenceSpace) addForcedBy(h *history.History, path []dependency.Edge, accepted map[Order]bool) {
	from, reader := path[0].From, path[len(path)-1].To
	via := &dependency.Forced{Reader: reader, Visible: path}
	try := func(e dependency.Edge) {
		o := Order{e.From, e.To}
		if !accepted[o] && s.c.edge(&e, nil) == nil {
			accepted[o] = true
			s.edges = append(s.edges, e)
		}
	}
	try(dependency.Edge{From: from, To: reader, Kind: dependency.CO, Key: -1, FromOp: -1, ToOp: -1, Source: -1, Via: via})
	flo, fhi := h.Ops(from)
	for a := flo; a < fhi; a++ {
		for b := range int32(h.NumOps()) {
			if h.OpKey(a) == h.OpKey(b) {
				try(dependency.Edge{From: from, To: s.c.opTxn(b), Kind: dependency.CO, Key: h.OpKey(a),
					FromOp: a, ToOp: b, Source: -1, Via: via})
			}
		}
	}
}

// refutations calls f with the orders that each accepted cycle of up to length
// edges assumes; none, for a cycle that stands by itself.
func (s *evidenceSpace) refutations(length int, f func(dependency.Cycle, []Order)) {
	out := map[int32][]dependency.Edge{}
	for _, e := range s.distinctEdges() {
		out[e.From] = append(out[e.From], e)
	}
	all := anyOrder(s.c.h)
	var path dependency.Cycle
	var extend func(start, at int32)
	extend = func(start, at int32) {
		for _, e := range out[at] {
			if e.To < start || slices.ContainsFunc(path, func(p dependency.Edge) bool { return p.From == e.To && e.To != start }) {
				continue
			}
			path = append(path, e)
			if e.To == start {
				if s.c.cycle(path, all) == nil {
					f(slices.Clone(path), assumedBy(path))
				}
			} else if len(path) < length {
				extend(start, e.To)
			}
			path = path[:len(path)-1]
		}
	}
	for t := range int32(s.c.h.Len()) {
		extend(t, t)
	}
}

// distinctEdges leaves out edges that say the same as another one. What
// distinguishes two edges is what the rules on cycles look at.
func (s *evidenceSpace) distinctEdges() []dependency.Edge {
	type sameness struct {
		from, to, source, op int32
		kind                 dependency.Kind
		assumed              bool
	}
	seen := map[sameness]bool{}
	var list []dependency.Edge
	for _, e := range s.edges {
		id := sameness{from: e.From, to: e.To, source: -1, op: -1, kind: e.Kind, assumed: e.Assumed}
		switch e.Kind {
		case dependency.WR:
			id.op = e.ToOp
		case dependency.RW:
			id.op = e.FromOp
			if e.Assumed {
				id.source = e.Source
			}
		}
		if !seen[id] {
			seen[id] = true
			list = append(list, e)
		}
	}
	return list
}

func assumedBy(cycle dependency.Cycle) []Order {
	var orders []Order
	for _, e := range cycle {
		switch {
		case e.Assumed && e.Kind == dependency.WW:
			orders = append(orders, Order{e.From, e.To})
		case e.Assumed:
			orders = append(orders, Order{e.Source, e.To})
		}
	}
	return orders
}

// breach returns a breach that is accepted, if there is one.
func (s *evidenceSpace) breach() *dependency.Breach {
	h := s.c.h
	for op := range int32(h.NumOps()) {
		if h.OpKind(op) != history.Read {
			continue
		}
		b := &dependency.Breach{Txn: s.c.opTxn(op), Op: op}
		for b.Kind = dependency.ThinAir; b.Kind <= dependency.CyclicVersions; b.Kind++ {
			for b.Value = range int32(h.Values()) {
				if s.anyWriter(b) {
					return b
				}
			}
		}
	}
	return nil
}

func (s *evidenceSpace) anyWriter(b *dependency.Breach) bool {
	h := s.c.h
	for b.WriterOp = int32(-1); b.WriterOp < int32(h.NumOps()); b.WriterOp++ {
		b.Writer = -1
		if b.WriterOp >= 0 {
			b.Writer = s.c.opTxn(b.WriterOp)
		}
		if s.c.breachedRead(b) != nil {
			continue
		}
		for b.Other = int32(-1); b.Other < int32(h.NumOps()); b.Other++ {
			for _, b.External = range []bool{false, true} {
				if s.c.breach(b) == nil {
					return true
				}
			}
		}
	}
	return false
}

// refutedBy returns how the model is refuted, or "" if it is not.
func (s *evidenceSpace) refutedBy() string {
	var alone dependency.Cycle
	var clauses [][]Order
	s.refutations(s.c.h.Len(), func(c dependency.Cycle, assumed []Order) {
		if len(assumed) == 0 {
			alone = c
		}
		clauses = append(clauses, assumed)
		s.cycles = append(s.cycles, c)
	})
	if alone != nil {
		return fmt.Sprintf("cycle %+v", alone)
	}
	if !someOrderAvoids(s.c.h.Len(), clauses) {
		return fmt.Sprintf("%d clauses that leave no order", len(clauses))
	}
	return ""
}

// someOrderAvoids reports whether some total order of n transactions contradicts
// an order of each clause.
func someOrderAvoids(n int, clauses [][]Order) bool {
	place := make([]int, n)
	used := make([]bool, n)
	var put func(i int) bool
	put = func(i int) bool {
		if i == n {
			return !slices.ContainsFunc(clauses, func(c []Order) bool {
				return !slices.ContainsFunc(c, func(o Order) bool { return place[o.Before] > place[o.After] })
			})
		}
		for t := range n {
			if !used[t] {
				used[t], place[t] = true, i
				ok := put(i + 1)
				used[t] = false
				if ok {
					return true
				}
			}
		}
		return false
	}
	return put(0)
}

// evidenceShapes are the kinds of histories that the tests go through.
var evidenceShapes = []struct {
	name   string
	sense  axioms.Lists
	oracle oracle.Lists
	config oracle.Config
	runs   int
}{
	{"registers", axioms.Versioned, oracle.Versioned, oracle.Config{}, 80},
	{"ambiguous registers", axioms.Versioned, oracle.Versioned, oracle.Config{Duplicates: true}, 40},
	{"versioned lists", axioms.Versioned, oracle.Versioned, oracle.Config{Lists: true}, 80},
	{"logs", axioms.Log, oracle.Log, oracle.Config{Lists: true}, 80},
}

func TestEvidenceStandsOnlyAgainstWhatNoExecutionSatisfies(t *testing.T) {
	for i, shape := range evidenceShapes {
		t.Run(shape.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(i), 7))
			runs := shape.runs
			if *full {
				runs *= 20
			}
			c := shape.config
			c.Sessions, c.Times, c.Aborted, c.Unknown = true, true, true, true
			var tally evidenceTally
			for run := range runs {
				c.Txns, c.Keys, c.Ops = 2+run%3, 1+run%2, 1+run/2%3
				h, admitted := oracle.Telling(rng, c, shape.oracle)
				tally.compare(t, h, admitted, shape.sense)
			}
			t.Logf("%+v", tally)
			if tally.Consistent < 6*runs || tally.Violated < 5*runs {
				t.Errorf("the histories tell little: %+v", tally)
			}
			// What was written twice may need evidence that no cycle is.
			if tally.Unrefuted > 0 && !c.Duplicates {
				t.Errorf("no evidence was accepted for %d violations", tally.Unrefuted)
			}
		})
	}
}

// evidenceTally counts pairs of a history and a model.
type evidenceTally struct {
	Consistent int // for which no evidence of violation is accepted
	Violated   int // for which some is
	Unrefuted  int // violated, and none is
	Carried    int // cycles accepted for a stronger model
}

func (n *evidenceTally) compare(t *testing.T, h *history.History, admitted oracle.Set, sense axioms.Lists) {
	t.Helper()
	breaches := map[axioms.Set]*dependency.Breach{} // by the axioms on reads
	for _, m := range axioms.Models {
		if !oracle.Defined(h).Has(m.Name) {
			continue
		}
		reads := m.Axioms.Closure() & (axioms.INT | axioms.EXT | axioms.COMMITTED)
		if _, known := breaches[reads]; !known {
			s := &evidenceSpace{c: newCertifier(everything(h), h, reads, sense)}
			breaches[reads] = s.breach()
		}
		how := ""
		if b := breaches[reads]; b != nil {
			how = fmt.Sprintf("breach %+v", *b)
		} else {
			s := newEvidenceSpace(h, m.Axioms, sense)
			how = s.refutedBy()
			n.carry(t, s, m)
		}
		n.add(t, h, m, admitted.Has(m.Name), how)
	}
}

func (n *evidenceTally) add(t *testing.T, h *history.History, m *axioms.Model, admitted bool, how string) {
	t.Helper()
	switch {
	case admitted && how != "":
		t.Errorf("%s admits\n%s\nbut is refuted by %s", m.Name, h, how)
	case admitted:
		n.Consistent++
	case how != "":
		n.Violated++
	default:
		n.Unrefuted++
		t.Logf("no evidence is accepted that %s is violated by\n%s", m.Name, h)
	}
}

// carry checks that evidence against m is accepted as evidence against every
// stronger model.
func (n *evidenceTally) carry(t *testing.T, s *evidenceSpace, m *axioms.Model) {
	t.Helper()
	all := anyOrder(s.c.h)
	for _, stronger := range axioms.Stronger(m) {
		c := newCertifier(everything(s.c.h), s.c.h, stronger.Axioms, s.c.lists)
		for _, cycle := range s.cycles {
			n.Carried++
			if err := c.cycle(cycle, all); err != nil {
				t.Errorf("a cycle against %s is none against %s: %v\n%s\n%+v", m.Name, stronger.Name, err, s.c.h, cycle)
				return
			}
		}
	}
}
