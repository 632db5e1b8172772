package checker

import (
	"slices"

	"visar/axioms"
	"visar/checker/order"
	"visar/history/dependency"
)

// sub is a history cut down to a few transactions, under a shape, with every
// dependency between two of them as an edge of its own: no hubs, no chains, no
// order left out because it follows. What it refutes the whole history refutes
// too, because an execution of the whole is one of every part.
type sub struct {
	*polygraph
	txns  []int32         // nodes of the whole history, in order
	local map[int32]int32 // their places
	p     order.Problem
	label map[labelKey]dependency.Edge
	// antis are the anti-dependencies, for shapes in which they are no edges.
	antis   []anti
	steps   map[order.Edge][]order.Lit // the single steps of visibility, for UA
	vars    map[[2]int32]int32
	pairOf  [][2]int32
	known   []dependency.Edge // that are no choice, of every kind; up to maxKnown transactions
	clashes []clash           // clauses of UA: a step of visibility against an anti-dependency
}

type labelKey struct {
	edge  order.Edge
	guard order.Lit
}

// anti is an anti-dependency of local transactions with its guard.
type anti struct {
	reader, writer int32
	guard          order.Lit
	edge           dependency.Edge
}

type clash struct {
	see, anti dependency.Edge
	lits      []order.Lit // guards, Base left out
}

func newSub(g *polygraph, txns []int32) *sub {
	s := &sub{polygraph: g, txns: txns, local: make(map[int32]int32, len(txns)),
		label: map[labelKey]dependency.Edge{}, vars: map[[2]int32]int32{}, steps: map[order.Edge][]order.Lit{}}
	for i, n := range txns {
		s.local[n] = int32(i)
	}
	s.p.Nodes = len(txns)
	if g.shape.split() {
		s.p.Nodes = 2 * len(txns)
		for i := range int32(len(txns)) {
			s.p.Edges = append(s.p.Edges, order.Edge{From: 2 * i, To: 2*i + 1})
		}
	}
	s.addReads()
	s.addVersions()
	s.addPairs()
	s.p.Vars = len(s.pairOf)
	if g.shape == shapeUA {
		s.addClashes()
	}
	return s
}

// maxKnown bounds the transactions of which all edges are kept.
const maxKnown = 200

// note keeps an edge that is no choice.
func (s *sub) note(e dependency.Edge) {
	if !e.Assumed && len(s.txns) <= maxKnown {
		s.known = append(s.known, e)
	}
}

// see adds an edge of visibility between local transactions.
func (s *sub) see(i, j int32, guard order.Lit, e dependency.Edge) {
	s.note(e)
	from, to := s.shape.commit(i), s.shape.snapshot(j)
	if e.Kind == dependency.WW {
		from, to = s.shape.ww(i, j)
	}
	s.edge(from, to, guard, e)
	step := order.Edge{From: i, To: j}
	s.steps[step] = append(s.steps[step], guard)
}

func (s *sub) edge(from, to int32, guard order.Lit, e dependency.Edge) {
	key := labelKey{order.Edge{From: from, To: to}, guard}
	if _, ok := s.label[key]; ok {
		return
	}
	s.label[key] = e
	switch {
	case guard == order.Outside:
		s.p.Outside = append(s.p.Outside, key.edge)
	case guard == order.Base:
		s.p.Edges = append(s.p.Edges, key.edge)
	default:
		s.p.Guarded = append(s.p.Guarded, order.GuardedEdge{Lit: guard, Edge: key.edge})
	}
}

// against adds an anti-dependency between local transactions.
func (s *sub) against(reader, writer int32, guard order.Lit, e dependency.Edge) {
	s.note(e)
	if !s.shape.forbids() {
		s.edge(s.shape.snapshot(reader), s.shape.commit(writer), guard, e)
		return
	}
	s.antis = append(s.antis, anti{reader, writer, guard, e})
	if s.shape == shapeUA {
		return
	}
	pair := order.Edge{From: writer, To: reader}
	if guard == order.Base {
		s.p.Forbidden = append(s.p.Forbidden, pair)
	} else {
		s.p.GuardedForbidden = append(s.p.GuardedForbidden, order.GuardedEdge{Lit: guard, Edge: pair})
	}
}

