package checker

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"visar/axioms"
	"visar/history"
)

var givenSets = []axioms.Set{
	axioms.INT | axioms.EXT | axioms.ARSESSION,
	axioms.INT | axioms.EXT | axioms.SESSION,
	axioms.INT | axioms.EXT | axioms.SESSION | axioms.TRANSVIS,
	axioms.INT | axioms.EXT | axioms.REALTIME,
	axioms.INT | axioms.EXT | axioms.MR | axioms.RYW,
}

// TestGivenOrderAgainstEveryVisibility compares the verdicts with all visibilities
// within the arbitration of the clocks.
func TestGivenOrderAgainstEveryVisibility(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	outcomes := map[Outcome]int{}
	for range 1500 {
		h := clockedHistory(rng)
		order, err := axioms.HybridClockOrder(h)
		if err != nil {
			t.Fatal(err)
		}
		for _, set := range givenSets {
			v, err := CheckByClocks(h, &axioms.Model{Name: set.String(), Axioms: set}, Options{})
			if err != nil {
				t.Fatalf("%v\n%s", err, h)
			}
			outcomes[v.Outcome]++
			if !v.Certified || v.Outcome == Undecided {
				t.Fatalf("%s: %s, certified %v\n%s", set, v.Outcome, v.Certified, h)
			}
			if want := anyVisibilityIn(h, order, set); want != (v.Outcome == Consistent) {
				t.Fatalf("%s: got %s, but some visibility fits: %v\norder %v\n%s", set, v.Outcome, want, order, h)
			}
		}
	}
	if outcomes[Consistent] < 500 || outcomes[Violated] < 500 {
		t.Errorf("the random histories are one-sided: %v", outcomes)
	}
}

// clockedHistory makes a small history of single operations whose clocks mostly grow.
func clockedHistory(rng *rand.Rand) *history.History {
	b := history.NewBuilder(history.Value{})
	n := 2 + rng.IntN(3)
	var written []int64
	for i := range n {
		start := int64(2*i + rng.IntN(3))
		id := b.Begin(history.TxnInfo{Session: fmt.Sprint(rng.IntN(2)), Start: start, End: start + int64(rng.IntN(4)), Clock: history.NoTime})
		k := b.Key(history.IntValue(0))
		if rng.IntN(2) == 0 {
			b.Write(k, b.Value(history.IntValue(int64(i+1))))
			written = append(written, int64(i+1))
		} else {
			v := history.Initial
			if len(written) > 0 && rng.IntN(4) > 0 {
				v = b.Value(history.IntValue(written[rng.IntN(len(written))]))
			}
			b.Read(k, v)
		}
		b.Extra(id, history.Field{Name: "hlc", Text: fmt.Sprintf(`"%d.%d"`, i+rng.IntN(2), rng.IntN(3))})
	}
	h, err := b.History()
	if err != nil {
		panic(err)
	}
	return h
}

func anyVisibilityIn(h *history.History, order []int32, set axioms.Set) bool {
	var pairs [][2]int32
	for i := range order {
		for j := range i {
			pairs = append(pairs, [2]int32{order[j], order[i]})
		}
	}
	for bits := range 1 << len(pairs) {
		seen := make([][]int32, h.Len())
		for p, pair := range pairs {
			if bits>>p&1 == 1 {
				seen[pair[1]] = append(seen[pair[1]], pair[0])
			}
		}
		edges := &axioms.VisibleEdges{First: []int32{0}}
		for t := range seen {
			edges.Seen = append(edges.Seen, seen[t]...)
			edges.First = append(edges.First, int32(len(edges.Seen)))
		}
		e := &axioms.Execution{History: h, Order: order, VIS: axioms.Visibility{Edges: edges}}
		if e.Validate(set) == nil {
			return true
		}
	}
	return false
}
