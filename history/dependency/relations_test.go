package dependency_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"visar/history"
	"visar/history/dependency"
)

// randomRelations returns a history in which all transactions of unknown outcome
// were observed: the last one reads a key of each. Times fall together often,
// and some are missing.
func randomRelations(t *testing.T, rng *rand.Rand) *dependency.Resolved {
	t.Helper()
	b := history.NewBuilder(history.Value{})
	n := 1 + rng.IntN(12)
	var committed []int
	time := func() int64 {
		if rng.IntN(6) == 0 {
			return history.NoTime
		}
		return int64(rng.IntN(8))
	}
	for i := range n {
		info := history.TxnInfo{Session: string(rune('a' + rng.IntN(3))), Clock: history.NoTime,
			Status: []history.Status{history.Committed, history.Committed, history.Unknown, history.Aborted}[rng.IntN(4)]}
		info.Start, info.End = time(), time()
		if info.Start > info.End && info.End != history.NoTime {
			info.Start, info.End = info.End, info.Start
		}
		b.Begin(info)
		b.Write(b.Key(history.IntValue(int64(i))), b.Value(history.IntValue(1)))
		if info.Status != history.Aborted {
			committed = append(committed, i)
		}
	}
	b.Begin(history.TxnInfo{Alone: true, Start: time(), End: history.NoTime, Clock: history.NoTime})
	for _, i := range committed {
		b.Read(b.Key(history.IntValue(int64(i))), b.Value(history.IntValue(1)))
	}
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	r := dependency.Resolve(h, false)
	if r.Len() != len(committed)+1 || len(r.Breaches) > 0 {
		t.Fatalf("%d nodes and breaches %v, want %d nodes\n%s", r.Len(), r.Breaches, len(committed)+1, h)
	}
	return r
}

// realTime is RT by its definition; outcomes that are not known end nothing.
func realTime(r *dependency.Resolved, a, b int32) bool {
	h, ta, tb := r.History, r.Txn[a], r.Txn[b]
	return h.Status(ta) == history.Committed && h.End(ta) != history.NoTime && h.Start(tb) != history.NoTime && h.End(ta) < h.Start(tb)
}

// sessionOrder is SO by its definition.
func sessionOrder(r *dependency.Resolved, a, b int32) bool {
	h, ta, tb := r.History, r.Txn[a], r.Txn[b]
	return h.Status(ta) == history.Committed && ta < tb && h.Session(ta) == h.Session(tb)
}

func TestRealTime(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	related := 0
	for range 2000 {
		r := randomRelations(t, rng)
		var nodes []int32 // some, in any order
		for _, n := range rng.Perm(r.Len()) {
			if rng.IntN(4) > 0 {
				nodes = append(nodes, int32(n))
			}
		}
		line := r.RealTime(nodes)
		if len(line.Before) != len(nodes) {
			t.Fatalf("%d places for %d nodes", len(line.Before), len(nodes))
		}
		for i, n := range nodes {
			before := line.Ended[:line.Before[i]]
			for _, m := range nodes {
				if want := realTime(r, m, n); slices.Contains(before, m) != want || r.RealTimeBefore(m, n) != want {
					t.Fatalf("node %d before %d: %v in the timeline %v, %v of the pair, want %v\n%s",
						m, n, slices.Contains(before, m), line, r.RealTimeBefore(m, n), want, r.History)
				}
				if realTime(r, m, n) {
					related++
				}
			}
			if len(before) > len(nodes) {
				t.Fatalf("a node stands twice in %v", line.Ended)
			}
		}
	}
	if related < 3000 {
		t.Errorf("only %d pairs were ordered", related)
	}
}

func TestSessionOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 2))
	for range 2000 {
		r := randomRelations(t, rng)
		reach := make([][]bool, r.Len())
		for n := range reach {
			reach[n] = make([]bool, r.Len())
		}
		in := make([]int, r.Len())
		r.SessionOrder(func(from, to int32) {
			reach[from][to] = true
			in[to]++
		})
		closure(reach)
		for a := range int32(r.Len()) {
			if in[a] > 1 {
				t.Fatalf("node %d has %d predecessors, want the adjacent one\n%s", a, in[a], r.History)
			}
			for b := range int32(r.Len()) {
				if want := sessionOrder(r, a, b); reach[a][b] != want || r.SessionBefore(a, b) != want {
					t.Fatalf("node %d before %d: %v by adjacent pairs, %v of the pair, want %v\n%s",
						a, b, reach[a][b], r.SessionBefore(a, b), want, r.History)
				}
			}
		}
	}
}

// By hand: an unknown outcome has a predecessor and no successor, and what was
// aborted or not observed is not in the order.
func TestSessionOrderPassesByUnknownOutcomes(t *testing.T) {
	r := resolve(t, `T1[a]: w(x,1); T2[a] unknown: w(y,1); T3[a] aborted: w(z,1); T4[a]: r(x,1)
		T5[a] unknown: w(q,1); T6[a]: r(x,1); T7[b]: r(y,1)`, false)
	got := ""
	r.SessionOrder(func(from, to int32) {
		got += r.History.Name(r.Txn[from]) + "→" + r.History.Name(r.Txn[to]) + " "
	})
	if want := "T1→T2 T1→T4 T4→T6 "; got != want {
		t.Errorf("session order %swant %s", got, want)
	}
}

// closure adds to reach all that follows by transitivity (Warshall).
func closure(reach [][]bool) {
	for k := range reach {
		for i := range reach {
			for j := range reach {
				if reach[i][k] && reach[k][j] {
					reach[i][j] = true
				}
			}
		}
	}
}

func TestCycleCounts(t *testing.T) {
	c := dependency.Cycle{{From: 3, To: 5, Kind: dependency.WR}, {From: 5, To: 4, Kind: dependency.RW}, {From: 4, To: 3, Kind: dependency.RW}}
	if got := c.Txns(); !slices.Equal(got, []int32{3, 5, 4}) {
		t.Errorf("transactions %v, want [3 5 4]", got)
	}
	if rw, so := c.Count(dependency.RW), c.Count(dependency.SO); rw != 2 || so != 0 {
		t.Errorf("%d RW and %d SO, want 2 and 0", rw, so)
	}
}
