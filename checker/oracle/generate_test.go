package oracle

import (
	"math/rand/v2"
	"strings"
	"testing"

	"visar/history"
)

func TestEnumerate(t *testing.T) {
	// By hand, for transactions of one operation. One: wx1, rx0. Two: ww on
	// one key and on two; wr on one key, twice, and on two; rr on one and on two.
	bySize := map[int]int{}
	Enumerate(1, func(h *history.History) bool {
		bySize[h.NumOps()]++
		return true
	})
	if bySize[1] != 2 || bySize[2] != 7 || bySize[3] != 17 {
		t.Errorf("histories by number of operations: %v, want 2, 7 and 17", bySize)
	}
	n, last := 0, 0
	seen := map[string]bool{}
	Enumerate(2, func(h *history.History) bool {
		n++
		if h.NumOps() < last {
			t.Fatalf("%d operations after %d", h.NumOps(), last)
		}
		last = h.NumOps()
		seen[describe(h)] = true
		return true
	})
	if n != 6980 || len(seen) != n {
		t.Errorf("%d histories of which %d differ, want 6980", n, len(seen))
	}
	for _, want := range []string{
		"wx1\nrx0 rx1\n",              // unrepeatable read
		"rx0 wx1\nrx0 wx2\n",          // lost update
		"wx1\nwy2\nrx1 ry0\n",         // half of a long fork
		"rx1\nwx1 wx2\n",              // intermediate read
		"wx1 wy2\nwx3 wy4\nrx1 ry4\n", // both of two
	} {
		if !seen[want] {
			t.Errorf("not enumerated:\n%s", want)
		}
	}
}

func TestEnumerateStops(t *testing.T) {
	n := 0
	Enumerate(3, func(*history.History) bool {
		n++
		return n < 100
	})
	if n != 100 {
		t.Errorf("%d histories after yield returned false at 100", n)
	}
}

func TestSessions(t *testing.T) {
	for n, want := range []int{1, 1, 3, 13, 73} {
		h := parse(t, []string{"wx1", "wx2", "wx3", "wx4"}[:n]...)
		seen := map[string]bool{}
		for s := range Sessions(h) {
			seen[describe(s)] = true
			if s.Len() != n {
				t.Fatalf("%d transactions, want %d", s.Len(), n)
			}
		}
		if len(seen) != want {
			t.Errorf("%d transactions in %d ways, want %d", n, len(seen), want)
		}
	}
}

func TestRandom(t *testing.T) {
	counts := map[string]int{}
	const n = 2000
	each(n, func(h *history.History, c Config, _ *rand.Rand) {
		if h.Len() > c.Txns || h.Keys() > c.Keys || h.NumOps() > c.Txns*c.Ops {
			t.Fatalf("%+v exceeded by\n%s", c, describe(h))
		}
		if !c.Aborted && h.Count(history.Aborted) > 0 || !c.Unknown && h.Count(history.Unknown) > 0 {
			t.Fatalf("%+v: statuses of\n%s", c, describe(h))
		}
		for _, p := range h.Problems() {
			if p.Fatal {
				t.Fatalf("%v in\n%s", p, describe(h))
			}
		}
		for _, m := range Admitted(h, Versioned).Names() {
			counts[m]++
		}
	})
	for _, m := range Models {
		if c := counts[m]; m != "read-uncommitted" && (c < n/20 || c > n*19/20) {
			t.Errorf("%s admits %d of %d, want both verdicts often", m, c, n)
		}
	}
}

func TestRandomRepeats(t *testing.T) {
	for _, c := range configs {
		a := Random(rand.New(rand.NewPCG(9, 9)), c)
		if b := Random(rand.New(rand.NewPCG(9, 9)), c); describe(a) != describe(b) {
			t.Errorf("one seed, two histories:\n%s\n%s", describe(a), describe(b))
		}
	}
}

func TestTelling(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		h, s := Telling(rng, Config{Txns: 5, Keys: 3, Ops: 3}, Versioned)
		if s != Admitted(h, Versioned) || !s.Has("causal") && !s.Has("read-atomic") || s.Has("strict-serializable") {
			t.Fatalf("%v of\n%s", s.Names(), describe(h))
		}
	}
}

func TestRename(t *testing.T) {
	different := 0
	each(2000, func(h *history.History, _ Config, rng *rand.Rand) {
		r := Rename(h, rng)
		for _, lists := range []Lists{Versioned, Log} {
			was, is := Admitted(h, lists), Admitted(r, lists)
			if was &^= ambiguous(h); was != is&^ambiguous(h) {
				t.Fatalf("lists %d: %v of\n%sand %v of\n%s", lists, was.Names(), describe(h), is.Names(), describe(r))
			}
		}
		if strings.Contains(describe(r), "x") {
			t.Fatalf("x has kept its name:\n%s", describe(r))
		}
		if h.Len() > 1 && len(describeTxn(h, 0)) != len(describeTxn(r, 0)) {
			different++
		}
	})
	if different < 200 {
		t.Errorf("the first transaction is another one in %d of 2000, want at least 200", different)
	}
}

// ambiguous returns read-uncommitted if the lists of h contradict each other.
func ambiguous(h *history.History) Set {
	for _, r := range committedLists(h) {
		if !isPrefix(r.List, h.Longest(r.Key)) {
			return Of("read-uncommitted")
		}
	}
	return 0
}
