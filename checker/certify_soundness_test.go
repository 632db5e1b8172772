package checker

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
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

// randomLines makes a small history in the notation of rawHistory.
func randomLines(r *rand.Rand, lists bool) []string {
	g := &lineMaker{r: r, lists: lists, unique: r.IntN(4) > 0}
	n := 2 + r.IntN(3)
	for range n {
		g.lines = append(g.lines, g.line())
	}
	if lists {
		g.fillLists()
	}
	return g.lines
}

type lineMaker struct {
	r        *rand.Rand
	lists    bool
	unique   bool // no two writes of one value to one key
	value    int
	lines    []string
	appended map[string][]string
	clock    int
}

func (g *lineMaker) line() string {
	var words []string
	if s := g.r.IntN(4); s < 2 {
		words = append(words, string(rune('a'+s))+":")
	}
	for range 1 + g.r.IntN(3) {
		words = append(words, g.op())
	}
	g.clock += g.r.IntN(3)
	if g.r.IntN(3) > 0 {
		words = append(words, fmt.Sprintf("@%d-%d", g.clock, g.clock+g.r.IntN(4)))
	}
	switch g.r.IntN(12) {
	case 0:
		words = append(words, "aborted")
	case 1:
		words = append(words, "unknown")
	}
	return strings.Join(words, " ")
}

func (g *lineMaker) op() string {
	k := string(rune('x' + g.r.IntN(2)))
	if g.r.IntN(2) == 0 {
		if g.lists {
			return "l" + k + "?"
		}
		return "r" + k + fmt.Sprint(g.r.IntN(5))
	}
	v := 1 + g.r.IntN(4)
	if g.unique || g.lists {
		g.value++
		v = g.value
	}
	if g.lists {
		if g.appended == nil {
			g.appended = map[string][]string{}
		}
		g.appended[k] = append(g.appended[k], fmt.Sprint(v))
		return "a" + k + fmt.Sprint(v)
	}
	return "w" + k + fmt.Sprint(v%5)
}

// fillLists gives the list reads their elements: mostly prefixes of one order of
// the appends, which mostly is that of the lines.
func (g *lineMaker) fillLists() {
	orders := map[string][]string{}
	for k, list := range g.appended {
		orders[k] = slices.Clone(list)
		if g.r.IntN(3) == 0 {
			g.r.Shuffle(len(list), func(i, j int) { orders[k][i], orders[k][j] = orders[k][j], orders[k][i] })
		}
	}
	for i, line := range g.lines {
		words := strings.Fields(line)
		own := map[string][]string{}
		for j, w := range words {
			k := ""
			if len(w) > 1 {
				k = w[1:2]
			}
			switch {
			case w[0] == 'a' && k != ":" && !strings.HasPrefix(w, "ab"):
				own[k] = append(own[k], w[2:])
			case strings.HasSuffix(w, "?"):
				words[j] = "l" + k + strings.Join(g.list(orders[k], own[k]), ".")
			}
		}
		g.lines[i] = strings.Join(words, " ")
	}
}

func (g *lineMaker) list(order, own []string) []string {
	var list []string
	for _, v := range order[:g.r.IntN(len(order)+1)] {
		if !slices.Contains(own, v) && g.r.IntN(12) > 0 {
			list = append(list, v)
		}
	}
	if g.r.IntN(25) == 0 && len(list) > 0 {
		list = append(list, list[0])
	}
	if g.r.IntN(25) == 0 {
		list = append(list, "99")
	}
	if g.r.IntN(12) > 0 {
		list = append(list, own...)
	}
	return list
}

// evidenceSpace is every edge and every breach that the certifier accepts for
// one history under one model.
type evidenceSpace struct {
	c     *certifier
	edges []dependency.Edge
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
		for b.Kind = dependency.ThinAir; b.Kind <= dependency.DuplicateElement; b.Kind++ {
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

func oracleLists(l axioms.Lists) oracle.Lists {
	if l == axioms.Log {
		return oracle.Log
	}
	return oracle.Versioned
}

func TestEvidenceStandsOnlyAgainstWhatNoExecutionSatisfies(t *testing.T) {
	shapes := []struct {
		name  string
		lists bool
		sense axioms.Lists
		runs  int
	}{
		{"registers", false, axioms.Versioned, 60},
		{"versioned lists", true, axioms.Versioned, 60},
		{"logs", true, axioms.Log, 60},
	}
	for i, shape := range shapes {
		t.Run(shape.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(i), 7))
			tally := map[string]int{}
			for range shape.runs {
				lines := randomLines(r, shape.lists)
				compareWithOracle(t, lines, shape.sense, tally)
			}
			t.Log(tally)
		})
	}
}

func compareWithOracle(t *testing.T, lines []string, sense axioms.Lists, tally map[string]int) {
	t.Helper()
	h := rawHistory(t, lines...)
	admitted := oracle.Admitted(h, oracleLists(sense))
	defined := oracle.Defined(h)
	breaches := map[axioms.Set]*dependency.Breach{} // by the axioms on reads
	for _, name := range oracle.Models {
		if !defined.Has(name) {
			continue
		}
		reads := oracleModels[name].Closure() & (axioms.INT | axioms.EXT | axioms.COMMITTED)
		if _, known := breaches[reads]; !known {
			s := &evidenceSpace{c: newCertifier(everything(h), h, reads, sense)}
			breaches[reads] = s.breach()
		}
		how := ""
		if b := breaches[reads]; b != nil {
			how = fmt.Sprintf("breach %+v", *b)
		} else {
			how = newEvidenceSpace(h, oracleModels[name], sense).refutedBy()
		}
		switch {
		case admitted.Has(name) && how != "":
			t.Errorf("%s admits\n\t%s\nbut is refuted by %s", name, strings.Join(lines, "\n\t"), how)
		case admitted.Has(name):
			tally["consistent"]++
		case how == "":
			tally["violated, not refuted"]++
			if testing.Verbose() && tally["violated, not refuted"] < 4000 {
				t.Logf("%s is violated without evidence:\n\t%s", name, strings.Join(lines, "\n\t"))
			}
		default:
			tally["violated"]++
		}
	}
}
