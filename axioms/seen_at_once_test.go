package axioms

import (
	"math/rand/v2"
	"testing"

	"visar/history"
)

// TestReadsSeenAtOnceAgree compares the one pass that says yes with judging one read
// after the other: where it applies they agree, but where a transaction of unknown
// outcome comes after what followed it in its session.
func TestReadsSeenAtOnceAgree(t *testing.T) {
	yes, no := map[string]int{}, map[string]int{}
	defer func(ops int32) { maxScannedOps = ops }(maxScannedOps)
	for run := range 5000 {
		maxScannedOps = int32(run % 2 * 16)
		e := inOnePass(rand.New(rand.NewPCG(23, uint64(run))))
		v, b := open(e)
		if b != nil {
			continue
		}
		kind := "pairs"
		switch g := e.VIS.Edges; {
		case g == nil:
			kind = "prefixes"
		case g.Closed && g.Conflicts:
			kind = "chains, conflicts"
		case g.Closed:
			kind = "chains"
		case g.Guarantees != 0:
			kind = "sessions"
		}
		if v.logs != nil {
			kind += ", lists"
		}
		atOnce, judged := v.readsAsSeen(), v.judgeReads()
		if atOnce && judged != nil || !atOnce && judged == nil && e.History.Count(history.Unknown) == 0 {
			t.Fatalf("run %d, %s: at once %v, one after the other %+v\n%s\norder %v\nedges %+v", run, kind, atOnce, judged, e.History, e.Order, e.VIS.Edges)
		}
		if atOnce {
			yes[kind]++
		} else {
			no[kind]++
		}
	}
	t.Logf("yes %v, no %v", yes, no)
	for _, kind := range []string{"prefixes", "prefixes, lists", "pairs", "pairs, lists", "chains", "chains, lists", "chains, conflicts", "chains, conflicts, lists", "sessions"} {
		if yes[kind] < 40 || no[kind] < 40 {
			t.Errorf("%s: %d yes, %d no: too few to tell", kind, yes[kind], no[kind])
		}
	}
}

// inOnePass makes up an execution that [view.readsAsSeen] is for.
func inOnePass(rng *rand.Rand) *Execution {
	d := newDraft(rng, 2+rng.IntN(30), 1+rng.IntN(6), 1+rng.IntN(3), rng.IntN(2) == 0)
	registers := rng.IntN(2) == 0
	if registers {
		d.lists = d.keys
		for n := range d.txns {
			for o := range d.txns[n].ops {
				if d.txns[n].ops[o].kind == history.Append {
					d.txns[n].ops[o].kind = history.Write
				}
			}
		}
	}
	h := d.build()
	e := d.execute(h, true)
	e.Lists = Versioned
	if e.VIS.Prefix != nil && rng.IntN(2) == 0 {
		d.fill(e)
		e.History = d.build()
		return e
	}
	e.VIS.Prefix = nil
	e.VIS.Edges = d.edges(h, e.Order, false)
	e.VIS.Edges.Guarantees = 0
	if rng.IntN(3) == 0 {
		e.VIS.Edges.Closed, e.VIS.Edges.Sessions, e.VIS.Edges.Conflicts = false, false, false
		if registers {
			e.VIS.Edges.Guarantees = Set(rng.Uint32()) & (RYW | MR | MW)
		}
	}
	d.fill(e)
	e.History = d.build()
	return e
}

// TestUnknownBehindItsSession: T1, of unknown outcome, comes after T2 of its session,
// which SO does not put before it. Who sees T1 does not see T2.
func TestUnknownBehindItsSession(t *testing.T) {
	for _, x := range []int64{0, 1} {
		b := history.NewBuilder(history.IntValue(0))
		begin := func(session string, s history.Status) {
			b.Begin(history.TxnInfo{Session: session, Status: s, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
		}
		value := func(v int64) int32 { return b.Value(history.IntValue(v)) }
		k, u := b.Key(history.IntValue(0)), b.Key(history.IntValue(1))
		begin("a", history.Unknown)
		b.Write(u, value(1))
		begin("a", history.Committed)
		b.Write(k, value(1))
		begin("b", history.Committed)
		b.Read(u, value(1))
		b.Read(k, value(x))
		h, err := b.History()
		if err != nil {
			t.Fatal(err)
		}
		g := &VisibleEdges{First: []int32{0, 0, 0, 1}, Seen: []int32{0}, Sessions: true, Closed: true}
		e := &Execution{History: h, Order: []int32{1, 0, 2}, VIS: Visibility{Edges: g}}
		if breach := e.Validate(INT | EXT); (breach == nil) != (x == 0) {
			t.Errorf("x=%d is read: %+v", x, breach)
		}
	}
}

// TestRowsOfPastAreGivenBack asks for rows as a chain of readers does, each of which
// sees the one before it: there is never more than one to hold.
func TestRowsOfPastAreGivenBack(t *testing.T) {
	const n = 4000
	h, _ := serial(n)
	g := &VisibleEdges{First: make([]int32, n+1), Sessions: true, Closed: true}
	for i := range int32(n) {
		if i > 0 {
			g.Seen = append(g.Seen, i-1)
		}
		g.First[i+1] = int32(len(g.Seen))
	}
	v, b := open(&Execution{History: h, Order: inOrder(n), VIS: Visibility{Edges: g}})
	if b != nil {
		t.Fatal(b.Message)
	}
	p := v.newChainPass()
	for i := range int32(n) {
		if !p.begin(i) {
			t.Fatal("a session has gone on")
		}
		p.collect(i)
		p.row[p.chains.of[i]] = p.chains.index[i] + 1
		if !p.rows.keep(i, p.row) {
			t.Fatal("a row is not held")
		}
	}
	if held := len(p.rows.rows) / int(p.width); held != 1 {
		t.Errorf("%d rows were held, expected 1: that of the one before, which gives it back", held)
	}
}
