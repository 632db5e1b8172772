package axioms

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/history"
)

// draft is a history that is being made up, for an execution that it is to have.
type draft struct {
	rng      *rand.Rand
	keys     int
	lists    int // keys from here on are lists
	txns     []draftTxn
	fidelity float64 // how likely a read returns what the execution makes it return
}

type draftTxn struct {
	info history.TxnInfo
	ops  []draftOp
}

type draftOp struct {
	kind   history.OpKind
	key    int
	value  int32   // written
	result []int32 // read
}

// newDraft makes up n transactions. Distinct makes every written value a new one.
func newDraft(rng *rand.Rand, n, keys, sessions int, distinct bool) *draft {
	d := &draft{rng: rng, keys: keys, lists: rng.IntN(keys + 1), fidelity: []float64{0.5, 0.9, 1}[rng.IntN(3)]}
	value, clock := int32(0), int64(0)
	for range n {
		x := draftTxn{info: history.TxnInfo{Session: fmt.Sprint(rng.IntN(sessions)), Alone: rng.IntN(4) == 0,
			Start: history.NoTime, End: history.NoTime, Clock: history.NoTime}}
		if rng.IntN(8) == 0 {
			x.info.Status = history.Status(1 + rng.IntN(2))
		}
		if rng.IntN(5) > 0 {
			clock += int64(rng.IntN(3))
			x.info.Start = clock
			x.info.End = clock + int64(rng.IntN(4))
		}
		for range 1 + rng.IntN(4) {
			o := draftOp{key: rng.IntN(keys)}
			if rng.IntN(2) == 0 {
				o.kind = history.Write
				if o.key >= d.lists {
					o.kind = history.Append
				}
				value++
				o.value = value
				if !distinct {
					o.value = int32(1 + rng.IntN(3))
				}
			}
			x.ops = append(x.ops, o)
		}
		d.txns = append(d.txns, x)
	}
	return d
}

// build makes the history. Keys and values have the ids that the draft uses.
func (d *draft) build() *history.History {
	b := history.NewBuilder(history.Value{})
	for k := range d.keys {
		b.Key(history.IntValue(int64(k)))
	}
	for v := range int32(400) {
		b.Value(history.IntValue(int64(v + 1)))
	}
	for n, x := range d.txns {
		x.info.Line = int32(n + 1)
		b.Begin(x.info)
		for _, o := range x.ops {
			switch {
			case o.kind == history.Write:
				b.Write(int32(o.key), o.value)
			case o.kind == history.Append:
				b.Append(int32(o.key), o.value)
			case o.key >= d.lists:
				b.ReadList(int32(o.key), o.result)
			case len(o.result) == 0:
				b.Read(int32(o.key), history.Initial)
			default:
				b.Read(int32(o.key), o.result[0])
			}
		}
	}
	h, err := b.History()
	if err != nil {
		panic(err)
	}
	return h
}

// fill gives the reads results, most of them those of the execution.
func (d *draft) fill(e *Execution) {
	r := relate(e)
	for i, t := range e.Order {
		ops := r.ops(i)
		for n := range ops {
			o := &d.txns[t].ops[n]
			if o.kind != history.Read {
				continue
			}
			o.result = d.result(r, i, ops, n)
			ops[n].List = o.result
			if o.key < d.lists {
				ops[n].Value = o.result[0]
			}
		}
	}
}

func (d *draft) result(r *relations, i int, ops []history.Op, n int) []int32 {
	if d.rng.Float64() >= d.fidelity {
		return d.invent(r, i, ops[n])
	}
	versioned := r.lists == Versioned && r.h.IsList(ops[n].Key) && len(valuesOf(ops[:n], ops[n].Key)) > 0
	if r.isExternal(ops, n) || versioned {
		return r.expected(i, ops, n)
	}
	var last []int32
	for _, o := range ops[:n] {
		switch {
		case o.Key != ops[n].Key:
		case o.Kind == history.Read:
			last = slices.Clone(r.returned(o))
		case r.h.IsList(o.Key):
			last = append(last, o.Value)
		default:
			last = []int32{o.Value}
		}
	}
	return last
}

