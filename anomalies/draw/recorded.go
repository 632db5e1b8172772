package draw

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// Recorded writes a picture of a breach by a recorded execution: the transactions
// involved, who of them sees whom, and how arbitration orders them. e must be of
// the form that axioms.RecordedExecution makes. Of VIS and AR it shows what does not
// follow from other arrows by transitivity; where VIS is not transitive it says so.
func Recorded(w io.Writer, e *axioms.Execution, b *axioms.Breach) error {
	s := recordedScene(e, b)
	s.layOut()
	return s.svg(w)
}

// RecordedDOT writes what [Recorded] draws as a graph for Graphviz.
func RecordedDOT(w io.Writer, e *axioms.Execution, b *axioms.Breach) error {
	s := recordedScene(e, b)
	s.placeColumns()
	return s.dot(w)
}

// recorded is an execution whose part is drawn.
type recorded struct {
	*axioms.Execution
	breach *axioms.Breach
	place  map[int32]int
	txns   []int32 // drawn, in arbitration order
	ties   []dependency.Edge
}

func recordedScene(e *axioms.Execution, b *axioms.Breach) *scene {
	x := &recorded{Execution: e, breach: b, place: map[int32]int{}}
	for i, t := range e.Order {
		x.place[t] = i
	}
	x.addTies()
	x.choose()
	s := &scene{h: e.History, title: "Breach of an execution", desc: b.Message, bad: b.Op,
		ops: x.ops(), opText: func(op int32) string { return endOf(e.History, op) }}
	if b.Axiom != nil {
		s.title = "Breach of " + b.Axiom.Name
	}
	for _, t := range x.txns {
		s.boxes = append(s.boxes, s.box(t))
	}
	x.addArrows(s)
	s.legend = s.recordedLegend(b)
	return s
}

// addTies finds the dependencies that the breach is about.
func (x *recorded) addTies() {
	if op := x.breach.Op; op >= 0 && x.History.OpKind(op) == history.Read {
		if write := x.origin(op); write >= 0 {
			x.ties = append(x.ties, dependency.Edge{From: x.History.TxnOf(write), To: x.History.TxnOf(op), Kind: dependency.WR,
				Key: x.History.OpKey(op), FromOp: write, ToOp: op})
		}
	}
	if x.breach.Axiom == nil || len(x.breach.Txns) < 2 {
		return
	}
	a, b := x.breach.Txns[1], x.breach.Txns[0]
	for _, e := range []dependency.Edge{x.tie(a, b), x.tie(b, a)} {
		if e.Kind != dependency.CO {
			x.ties = append(x.ties, e)
		}
	}
}

// tie returns the dependency between two transactions for which the axiom asks
// something, of the kind CO if there is none.
func (x *recorded) tie(from, to int32) dependency.Edge {
	h, e := x.History, dependency.Edge{From: from, To: to, Kind: dependency.CO, Key: -1, FromOp: -1, ToOp: -1}
	switch x.breach.Axiom.Bit {
	case axioms.SESSION, axioms.ARSESSION, axioms.RYW:
		if h.Session(from) == h.Session(to) && from < to {
			e.Kind = dependency.SO
		}
	case axioms.REALTIME, axioms.ARREALTIME, axioms.ARREALTIMEKEY, axioms.ARREALTIMEUPDATE:
		if end, start := h.End(from), h.Start(to); end != history.NoTime && start != history.NoTime && end < start {
			e.Kind = dependency.RT
		}
	case axioms.NOCONFLICT:
		if x.place[from] < x.place[to] {
			x.conflict(&e)
		}
	}
	return e
}

// conflict makes e an edge between writes of one key, if there are such.
func (x *recorded) conflict(e *dependency.Edge) {
	for _, i := range x.writes(e.From) {
		for _, j := range x.writes(e.To) {
			if k := x.History.OpKey(i); k == x.History.OpKey(j) {
				e.Kind, e.Key, e.FromOp, e.ToOp = dependency.WW, k, i, j
				return
			}
		}
	}
}

func (x *recorded) writes(t int32) []int32 {
	var ops []int32
	lo, hi := x.History.Ops(t)
	for i := lo; i < hi; i++ {
		if x.History.OpKind(i) != history.Read {
			ops = append(ops, i)
		}
	}
	return ops
}

// origin returns the write whose value a read returned, of a list that of its last
// element, or -1. It takes time linear in the history.
func (x *recorded) origin(read int32) int32 {
	h, k := x.History, x.History.OpKey(read)
	value := h.OpValue(read)
	if h.IsList(k) {
		list, _ := h.ListRead(read)
		if len(list) == 0 {
			return -1
		}
		value = list[len(list)-1]
	}
	for i := range int32(h.NumOps()) {
		if h.OpKind(i) != history.Read && h.OpKey(i) == k && h.OpValue(i) == value {
			return i
		}
	}
	return -1
}

