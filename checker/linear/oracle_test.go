package linear

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"visar/history"
)

var full = flag.Bool("full", false, "run the comparisons at length")

// permutations decides a history of one key by trying every order of every set of
// operations that has all whose outcome is known.
func permutations(h *History) bool {
	used := make([]bool, len(h.Ops))
	var try func(s state) bool
	try = func(s state) bool {
		if allDone(h, used) {
			return true
		}
		for i := range h.Ops {
			if used[i] {
				continue
			}
			free := true
			for j := range h.Ops {
				free = free && (used[j] || h.Ops[j].Return >= h.Ops[i].Invoke)
			}
			if next, ok := h.apply(s, &h.Ops[i]); ok && free {
				used[i] = true
				if try(next) {
					return true
				}
				used[i] = false
			}
		}
		return false
	}
	return try(h.start())
}

// allDone reports whether all operations whose outcome is known are used.
func allDone(h *History, used []bool) bool {
	for i := range h.Ops {
		if !used[i] && !h.Ops[i].Unknown() {
			return false
		}
	}
	return true
}

// TestOracle compares the portfolio with every order of small histories, and has
// all evidence checked.
func TestOracle(t *testing.T) {
	rounds := 4_000
	if *full {
		rounds = 200_000
	}
	for o := Register; o <= Lock; o++ {
		for _, unique := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s-%v", o, unique), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(o), 7))
				counts := map[Verdict]int{}
				for range rounds {
					h := randomHistory(r, o, 2+r.IntN(6), unique)
					if len(h.Ops) == 0 {
						continue
					}
					res := Check(context.Background(), h, Options{})
					want := Linearizable
					if !permutations(h) {
						want = NotLinearizable
					}
					counts[want]++
					if res.Verdict != want {
						t.Fatalf("%s by %s, want %s:\n%s", res.Verdict, res.Keys[0].Engine, want, dump(h))
					}
					if err := h.Replay(res.Keys); err != nil {
						t.Fatalf("%s: %v:\n%s", res.Keys[0].Engine, err, dump(h))
					}
					if w := res.Keys[0].Witness; o == Register && unique && len(w) > 6 && !chained(h, w) {
						t.Fatalf("the witness %v of a register has more than 6 operations:\n%s", w, dump(h))
					}
					if want == NotLinearizable {
						if err := h.Refute(&res.Keys[0]); err != nil {
							t.Fatalf("%s: witness %v: %v:\n%s", res.Keys[0].Engine, res.Keys[0].Witness, err, dump(h))
						}
					}
				}
				if counts[Linearizable] < rounds/20 || counts[NotLinearizable] < rounds/20 {
					t.Errorf("%v: too few of one kind to mean much", counts)
				}
			})
		}
	}
}

// chained reports whether a compare-and-set is among the operations.
func chained(h *History, ops []int32) bool {
	return slices.ContainsFunc(ops, func(i int32) bool { return h.Ops[i].Func == history.CAS })
}

func dump(h *History) string {
	text := ""
	for i, o := range h.Ops {
		ret := fmt.Sprint(o.Return)
		if o.Unknown() {
			ret = "?"
		}
		text += fmt.Sprintf("%d: process %d [%d,%s] %s %d %d -> %d %v\n", i, o.Process, o.Invoke, ret, o.Func, o.A, o.B, o.Answer, o.Result)
	}
	return text
}