// invent returns a result that something in the history suggests.
func (d *draft) invent(r *relations, i int, o history.Op) []int32 {
	w := r.written(d.rng.IntN(r.n), o.Key)
	if !r.h.IsList(o.Key) {
		if len(w) == 0 || d.rng.IntN(4) == 0 {
			return []int32{int32(d.rng.IntN(4))}
		}
		return w[len(w)-1:]
	}
	log := r.log(o.Key, d.rng.IntN(r.n+1), everybody)
	if d.rng.IntN(2) == 0 {
		log = r.log(o.Key, i, func(int) bool { return d.rng.IntN(2) == 0 })
	}
	if d.rng.IntN(4) == 0 {
		log = append(log, int32(1+d.rng.IntN(4)))
	}
	return log
}

// execute makes up an execution of the draft's history. If it is not wild, AR is
// the order of appearance, and visibility includes the sessions and is closed if
// it is given by edges.
func (d *draft) execute(h *history.History, wild bool) *Execution {
	e := &Execution{History: h, Lists: Lists(d.rng.IntN(2))}
	for t := range int32(h.Len()) {
		if h.Status(t) == history.Committed || h.Status(t) == history.Unknown && d.rng.IntN(3) > 0 {
			e.Order = append(e.Order, t)
		}
	}
	for range d.rng.IntN(2 + len(e.Order)/2) {
		if wild && len(e.Order) > 1 {
			i := d.rng.IntN(len(e.Order) - 1)
			e.Order[i], e.Order[i+1] = e.Order[i+1], e.Order[i]
		}
	}
	if d.rng.IntN(2) == 0 {
		for i := range e.Order {
			back := 0
			if d.rng.IntN(2) == 0 {
				back = d.rng.IntN(i + 1)
			}
			e.VIS.Prefix = append(e.VIS.Prefix, int32(i-back))
		}
		return e
	}
	e.VIS.Edges = d.edges(h, e.Order, wild)
	return e
}

func (d *draft) edges(h *history.History, order []int32, wild bool) *VisibleEdges {
	g := &VisibleEdges{
		Sessions:  d.rng.IntN(3) == 0,
		RealTime:  d.rng.IntN(4) == 0,
		Conflicts: d.rng.IntN(4) == 0,
		Closed:    d.rng.IntN(3) == 0,
	}
	if d.rng.IntN(2) == 0 {
		g.Guarantees = Set(d.rng.Uint32()) & (RYW | MR | MW | WFR)
	}
	if !wild {
		g.Sessions, g.Closed, g.RealTime = true, true, false
	}
	density := d.rng.Float64()
	g.First = make([]int32, h.Len()+1)
	for t := range int32(h.Len()) {
		i := slices.Index(order, t)
		for j, p := range order {
			if i >= 0 && j != i && (j < i || wild && d.rng.IntN(60) == 0) && d.rng.Float64() < density*8/float64(len(order)) {
				g.Seen = append(g.Seen, p)
			}
		}
		g.First[t+1] = int32(len(g.Seen))
	}
	return g
}

// disagreement compares every axiom on e with its definition.
func disagreement(e *Execution) string {
	r := relate(e)
	if !r.within() {
		if b := e.Validate(0); b == nil || b.Axiom != nil {
			return fmt.Sprintf("visibility leaves AR, but Validate returns %+v", b)
		}
		return ""
	}
	for _, a := range Axioms {
		bad := r.broken(a.Bit)
		b := a.Holds(e)
		switch {
		case b == nil && len(bad) == 0:
			continue
		case b == nil:
			return fmt.Sprintf("%s holds, but places %v break it", a.Name, bad)
		case b.Axiom != a:
			return fmt.Sprintf("%s: breach of another kind: %s", a.Name, b.Message)
		}
		at := slices.Index(e.Order, b.Txns[0])
		if !bad[at] && !strings.Contains(b.Message, "the rules that visibility is generated by") {
			return fmt.Sprintf("%s: %s; but the places that break it are %v", a.Name, b.Message, bad)
		}
		for first := range at {
			if bad[first] && e.VIS.Edges == nil {
				return fmt.Sprintf("%s: %s; but place %d breaks it before", a.Name, b.Message, first)
			}
		}
	}
	return ""
}