// arbitrate adds an edge of arbitration alone.
func (s *sub) arbitrate(i, j int32, e dependency.Edge) {
	s.note(e)
	guard := order.Base
	if s.shape.forbids() {
		guard = order.Outside
	}
	s.edge(s.shape.commit(i), s.shape.commit(j), guard, e)
}

func (s *sub) addReads() {
	for j, n := range s.txns {
		for _, rd := range s.r.NodeReads(n) {
			if i, ok := s.local[rd.Source]; ok && rd.External {
				s.see(i, int32(j), order.Base, dependency.Edge{From: s.r.Txn[rd.Source], To: s.r.Txn[n], Kind: dependency.WR,
					Key: rd.Key, FromOp: s.r.WriteOf(rd.Source, rd.Key), ToOp: rd.Op, Source: -1})
			}
		}
	}
}

// addPairs adds SO and RT.
// addVersions adds WW and RW: as known, or as the two sides of a choice.
func (s *sub) addVersions() {
	byKey := map[int32][]int32{}
	var keys []int32
	for _, n := range s.txns {
		for _, w := range s.r.NodeWrites(n) {
			if byKey[w.Key] == nil {
				keys = append(keys, w.Key)
			}
			byKey[w.Key] = append(byKey[w.Key], n)
		}
	}
	initial := s.initialReadsByKey()
	for _, k := range keys {
		s.addInitial(initial[k], byKey[k])
		if s.opt.Lists == axioms.Log && s.r.Versions[k] != nil {
			s.addUnseen(k, byKey[k])
		}
		places := s.listPlaces(k)
		for i, a := range byKey[k] {
			for _, b := range byKey[k][i+1:] {
				s.addPair(k, a, b, places)
			}
		}
	}
}

// initialReadsByKey returns the reads of initial values by the transactions.
func (s *sub) initialReadsByKey() map[int32][]dependency.Read {
	by := map[int32][]dependency.Read{}
	for _, n := range s.txns {
		for _, rd := range s.r.NodeReads(n) {
			if rd.External && rd.Source == dependency.Init {
				by[rd.Key] = append(by[rd.Key], rd)
			}
		}
	}
	return by
}

// addInitial adds RW from reads of the initial value of a key.
func (s *sub) addInitial(reads []dependency.Read, writers []int32) {
	for _, rd := range reads {
		for _, w := range writers {
			if w != rd.Node {
				s.against(s.local[rd.Node], s.local[w], order.Base, s.antiEdge(rd, w, false))
			}
		}
	}
}

// addUnseen adds RW from the readers of log k to the writers whose appends they
// did not see.
func (s *sub) addUnseen(k int32, writers []int32) {
	for _, n := range s.txns {
		for _, rd := range s.r.NodeReads(n) {
			if rd.Key != k || !rd.External || !s.holds(rd.Source) {
				continue
			}
			list, _ := s.h.ListRead(rd.Op)
			for _, w := range writers {
				if w != n && !slices.Contains(list, s.h.OpValue(s.r.WriteOf(w, k))) {
					s.against(s.local[n], s.local[w], order.Base, s.antiEdge(rd, w, false))
				}
			}
		}
	}
}

func (s *sub) antiEdge(rd dependency.Read, w int32, assumed bool) dependency.Edge {
	return dependency.Edge{From: s.r.Txn[rd.Node], To: s.r.Txn[w], Kind: dependency.RW, Key: rd.Key, FromOp: rd.Op,
		ToOp: s.r.WriteOf(w, rd.Key), Source: s.r.TxnOf(rd.Source), Assumed: assumed}
}

// addPair adds the order of the versions of k by a and b.
func (s *sub) addPair(k, a, b int32, places map[int32][]int32) {
	ab := s.knownBefore(k, a, b, places)
	ba := s.knownBefore(k, b, a, places)
	if ab {
		s.addOrder(k, a, b, order.Base, places)
	}
	if ba {
		s.addOrder(k, b, a, order.Base, places)
	}
	if ab || ba {
		return
	}
	pair := [2]int32{s.local[a], s.local[b]}
	v, ok := s.vars[pair]
	if !ok {
		v = int32(len(s.pairOf))
		s.vars[pair] = v
		s.pairOf = append(s.pairOf, pair)
	}
	s.addOrder(k, a, b, order.Lit(2*v), places)
	s.addOrder(k, b, a, order.Lit(2*v+1), places)
}

