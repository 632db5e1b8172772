package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// listHistory is a history of lists whose order of versions is known: the last
// transaction reads all of each.
type listHistory struct {
	*history.History
	order [][]int  // by key: the transactions that append, in order
	read  [][]int  // by transaction and key: how many elements it read, or -1
	times [][2]int // by transaction: start and end
	in    []int    // by transaction: session
}

const listKeys = 3

// randomLists makes a history of up to most transactions before the last. A
// transaction reads before it appends, so that all of its reads are external.
func randomLists(rng *rand.Rand, most int) *listHistory {
	n := 3 + rng.IntN(most-3)
	x := &listHistory{order: make([][]int, listKeys)}
	appends := make([][listKeys]bool, n)
	for k := range x.order {
		for _, t := range rng.Perm(n) {
			if rng.IntN(n) < 4 {
				x.order[k] = append(x.order[k], t)
				appends[t][k] = true
			}
		}
	}
	if orderly := rng.IntN(4) > 0; orderly { // writes do not contradict each other
		for k := range x.order {
			slices.Sort(x.order[k])
		}
	}
	clock := make([]int, 4) // by session
	var text strings.Builder
	for t := range n + 1 {
		session := rng.IntN(len(clock))
		start := clock[session] + 1 + rng.IntN(3)
		end := start + rng.IntN(25)
		clock[session] = end
		x.in, x.times = append(x.in, session), append(x.times, [2]int{start, end})
		fmt.Fprintf(&text, "T%d[s%d] @%d-%d:", t, session, start, end)
		row := make([]int, listKeys)
		for k, order := range x.order {
			row[k] = -1
			end := len(order)
			if at := slices.Index(order, t); at >= 0 {
				end = at
			}
			if t == n || rng.IntN(3) == 0 {
				row[k] = end
				if t < n {
					row[k] = rng.IntN(end + 1)
				}
				fmt.Fprintf(&text, " r(%c,%v)", 'x'+k, order[:row[k]])
			}
		}
		x.read = append(x.read, row)
		for k := range x.order {
			if t < n && appends[t][k] {
				fmt.Fprintf(&text, " a(%c,%d)", 'x'+k, t)
			}
		}
		text.WriteString("\n")
	}
	var err error
	if x.History, err = history.Parse(text.String()); err != nil {
		panic(err)
	}
	return x
}

// edge reports, by the definitions, whether there is an edge of the kind.
func (x *listHistory) edge(kind dependency.Kind, a, b int) bool {
	switch kind {
	case dependency.SO:
		return a < b && x.in[a] == x.in[b]
	case dependency.RT:
		return x.times[a][1] < x.times[b][0]
	}
	for k, order := range x.order {
		from, to := slices.Index(order, a), slices.Index(order, b)
		switch {
		case kind == dependency.WW && from >= 0 && from < to,
			kind == dependency.WR && from >= 0 && x.read[b][k] == from+1,
			kind == dependency.RW && x.read[a][k] >= 0 && to >= x.read[a][k]:
			return true
		}
	}
	return false
}

// cycles says which cycles to look for.
type cycles struct {
	kinds    []dependency.Kind
	reads    int  // bound on RW edges
	adjacent bool // two RW edges may be neighbours
}

// allowedCycles lists the classes, the most severe first, as far as a model that
// is serializable, a form of snapshot isolation or its parallel form forbids them.
func allowedCycles(m *axioms.Model) []cycles {
	set := m.Axioms.Closure()
	adjacent, reads := set.Has(axioms.TOTALVIS), 99
	if !set.Has(axioms.PREFIX) {
		reads = 1
	}
	base := func(more ...dependency.Kind) []cycles {
		ww, wr, rw := dependency.WW, dependency.WR, dependency.RW
		return []cycles{
			{append([]dependency.Kind{ww}, more...), 0, adjacent},
			{append([]dependency.Kind{ww, wr}, more...), 0, adjacent},
			{append([]dependency.Kind{ww, wr, rw}, more...), 1, adjacent},
			{append([]dependency.Kind{ww, wr, rw}, more...), reads, adjacent},
		}
	}
	all := base()
	if set.Has(axioms.SESSION) {
		all = append(all, base(dependency.SO)...)
	}
	if set.Has(axioms.ARREALTIME) {
		all = append(all, base(dependency.SO, dependency.RT)...)
	}
	return all
}

// edgeTable says of a few transactions which kinds of edges lead from which to which.
type edgeTable [][][dependency.RW + 1]bool

// newEdgeTable asks edge for every pair of n transactions and every kind.
func newEdgeTable(n int, edge func(kind dependency.Kind, a, b int) bool) edgeTable {
	x := make(edgeTable, n)
	for a := range x {
		x[a] = make([][dependency.RW + 1]bool, n)
		for b := range x[a] {
			for k := dependency.SO; k <= dependency.RW; k++ {
				x[a][b][k] = a != b && edge(k, a, b)
			}
		}
	}
	return x
}

// shortest returns the length of the shortest cycle, or 0 if there is none of at
// most limit edges: it tries every path.
func (x edgeTable) shortest(c cycles, limit int) int {
	for length := 2; length <= limit; length++ {
		for start := range x {
			if x.extend(c, []int{start}, nil, length) {
				return length
			}
		}
	}
	return 0
}

func (x edgeTable) extend(c cycles, path []int, kinds []dependency.Kind, length int) bool {
	if len(kinds) == length {
		return c.allows(kinds)
	}
	last := path[len(path)-1]
	for _, kind := range c.kinds {
		for next := path[0]; next < len(x); next++ {
			closing := len(kinds) == length-1
			if closing != (next == path[0]) || !closing && slices.Contains(path, next) || !x[last][next][kind] {
				continue
			}
			if x.extend(c, append(slices.Clone(path), next), append(slices.Clone(kinds), kind), length) {
				return true
			}
		}
	}
	return false
}

