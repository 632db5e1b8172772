package linear

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"visar/history"
)

// earlier is h with plain reads that begin earlier.
func earlier(h *History, age int64) *History {
	shifted := *h
	shifted.Ops = slices.Clone(h.Ops)
	for i := range shifted.Ops {
		if o := &shifted.Ops[i]; o.Func == history.Get {
			o.Invoke -= age
		}
	}
	return &shifted
}

// leastVersions tries every order and returns by how many versions reads have to lag.
func leastVersions(h *History) (int, bool) {
	best := len(h.Ops) + 1
	used := make([]bool, len(h.Ops))
	var try func(versions []int32, lag int)
	try = func(versions []int32, lag int) {
		done := true
		for i := range h.Ops {
			done = done && (used[i] || h.Ops[i].Unknown())
		}
		if done {
			best = min(best, lag)
		}
		for i := range h.Ops {
			o := &h.Ops[i]
			if used[i] || slices.ContainsFunc(every(h.Ops), func(j int32) bool { return !used[j] && h.Ops[j].Return < o.Invoke }) {
				continue
			}
			used[i] = true
			if o.Func == history.Put {
				try(append(slices.Clone(versions), o.A), lag)
			} else if at := slices.Index(versions, o.Result[0]); at >= 0 {
				try(versions, max(lag, len(versions)-1-at))
			}
			used[i] = false
		}
	}
	try([]int32{history.Initial}, 0)
	return best, best <= len(h.Ops)
}

// TestStaleness compares ages with what the permutations of shifted histories say,
// and versions with every order.
func TestStaleness(t *testing.T) {
	rounds := 3_000
	if *full {
		rounds = 100_000
	}
	r := rand.New(rand.NewPCG(5, 17))
	stale, exact, endless := 0, 0, 0
	for range rounds {
		h := randomHistory(r, Register, 3+r.IntN(4), true)
		if slices.ContainsFunc(h.Ops, func(o Op) bool { return o.Answer == history.Refused || o.Func == history.CAS && o.A == o.B }) {
			continue
		}
		all := h.Staleness()
		if len(h.Ops) == 0 || len(all) == 0 {
			continue
		}
		s := all[0]
		switch {
		case s.Age == Endless:
			endless++
			if permutations(earlier(h, 100)) {
				t.Fatalf("endless, but 100 is enough:\n%s", dump(h))
			}
			continue
		case !permutations(earlier(h, s.Age)):
			t.Fatalf("age %d is not enough:\n%s", s.Age, dump(h))
		case s.Age > 0 && permutations(earlier(h, s.Age-1)):
			t.Fatalf("age %d is more than enough:\n%s", s.Age, dump(h))
		}
		if slices.ContainsFunc(h.Ops, func(o Op) bool { return o.Func == history.CAS }) {
			continue
		}
		want, ok := leastVersions(h)
		if !ok || want < s.AtLeast || want > s.AtMost {
			t.Fatalf("from %d to %d versions, and %d by every order:\n%s", s.AtLeast, s.AtMost, want, dump(h))
		}
		if want > 0 {
			stale++
			if s.AtLeast == s.AtMost {
				exact++
			}
		}
	}
	t.Logf("%d stale, of which the bounds of %d meet; %d endless", stale, exact, endless)
	if stale < rounds/50 || exact < stale*9/10 || endless == 0 {
		t.Error("too few to mean much, or the bounds are too far apart")
	}
}

// TestStalenessOfStore: three writes, a millisecond each, and a read of the first.
func TestStalenessOfStore(t *testing.T) {
	const ms = 1_000_000
	h := &History{Object: Register, Keys: make([]history.Value, 1), Values: make([]history.Value, 4)}
	for n := range int64(3) {
		h.Ops = append(h.Ops, Op{Func: history.Put, A: int32(n) + 1, Invoke: 2 * n * ms, Return: (2*n + 1) * ms})
	}
	h.Ops = append(h.Ops, Op{Func: history.Get, Answer: history.One, Result: []int32{1}, Invoke: 44 * ms, Return: 45 * ms})
	got := h.Staleness()
	want := Staleness{Key: 0, Reads: 1, Stale: 1, AtLeast: 2, AtMost: 2, Age: 41 * ms, Worst: 3}
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if r := Check(context.Background(), h, Options{}); r.Verdict != NotLinearizable {
		t.Error(r.Verdict)
	}
}
