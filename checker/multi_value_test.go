package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"visar/axioms"
	"visar/history"
)

var causalSiblings = &axioms.Model{Name: "multi-value-register", Axioms: axioms.SESSION | axioms.TRANSVIS}

// siblingHistory makes a history of registers whose reads return lists: each
// operation is {session, key, 0 to write or 1 to read, values...}; a session that is
// negative is of unknown outcome.
func siblingHistory(ops [][]int) *history.History {
	b := history.NewBuilder(history.Value{})
	for i, op := range ops {
		info := history.TxnInfo{Session: fmt.Sprint(op[0]), Start: history.NoTime, End: history.NoTime, Clock: history.NoTime, Line: int32(i + 1)}
		if op[0] < 0 {
			info.Status, info.Alone = history.Unknown, true
		}
		b.Begin(info)
		k := b.Key(history.IntValue(int64(op[1])))
		if op[2] == 0 {
			b.Write(k, b.Value(history.IntValue(int64(op[3]))))
			continue
		}
		list := []int32{}
		for _, v := range op[3:] {
			list = append(list, b.Value(history.IntValue(int64(v))))
		}
		b.ReadList(k, list)
	}
	h, err := b.History()
	if err != nil {
		panic(err)
	}
	return h
}

func TestSiblings(t *testing.T) {
	const w, r = 0, 1
	for _, c := range []struct {
		name string
		ops  [][]int
		want SiblingKind
	}{
		{"two writes at once are both returned", [][]int{{0, 1, w, 1}, {1, 1, w, 2}, {2, 1, r, 1, 2}}, NoSibling},
		{"one of them has not arrived", [][]int{{0, 1, w, 1}, {1, 1, w, 2}, {2, 1, r, 2}}, NoSibling},
		{"a write replaces what its session has read", [][]int{{0, 1, w, 1}, {1, 1, r, 1}, {1, 1, w, 2}, {2, 1, r, 2}}, NoSibling},
		{"a replaced write comes back", [][]int{{0, 1, w, 1}, {1, 1, r, 1}, {1, 1, w, 2}, {2, 1, r, 1, 2}}, SiblingOverwritten},
		{"an own write is not returned", [][]int{{0, 1, w, 1}, {0, 1, r}}, SiblingLost},
		{"an own write is replaced by another's, which had seen it", [][]int{{0, 1, w, 1}, {1, 1, w, 2}, {0, 1, r, 2}}, NoSibling},
		{"a value from nowhere", [][]int{{0, 1, w, 1}, {1, 1, r, 7}}, SiblingUnwritten},
		{"each must have replaced the other", [][]int{{0, 1, w, 1}, {0, 1, r, 2}, {1, 1, w, 2}, {1, 1, r, 1}}, SiblingCycle},
	} {
		v, err := CheckSiblings(context.Background(), siblingHistory(c.ops), causalSiblings, Options{})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		got := NoSibling
		if v.Refutation != nil {
			got = v.Refutation.Siblings.Kind
		}
		if got != c.want || !v.Certified {
			t.Errorf("%s: got %s, certified %v, want %s", c.name, got, v.Certified, c.want)
		}
	}
}

// TestSiblingsAgainstEveryVisibility compares with all causal visibilities of small
// histories.
func TestSiblingsAgainstEveryVisibility(t *testing.T) {
	outcomes := map[Outcome]int{}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		h := siblingHistory(randomSiblings(rng))
		v, err := CheckSiblings(context.Background(), h, causalSiblings, Options{})
		if err != nil {
			t.Fatal(err)
		}
		outcomes[v.Outcome]++
		if want := anySiblingVisibility(h); v.Outcome != Undecided && want != (v.Outcome == Consistent) {
			t.Fatalf("got %s, but some visibility fits: %v\n%s", v.Outcome, want, h)
		}
	}
	if outcomes[Consistent] < 1000 || outcomes[Violated] < 300 || outcomes[Undecided] > 30 {
		t.Errorf("the random histories are one-sided: %v", outcomes)
	}
}

func randomSiblings(rng *rand.Rand) [][]int {
	n := 2 + rng.IntN(3)
	var ops [][]int
	written := map[int][]int{}
	for i := range n {
		op := []int{rng.IntN(3), rng.IntN(2), rng.IntN(2)}
		if op[2] == 0 {
			if rng.IntN(8) == 0 {
				op[0] = -1 - i
			}
			written[op[1]] = append(written[op[1]], i+1)
			op = append(op, i+1)
		}
		ops = append(ops, op)
	}
	for i := range ops {
		if ops[i][2] == 1 {
			for _, v := range written[ops[i][1]] {
				if rng.IntN(2) == 0 {
					ops[i] = append(ops[i], v)
				}
			}
		}
	}
	return ops
}

// anySiblingVisibility tries every transitive visibility over those that take part.
func anySiblingVisibility(h *history.History) bool {
	var nodes []int32
	wrote := map[int64]int32{}
	observed := map[int64]bool{}
	for i := range int32(h.NumOps()) {
		op := h.Op(i)
		if op.Kind == history.Write {
			wrote[h.Value(op.Value).Int()] = h.TxnOf(i)
		}
		for _, v := range op.List {
			observed[h.Value(v).Int()] = true
		}
	}
	for t := range int32(h.Len()) {
		lo, _ := h.Ops(t)
		if h.Status(t) == history.Committed || observed[h.Value(h.Op(lo).Value).Int()] {
			nodes = append(nodes, t)
		}
	}
	var pairs [][2]int
	for i := range nodes {
		for j := range nodes {
			if i != j {
				pairs = append(pairs, [2]int{i, j})
			}
		}
	}
	for bits := range 1 << len(pairs) {
		var vis [5][5]bool
		for p, pair := range pairs {
			vis[pair[0]][pair[1]] = bits>>p&1 == 1
		}
		if causalAndExplained(h, nodes, &vis) {
			return true
		}
	}
	return false
}

func causalAndExplained(h *history.History, nodes []int32, vis *[5][5]bool) bool {
	for i := range nodes {
		for j := range nodes {
			a, b := nodes[i], nodes[j]
			if a < b && h.Session(a) == h.Session(b) && !vis[i][j] {
				return false
			}
			for k := range nodes {
				if vis[i][j] && vis[j][k] && !vis[i][k] {
					return false
				}
			}
			if vis[i][j] && vis[j][i] {
				return false
			}
		}
	}
	for r, t := range nodes {
		lo, _ := h.Ops(t)
		op := h.Op(lo)
		if op.Kind != history.Read {
			continue
		}
		var want []int32
		for i, w := range nodes {
			if !vis[i][r] || !isWriteOf(h, w, op.Key) {
				continue
			}
			if !slices.ContainsFunc(seq(len(nodes)), func(j int) bool { return vis[i][j] && vis[j][r] && isWriteOf(h, nodes[j], op.Key) }) {
				lo, _ := h.Ops(w)
				want = append(want, h.OpValue(lo))
			}
		}
		got := slices.Sorted(slices.Values(op.List))
		slices.Sort(want)
		if !slices.Equal(got, want) {
			return false
		}
	}
	return true
}

func isWriteOf(h *history.History, t, key int32) bool {
	lo, _ := h.Ops(t)
	return h.OpKind(lo) == history.Write && h.OpKey(lo) == key
}

func seq(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
