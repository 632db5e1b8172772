package checker

import (
	"slices"

	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// sourceSolver hands the sources of ambiguous reads and the orders of all writers
// to the order solver at once. Its variables are
//
//   - for a pair of writers of a key, which is first, with WW and the RW of known
//     reads as edges;
//   - for a read and a candidate, that the read is from it, with WR as its edge;
//   - for a read and a writer, that the writer is later than what was read, with RW
//     as its edge. A clause for each candidate says that it is, if the candidate is
//     the source and is before the writer.
//
// That is cubic in the writers of a key, so that it is kept for small histories.
type sourceSolver struct {
	*polygraph
	weak    bool // visibility is the least one that the reads ask for
	search  *sourceSearch
	p       order.Problem
	pairs   map[[2]int32]int32
	sources map[choice]order.Lit
	size    int // literals in clauses and edges
	// steps has, for a weak set whose visibility is of one step, the literals under
	// which a node sees another, and antis the writers that it must not see then.
	steps map[order.Edge][]order.Lit
	antis []order.GuardedEdge
}

// maxSourceProblem bounds the size of the problem: a few hundred megabytes.
const maxSourceProblem = 8 << 20

// solveSources looks for sources of the ambiguous reads that are active, under
// axioms that a graph decides. On success it returns them.
func (s *sourceSearch) solveSources(set axioms.Set, active []bool) (sources []int32, outcome order.Outcome) {
	j := *s.job
	j.set = set
	j.r = s.r.Assign(slices.Repeat([]int32{dependency.Open}, len(s.same)))
	x := &sourceSolver{polygraph: newPolygraph(&j), search: s, pairs: map[[2]int32]int32{}, sources: map[choice]order.Lit{}}
	if x.weak = set&(axioms.TOTALVIS|axioms.PREFIX|axioms.NOCONFLICT) == 0; x.weak {
		x.layers()
	} else {
		x.p.Nodes = int(x.total)
		x.p.Edges, x.p.Outside = edgesOf(x.arcs), edgesOf(x.outside)
		x.p.Hint = x.rankOf(func(n int32) int64 { return int64(s.place[n]) })
	}
	x.addWriters()
	for i := range s.same {
		if active[i] && s.same[i] == int32(i) && !x.tooLarge() {
			x.addRead(int32(i))
		}
	}
	x.addSteps()
	if x.tooLarge() {
		return nil, order.Undecided
	}
	res, err := order.Solve(s.ctx, &x.p, order.Options{MaxSteps: s.sourceSteps()})
	if err != nil || res.Outcome != order.Satisfied {
		return nil, res.Outcome
	}
	return x.chosen(res.True), order.Satisfied
}

// tooLarge also gives up when the time is up.
func (x *sourceSolver) tooLarge() bool {
	return x.size > maxSourceProblem || x.full || x.ctx.Err() != nil ||
		x.opt.MaxMemory > 0 && guardBytes*int64(x.size) > x.opt.MaxMemory
}

// sourceSteps bounds one search.
func (s *sourceSearch) sourceSteps() int64 {
	if s.opt.MaxSteps > 0 {
		return s.opt.MaxSteps
	}
	return 1 << 30
}

func (x *sourceSolver) variable() order.Lit {
	x.p.Vars++
	return order.Lit(2 * (x.p.Vars - 1))
}

// first returns the literal of "node a comes before node b".
func (x *sourceSolver) first(a, b int32) order.Lit {
	pair := [2]int32{min(a, b), max(a, b)}
	v, ok := x.pairs[pair]
	if !ok {
		v = x.variable().Var()
		x.pairs[pair] = v
	}
	if a > b {
		return order.Lit(2*v + 1)
	}
	return order.Lit(2 * v)
}

func (x *sourceSolver) guard(l order.Lit, from, to int32) {
	x.p.Guarded = append(x.p.Guarded, order.GuardedEdge{Lit: l, Edge: order.Edge{From: from, To: to}})
	x.size++
}

// against adds the anti-dependency of a read to a later writer.
func (x *sourceSolver) against(l order.Lit, reader, writer int32) {
	if x.weak && !x.has(axioms.TRANSVIS) {
		x.antis = append(x.antis, order.GuardedEdge{Lit: l, Edge: order.Edge{From: writer, To: reader}})
		return
	}
	if x.weak || x.shape.forbids() {
		x.p.GuardedForbidden = append(x.p.GuardedForbidden, order.GuardedEdge{Lit: l, Edge: order.Edge{From: writer, To: reader}})
		x.size++
		return
	}
	x.guard(l, x.shape.snapshot(reader), x.shape.commit(writer))
}

func (x *sourceSolver) clause(lits ...order.Lit) {
	x.p.Clauses = append(x.p.Clauses, lits)
	x.size += len(lits)
}

// addWriters adds the orders of the writers of each register, with what they mean
// for the reads whose source is known.
func (x *sourceSolver) addWriters() {
	initial := x.initialReaders()
	for k := range int32(x.h.Keys()) {
		if x.r.Versions[k] != nil {
			continue
		}
		writers := x.r.WritersOf(k)
		for _, a := range writers {
			for _, b := range writers {
				if a != b && !x.tooLarge() {
					x.addOrder(a, b)
				}
			}
		}
		if !x.weak && !x.shape.forbids() {
			continue
		}
		for _, reader := range initial[k] {
			for _, w := range x.writerNodes(k) {
				x.unread(reader, w)
			}
		}
	}
}

// addOrder adds the edges of "write a comes before write b".
func (x *sourceSolver) addOrder(a, b int32) {
	na, nb := x.r.Writes[a].Node, x.r.Writes[b].Node
	l := x.first(na, nb)
	if x.weak {
		x.guard(l, x.arbitration(na), x.arbitration(nb))
	} else {
		from, to := x.shape.ww(na, nb)
		x.guard(l, from, to)
	}
	for _, reader := range x.readersOf(a) {
		if reader != nb {
			x.against(l, reader, nb)
		}
	}
}

// addRead adds the choice of the source of ambiguous read i.
func (x *sourceSolver) addRead(i int32) {
	a := x.search.r.Ambiguous[i]
	reader, k := x.r.Node[a.Txn], x.h.OpKey(a.Op)
	candidates := x.search.preferred(i)
	some := make([]order.Lit, len(candidates))
	for c, n := range candidates {
		// The value tried first is the guess.
		if some[c] = x.variable(); c > 0 {
			some[c] = some[c].Not()
		}
		x.sources[choice{i, n}] = some[c]
		if n != dependency.Init {
			x.see(some[c], n, reader)
		}
	}
	x.clause(some...)
	for _, w := range x.writerNodes(k) {
		if w != reader {
			x.addLater(reader, w, candidates, some)
		}
	}
}

// addLater adds that writer w is later than what the reader read, if it is.
func (x *sourceSolver) addLater(reader, w int32, candidates []int32, some []order.Lit) {
	later := x.variable()
	x.against(later, reader, w)
	for c, n := range candidates {
		switch {
		case n == dependency.Init:
			x.clause(some[c].Not(), later)
		case n != w && !x.tooLarge():
			x.clause(some[c].Not(), x.first(w, n), later)
		}
	}
}

// chosen returns the sources of a solution; Open for reads that took no part.
func (x *sourceSolver) chosen(values []bool) []int32 {
	all := slices.Repeat([]int32{dependency.Open}, len(x.search.same))
	for c, l := range x.sources {
		if values[l.Var()] == l.Positive() {
			all[c.read] = c.source
		}
	}
	for i, f := range x.search.same {
		all[i] = all[f]
	}
	return all
}