// choose finds the transactions to draw: those of the breach and of the ties, and
// one by which a transaction should have seen another.
func (x *recorded) choose() {
	x.txns = slices.Clone(x.breach.Txns)
	for _, e := range x.ties {
		x.txns = append(x.txns, e.From, e.To)
	}
	if between := x.between(); between >= 0 {
		x.txns = append(x.txns, between)
	}
	slices.SortFunc(x.txns, func(a, b int32) int {
		return cmp.Or(cmp.Compare(x.placeOf(a), x.placeOf(b)), cmp.Compare(a, b))
	})
	x.txns = slices.Compact(x.txns)
	x.txns = x.txns[:min(len(x.txns), maxBoxes)]
}

// between returns a transaction that the first of the breach sees and that sees
// the second, if the first does not see that, or -1.
func (x *recorded) between() int32 {
	if b := x.breach; len(b.Txns) == 2 && !x.sees(b.Txns[0], b.Txns[1]) {
		for _, t := range x.Order {
			if x.sees(b.Txns[0], t) && x.sees(t, b.Txns[1]) {
				return t
			}
		}
	}
	return -1
}

// placeOf returns the place of t in AR, or -1 if it takes no part.
func (x *recorded) placeOf(t int32) int {
	if at, ok := x.place[t]; ok {
		return at
	}
	return -1
}

// sees reports whether t sees s.
func (x *recorded) sees(t, s int32) bool {
	at, before := x.placeOf(t), x.placeOf(s)
	if at < 0 || before < 0 || t == s {
		return false
	}
	if edges := x.VIS.Edges; edges != nil {
		return slices.Contains(edges.Seen[edges.First[t]:edges.First[t+1]], s)
	}
	return before < int(x.VIS.Prefix[at])
}

// ops returns the operations that matter, in order.
func (x *recorded) ops() []int32 {
	ops := []int32{x.breach.Op}
	for _, e := range x.ties {
		ops = append(ops, e.FromOp, e.ToOp)
	}
	slices.Sort(ops)
	return slices.Compact(ops)
}

// addArrows adds the ties, then VIS and AR where no tie has said it, and who is
// not seen.
func (x *recorded) addArrows(s *scene) {
	tied := map[[2]int32]bool{}
	for _, e := range x.ties {
		a := s.arrowOf(e)
		a.relation = x.relation(e.From, e.To)
		a.below = a.relation != ""
		s.addArrow(e.From, e.To, a)
		tied[[2]int32{e.From, e.To}] = true
	}
	bare := func(from, to int32, class, relation, text string) {
		if !tied[[2]int32{from, to}] || relation == "" {
			s.addArrow(from, to, arrow{class: class, fromOp: -1, toOp: -1, relation: relation, text: text, below: relation != ""})
		}
	}
	for i, a := range x.txns {
		for j, b := range x.txns {
			switch {
			case x.sees(b, a) && !x.chain(a, b):
				bare(a, b, "VIS", "VIS", "")
			case x.sees(b, a):
			case i+1 == j && x.placeOf(a) >= 0:
				bare(a, b, "AR", "AR", "")
			}
			if x.missing(b, a) {
				bare(b, a, "NOT", "", "not VIS")
			}
		}
	}
}

// relation returns what the execution has from a to b.
func (x *recorded) relation(a, b int32) string {
	switch {
	case x.sees(b, a):
		return "VIS"
	case x.placeOf(a) >= 0 && x.placeOf(a) < x.placeOf(b):
		return "AR"
	}
	return ""
}

// chain reports whether VIS leads from a to b by way of another that is drawn.
func (x *recorded) chain(a, b int32) bool {
	return slices.ContainsFunc(x.txns, func(t int32) bool { return x.sees(t, a) && x.sees(b, t) })
}

// missing reports whether it is to be said that t does not see s: it comes later,
// and the breach is about them or other arrows would let one think that it does.
func (x *recorded) missing(t, s int32) bool {
	if x.placeOf(s) < 0 || x.placeOf(s) >= x.placeOf(t) || x.sees(t, s) {
		return false
	}
	return x.chain(s, t) || t == x.breach.Txns[0] && slices.Contains(x.breach.Txns, s)
}

// recordedLegend tells the kinds of arrows and what is broken.
func (s *scene) recordedLegend(b *axioms.Breach) []foot {
	var feet []foot
	for _, k := range kinds {
		if name := k.kind.String(); s.draws(name) {
			feet = append(feet, foot{name, name + " " + k.text})
		}
	}
	for _, k := range []foot{{"VIS", "VIS was seen by, as recorded"}, {"AR", "AR comes before, as recorded"}, {"NOT", "not VIS did not see"}} {
		if s.draws(k.class) {
			feet = append(feet, k)
		}
	}
	if b.Axiom != nil {
		feet = append(feet, foot{text: "breaks " + b.Axiom.Name + ": " + strings.ToLower(b.Axiom.Title[:1]) + b.Axiom.Title[1:]})
	}
	return feet
}