func compareRandom(t *testing.T, runs int, make func(rng *rand.Rand) *Execution) {
	t.Helper()
	kept := map[Set]int{} // by axiom: executions that satisfy it
	broken := map[Set]int{}
	for run := range runs {
		e := make(rand.New(rand.NewPCG(7, uint64(run))))
		if len(e.Order) == 0 {
			continue
		}
		if d := disagreement(e); d != "" {
			t.Fatalf("run %d: %s\n%s\norder %v, lists %d\nprefix %v\nedges %+v", run, d, e.History, e.Order, e.Lists, e.VIS.Prefix, e.VIS.Edges)
		}
		var held Set
		for _, a := range Axioms {
			if b := a.Holds(e); b == nil {
				kept[a.Bit]++
				held |= a.Bit
			} else if b.Axiom == a {
				broken[a.Bit]++
			}
		}
		if more := held.Closure() &^ held; more != 0 {
			t.Fatalf("run %d: %s hold and should imply %s\n%s\n%+v", run, held, more, e.History, e)
		}
	}
	for _, a := range Axioms {
		t.Logf("%-16s kept %5d broken %5d", a.Name, kept[a.Bit], broken[a.Bit])
		if kept[a.Bit] < runs/50 || broken[a.Bit] < runs/50 {
			t.Errorf("%s was kept %d and broken %d times of %d: too few to tell", a.Name, kept[a.Bit], broken[a.Bit], runs)
		}
	}
}

func TestAxiomsAgreeWithTheirDefinitions(t *testing.T) {
	compareRandom(t, 6000, func(rng *rand.Rand) *Execution {
		d := newDraft(rng, 2+rng.IntN(6), 1+rng.IntN(3), 1+rng.IntN(3), rng.IntN(2) == 0)
		e := d.execute(d.build(), true)
		d.fill(e)
		e.History = d.build()
		return e
	})
}

// TestBlocksAgreeWithDefinitions has histories that do not fit a block, so that
// visibility is judged a part at a time: in bits and, where it is closed and
// there are two sessions, in clocks.
func TestBlocksAgreeWithDefinitions(t *testing.T) {
	defer func(bytes, steps int) { blockBytes, latestSteps = bytes, steps }(blockBytes, latestSteps)
	blockBytes, latestSteps = 1, 1
	clocks := 0
	for run := range 60 {
		rng := rand.New(rand.NewPCG(11, uint64(run)))
		d := newDraft(rng, 66+rng.IntN(24), 1+rng.IntN(4), 2, true)
		wild := run%3 == 0
		if !wild {
			d.twoSessions()
		}
		e := d.execute(d.build(), wild)
		d.fill(e)
		e.History = d.build()
		if disagreement := blockDisagreement(e); disagreement != "" {
			t.Fatalf("run %d: %s\norder %v, lists %d\nedges %+v", run, disagreement, e.Order, e.Lists, e.VIS.Edges)
		}
		if v, b := open(e); b == nil && e.VIS.Edges != nil {
			if _, ok := v.columnsFor(newSweep(v, *e.VIS.Edges)).(*clockRows); ok {
				clocks++
			}
		}
	}
	if clocks < 10 {
		t.Errorf("only %d executions were judged by clocks", clocks)
	}
}

// twoSessions puts all transactions into two sessions and commits them.
func (d *draft) twoSessions() {
	for n := range d.txns {
		d.txns[n].info.Alone, d.txns[n].info.Status = false, history.Committed
	}
}

// blockDisagreement compares the axioms on visibility, and EXT.
func blockDisagreement(e *Execution) string {
	r := relate(e)
	if !r.within() {
		return ""
	}
	for _, a := range Axioms {
		if a.Bit&(INT|COMMITTED|MONOTONICVIEW|ARSESSION|ARREALTIME|ARREALTIMEKEY|ARREALTIMEUPDATE) != 0 {
			continue
		}
		b, bad := a.Holds(e), r.broken(a.Bit)
		if (b == nil) != (len(bad) == 0) {
			return fmt.Sprintf("%s: breach %+v, but the places that break it are %v", a.Name, b, bad)
		}
	}
	return ""
}