func (c cycles) allows(kinds []dependency.Kind) bool {
	reads := 0
	for i, k := range kinds {
		if k != dependency.RW {
			continue
		}
		reads++
		if !c.adjacent && kinds[(i+1)%len(kinds)] == dependency.RW {
			return false
		}
	}
	return reads <= c.reads
}

// within reports whether the cycle is of the class.
func (c cycles) within(cycle dependency.Cycle) bool {
	var kinds []dependency.Kind
	for _, e := range cycle {
		if !slices.Contains(c.kinds, e.Kind) {
			return false
		}
		kinds = append(kinds, e.Kind)
	}
	return c.allows(kinds)
}

// TestWitnessIsTheShortest: the cycle of a verdict is of the most severe class that
// has one, and no shorter one of the class exists.
func TestWitnessIsTheShortest(t *testing.T) {
	const limit = 5
	rng := rand.New(rand.NewPCG(21, 22))
	met := map[string]int{}
	for i := range 1500 {
		x := randomLists(rng, 5+i%8)
		table := newEdgeTable(x.Len(), x.edge)
		for _, name := range []string{"serializable", "strong-session-serializable", "strict-serializable",
			"snapshot-isolation", "strong-session-snapshot-isolation", "parallel-snapshot-isolation"} {
			m := modelNamed(t, name)
			v, err := Check(context.Background(), x.History, m, Options{})
			if err != nil {
				t.Fatalf("%v\n%s", err, x)
			}
			at, want := -1, 0
			for j, c := range allowedCycles(m) {
				if want = table.shortest(c, limit); want > 0 {
					at = j
					break
				}
			}
			switch {
			case at < 0 && v.Outcome == Consistent || at < 0 && len(v.Refutation.Cycle) > limit:
			case at < 0 || v.Outcome != Violated || v.Refutation.Cycle == nil:
				t.Fatalf("%s: %s, want a cycle of %d in class %d\n%s", name, v.Outcome, want, at, x)
			case len(v.Refutation.Cycle) != want || !allowedCycles(m)[at].within(v.Refutation.Cycle):
				t.Fatalf("%s: %v, want a cycle of %d in class %d\n%s", name, v.Refutation.Cycle, want, at, x)
			default:
				met[fmt.Sprint("class ", at, " length ", want)]++
			}
		}
	}
	t.Log(met)
	if len(met) < 12 {
		t.Errorf("only %v", met)
	}
}

// TestWitnessInAHugeComponent plants a cycle of three in a ring of a hundred
// thousand anti-dependencies.
func TestWitnessInAHugeComponent(t *testing.T) {
	for _, planted := range []struct{ what, kinds string }{
		{"reads", "WR WR WR"},
		{"a read skew", "RW WR WR"},
		{"a cycle of anti-dependencies", "RW RW RW"},
	} {
		h := ring(t, 100_000, strings.Fields(planted.kinds))
		m, _ := axioms.ModelByName("serializable")
		begin := time.Now()
		v, err := Check(context.Background(), h, m, Options{})
		if err != nil {
			t.Fatal(err)
		}
		took := time.Since(begin)
		if v.Outcome != Violated || cycleKinds(h, v.Refutation.Cycle) != planted.kinds {
			t.Fatalf("%s: %s by %.200v", planted.what, v.Outcome, v.Refutation.Cycle)
		}
		t.Logf("%s: %s", planted.what, took)
		if took > time.Minute {
			t.Errorf("%s: it took %s", planted.what, took)
		}
	}
}

// TestWitnessIsTheRing: where the shortest cycle goes through a hundred thousand
// transactions it is found and certified.
func TestWitnessIsTheRing(t *testing.T) {
	const n = 100_000
	h := ring(t, n, nil)
	m, _ := axioms.ModelByName("serializable")
	begin := time.Now()
	v, err := Check(context.Background(), h, m, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v.Outcome != Violated || !v.Certified || len(v.Refutation.Cycle) != n || v.Refutation.Cycle.Count(dependency.RW) != n {
		t.Fatalf("%s by a cycle of %d, want %d anti-dependencies", v.Outcome, len(v.Refutation.Cycle), n)
	}
	t.Logf("%s", time.Since(begin))
	if took := time.Since(begin); took > time.Minute {
		t.Errorf("it took %s", took)
	}
}

// ring makes n transactions of which each misses the append of the one before, and
// puts a cycle of the given kinds over three of them.
func ring(t *testing.T, n int, kinds []string) *history.History {
	b := history.NewBuilder(history.Value{})
	planted := []int{n / 2, n/2 + n/7, n - n/9}
	for i := range n {
		b.Begin(history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
		b.ReadList(b.Key(history.IntValue(int64(i))), nil)
		at := slices.Index(planted, i)
		for e, kind := range kinds {
			k, one := b.Key(history.StringValue(fmt.Sprint("planted", e))), b.Value(history.IntValue(1))
			from, to := at == e, at == (e+1)%len(kinds)
			switch {
			case kind == "WR" && to:
				b.ReadList(k, []int32{one})
			case kind == "RW" && from:
				b.ReadList(k, nil)
			}
			if at >= 0 && (kind == "WR" && from || kind == "RW" && to) {
				b.Append(k, one)
			}
		}
		b.Append(b.Key(history.IntValue(int64((i+1)%n))), b.Value(history.IntValue(1)))
	}
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	return h
}
