package checker

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"visar/history"
	"visar/history/dependency"
	"visar/history/format"
)

// TestNoRecordingHasAShorterCycle samples up to twelve transactions of recordings,
// each around one of the cycles that were found, takes the edges between them from the
// raw operations, and tries every path: no cycle of a more severe class is among them,
// and none of the class that is shorter than the verdict's.
func TestNoRecordingHasAShorterCycle(t *testing.T) {
	dirs := []string{filepath.Join("..", "testdata", "histories"), filepath.Join("..", "testdata", "store")}
	if *recordings != "" {
		dirs = append(dirs, *recordings)
	}
	paths, err := format.Find(dirs)
	if err != nil {
		t.Fatal(err)
	}
	samples, equal := 0, 0
	for _, path := range paths {
		h, err := format.ReadFile(context.Background(), path)
		if err != nil {
			continue // a summary beside the recording
		}
		for _, name := range []string{"serializable", "snapshot-isolation", "parallel-snapshot-isolation", "strict-serializable"} {
			s, e := sampleCycles(t, h, filepath.Base(path)+", "+name, name)
			samples, equal = samples+s, equal+e
		}
	}
	t.Logf("%d samples of %d files, %d of them with a cycle as short as the verdict's", samples, len(paths), equal)
	if samples < 200 || equal < 20 {
		t.Errorf("%d samples, %d of them with a cycle of the length", samples, equal)
	}
}

// samplesOfCycles bounds the cycles of a verdict around which transactions are sampled.
const samplesOfCycles = 60

func sampleCycles(t *testing.T, h *history.History, what, model string) (samples, equal int) {
	t.Helper()
	v, all := surveyed(t, h, what, model)
	if v.Outcome != Violated || v.Refutation.Cycle == nil {
		return 0, 0
	}
	classes := allowedCycles(v.Model)
	at := slices.IndexFunc(classes, func(c cycles) bool { return c.within(v.Refutation.Cycle) })
	if at < 0 {
		t.Fatalf("%s: the cycle is of no class: %v", what, v.Refutation.Cycle)
	}
	rng := rand.New(rand.NewPCG(31, 32))
	raw, users := newRawLookup(h), usersOf(h)
	for i, o := range all {
		if o.Refutation.Cycle == nil || i > 0 && rng.IntN(len(all)) >= samplesOfCycles {
			continue
		}
		txns := around(rng, h, users, o.Refutation.Cycle)
		table := newEdgeTable(len(txns), func(kind dependency.Kind, a, b int) bool { return raw.joins(kind, txns[a], txns[b]) })
		samples++
		for j, c := range classes[:at+1] {
			limit := min(len(v.Refutation.Cycle), 4)
			switch length := table.shortest(c, limit); {
			case length == 0:
			case j < at:
				t.Errorf("%s: %v has a cycle of %d of class %d, the verdict is %v of class %d", what, names(h, txns), length, j, v.Refutation.Cycle, at)
			case length < len(v.Refutation.Cycle):
				t.Errorf("%s: %v has a cycle of %d, the verdict is %v", what, names(h, txns), length, v.Refutation.Cycle)
			default:
				equal++
			}
		}
	}
	return samples, equal
}

func names(h *history.History, txns []int32) []string {
	var all []string
	for _, t := range txns {
		all = append(all, h.Name(t))
	}
	return all
}

// usersOf returns the committed transactions that use each key.
func usersOf(h *history.History) [][]int32 {
	users := make([][]int32, h.Keys())
	for i := range int32(h.NumOps()) {
		if t := h.TxnOf(i); h.Status(t) == history.Committed {
			users[h.OpKey(i)] = append(users[h.OpKey(i)], t)
		}
	}
	return users
}

// around returns the transactions of the cycle, as far as there are at most twelve, and
// others that use their keys.
func around(rng *rand.Rand, h *history.History, users [][]int32, c dependency.Cycle) []int32 {
	const most = 12
	txns := c.Txns()
	txns = txns[:min(len(txns), most)]
	for range 200 {
		if len(txns) == most {
			break
		}
		lo, hi := h.Ops(txns[rng.IntN(len(txns))])
		if lo == hi {
			continue
		}
		others := users[h.OpKey(lo+rng.Int32N(hi-lo))]
		if len(others) == 0 {
			continue
		}
		if other := others[rng.IntN(len(others))]; !slices.Contains(txns, other) {
			txns = append(txns, other)
		}
	}
	slices.Sort(txns)
	return txns
}

// joins reports whether any operations of a and b make an edge of the kind.
func (x *rawLookup) joins(kind dependency.Kind, a, b int32) bool {
	e := dependency.Edge{Kind: kind, From: a, To: b, Key: -1, FromOp: -1, ToOp: -1}
	if kind == dependency.SO || kind == dependency.RT {
		return x.edge(e) == ""
	}
	fromLo, fromHi := x.h.Ops(a)
	toLo, toHi := x.h.Ops(b)
	for e.FromOp = fromLo; e.FromOp < fromHi; e.FromOp++ {
		writes := x.h.OpKind(e.FromOp) != history.Read
		if writes != (kind != dependency.RW) || !writes && !x.external(e.FromOp, fromLo) {
			continue
		}
		e.Key = x.h.OpKey(e.FromOp)
		for e.ToOp = toLo; e.ToOp < toHi; e.ToOp++ {
			reads := x.h.OpKind(e.ToOp) == history.Read
			if x.h.OpKey(e.ToOp) == e.Key && reads == (kind == dependency.WR) && (!reads || x.external(e.ToOp, toLo)) && x.edge(e) == "" {
				return true
			}
		}
	}
	return false
}

// external reports whether read i is the first use of its key by its transaction, whose
// operations begin at lo.
func (x *rawLookup) external(i, lo int32) bool {
	for j := lo; j < i; j++ {
		if x.h.OpKey(j) == x.h.OpKey(i) {
			return false
		}
	}
	return true
}