// addOrder adds the edges of "a's version of k comes before b's".
func (s *sub) addOrder(k, a, b int32, guard order.Lit, places map[int32][]int32) {
	assumed := guard != order.Base
	from, to := s.versionsOf(k, a, b, guard, places)
	s.see(s.local[a], s.local[b], guard, dependency.Edge{From: s.r.Txn[a], To: s.r.Txn[b], Kind: dependency.WW, Key: k,
		FromOp: from, ToOp: to, Source: -1, Assumed: assumed})
	if from != s.r.WriteOf(a, k) {
		return
	}
	for _, n := range s.readersOf(s.writeOf(a, k)) {
		if _, in := s.local[n]; !in || n == b {
			continue
		}
		for _, rd := range s.r.NodeReads(n) {
			if rd.Key == k && rd.External {
				s.against(s.local[n], s.local[b], guard, s.antiEdge(rd, b, assumed))
			}
		}
	}
}

// versionsOf returns the last appends or writes of k by a and b or, where the
// transactions append in turns, appends that stand in this order.
func (s *sub) versionsOf(k, a, b int32, guard order.Lit, places map[int32][]int32) (from, to int32) {
	from, to = s.r.WriteOf(a, k), s.r.WriteOf(b, k)
	if guard != order.Base || len(places[a]) == 0 {
		return from, to
	}
	ops := s.r.Versions[k].Ops
	last := s.finalPlace(k, b, places)
	if own := places[b]; s.opt.Lists == axioms.Log && len(own) > 0 && int(last) == len(ops) {
		last = own[len(own)-1]
		to = ops[last]
	}
	if s.finalPlace(k, a, places) >= last && places[a][0] < last {
		from = ops[places[a][0]]
	}
	return from, to
}

// listPlaces returns, by node, the places of its appends in the known order of
// list k; nil for a register.
func (s *sub) listPlaces(k int32) map[int32][]int32 {
	v := s.r.Versions[k]
	if v == nil {
		return nil
	}
	places := map[int32][]int32{}
	for i, op := range v.Ops {
		if n := s.r.NodeOfOp(op); s.holds(n) {
			places[n] = append(places[n], int32(i))
		}
	}
	return places
}

func (s *sub) holds(n int32) bool { _, ok := s.local[n]; return ok }

// finalPlace is the place of the last append of node n to list k in the known
// order, or after all of it.
func (s *sub) finalPlace(k, n int32, places map[int32][]int32) int32 {
	ops := s.r.Versions[k].Ops
	if own := places[n]; len(own) > 0 && ops[own[len(own)-1]] == s.r.WriteOf(n, k) {
		return own[len(own)-1]
	}
	return int32(len(ops))
}

// knownBefore reports whether the history shows that a's version of k comes
// before b's: some append of a before some append of b, or b read a's version.
func (s *sub) knownBefore(k, a, b int32, places map[int32][]int32) bool {
	if s.r.Versions[k] == nil {
		for _, rd := range s.r.NodeReads(b) {
			if rd.Key == k && rd.External && rd.Source == a {
				return true
			}
		}
		return false
	}
	last := s.finalPlace(k, b, places)
	if own := places[b]; s.opt.Lists == axioms.Log && int(last) == len(s.r.Versions[k].Ops) {
		if last = -1; len(own) > 0 {
			last = own[len(own)-1]
		}
	}
	return len(places[a]) > 0 && places[a][0] < last || s.opt.Lists == axioms.Log && s.shownBefore(k, a, b)
}

// shownBefore reports whether a committed read of log k shows an append of a
// before one of b.
func (s *sub) shownBefore(k, a, b int32) bool {
	for _, rd := range s.r.Reads {
		if rd.Key != k {
			continue
		}
		list, prefix := s.h.ListRead(rd.Op)
		if prefix {
			continue
		}
		i := slices.Index(list, s.h.OpValue(s.r.WriteOf(a, k)))
		if i >= 0 && slices.Contains(list[i:], s.h.OpValue(s.r.WriteOf(b, k))) {
			return true
		}
	}
	return false
}
