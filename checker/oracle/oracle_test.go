package oracle

import (
	"math/rand/v2"
	"slices"
	"testing"

	"visar/history"
)

// TestUnknownOnlyWhereObserved: where values are unique, a transaction of
// unknown outcome need only be in the executions if a committed one read what
// it wrote.
func TestUnknownOnlyWhereObserved(t *testing.T) {
	tried := 0
	each(4000, func(h *history.History, c Config, _ *rand.Rand) {
		if c.Duplicates || h.Count(history.Unknown) == 0 {
			return
		}
		tried++
		for _, lists := range []Lists{Versioned, Log} {
			e := newExecution(h, lists, observedTxns(h))
			e.commitOrders(^demanding(external) & All &^ e.broken)
			e.executions(demanding(external) &^ e.broken)
			if all := Admitted(h, lists); e.found&Defined(h) != all {
				t.Fatalf("lists %d: %v with the observed, %v with any of\n%s", lists, e.found.Names(), all.Names(), describe(h))
			}
		}
	})
	if tried < 300 {
		t.Errorf("%d histories with unknown transactions, want at least 300", tried)
	}
}

// observedTxns returns the committed transactions and those of unknown outcome
// one of whose values a committed one has read.
func observedTxns(h *history.History) []int32 {
	seen := listElements(h)
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		for i := lo; i < hi && h.Status(t) == history.Committed; i++ {
			if op := h.Op(i); op.Kind == history.Read && !h.IsList(op.Key) {
				seen[element{op.Key, op.Value}] = true
			}
		}
	}
	var included []int32
	for t := range int32(h.Len()) {
		lo, hi := h.Ops(t)
		observed := h.Status(t) == history.Committed
		for i := lo; i < hi && h.Status(t) == history.Unknown; i++ {
			op := h.Op(i)
			observed = observed || op.Kind != history.Read && seen[element{op.Key, op.Value}]
		}
		if observed {
			included = append(included, t)
		}
	}
	return included
}

func TestUnknown(t *testing.T) {
	for _, c := range []struct {
		name       string
		history    []string
		model      string
		consistent bool
	}{
		{"takes effect", []string{"wx1 unknown", "rx1"}, "serializable", true},
		{"never takes effect", []string{"wx1 unknown", "rx0"}, "serializable", true},
		{"takes effect late", []string{"a: wx1 @1- unknown", "b: rx0 @5-6", "b: rx1 @7-8"}, "strict-serializable", true},
		{"not before its start", []string{"b: rx1 @1-2", "a: wx1 @5- unknown"}, "strict-serializable", false},
		{"not before its session", []string{"a: wy1", "a: wx1 unknown", "rx1 ry0"}, "strong-session-causal", false},
		{"after its session's next", []string{"a: wx1 unknown", "a: rx0", "rx1"}, "strong-session-serializable", true},
		{"what it read is ignored", []string{"rx7 wx1 rx0 unknown", "rx1"}, "serializable", true},
		{"written twice, one unknown", []string{"wx1 wy1 unknown", "wx1", "rx1 ry0"}, "serializable", true},
		{"a key that it read is not touched", []string{"b: wx1 @1-2", "a: rx0 wy1 @3- unknown", "@0-9 rx0 ry1"}, "serializable-no-stale-reads", true},
		{"a key that it wrote is touched", []string{"b: wx1 rz0 @1-2", "a: wz1 @3- unknown", "@0-9 rx0 rz1"}, "serializable-no-stale-reads", false},
	} {
		h := parse(t, c.history...)
		if got := Admitted(h, Versioned).Has(c.model); got != c.consistent {
			t.Errorf("%s: %s admits it: %v, want %v", c.name, c.model, got, c.consistent)
		}
	}
}

// TestByValue: where values repeat, some choice of sources must do.
func TestByValue(t *testing.T) {
	for _, c := range []struct {
		history []string
		want    string
	}{
		{[]string{"wx1 wy1", "wx1 wy2", "rx1 ry2"}, "ru rc mav ic ra ua cc psi pc si ser"},
		{[]string{"wx0", "wx1", "rx1", "rx0"}, "ru rc mav ic ra ua cc psi pc si ser"},
		{[]string{"wx0 wy1", "rx0 ry1"}, "ru rc mav ic ra ua cc psi pc si ser"},
		// Neither source of y=1 leaves x as it was.
		{[]string{"wx2 wy1", "wx3 wy1", "rx0 ry1"}, "ru rc mav ic"},
		// The read of the own write says nothing about the other's.
		{[]string{"wx1 wy1", "wx1 rx1 ry0"}, "ru rc mav ic ra ua cc psi pc si ser"},
	} {
		if got := inBasis(Admitted(parse(t, c.history...), Versioned)); got != c.want {
			t.Errorf("%v: %q, want %q", c.history, got, c.want)
		}
	}
}

// TestMonotonicAtomicViewByRule compares the growing sets with the rule as
// Biswas and Enea write it, on histories whose reads each have one source.
func TestMonotonicAtomicViewByRule(t *testing.T) {
	violated := 0
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		h := Random(rng, Config{Txns: 5, Keys: 2, Ops: 4})
		e := newExecution(h, Versioned, observedTxns(h))
		want := e.ruleHolds(nil) && e.broken&demanding(ownWrites) == 0
		if got := Admitted(h, Versioned).Has("monotonic-atomic-view"); got != want {
			t.Fatalf("admitted: %v, by the rule: %v, of\n%s", got, want, describe(h))
		}
		if s := Admitted(h, Versioned); s.Has("read-committed") && !want {
			violated++
		}
	}
	if violated < 20 {
		t.Errorf("the rule broke %d histories that read what was committed, want at least 20", violated)
	}
}

// ruleHolds reports whether some order that begins with first keeps the rule:
// T3 reads from T2 and later x from T1, T2 ≠ T1 writes x ⇒ T2 before T1.
func (e *execution) ruleHolds(first []int) bool {
	if len(first) == len(e.txns) {
		return e.keepsRule(first)
	}
	for t := range e.txns {
		if !slices.Contains(first, t) && e.ruleHolds(append(first[:len(first):len(first)], t)) {
			return true
		}
	}
	return false
}

func (e *execution) keepsRule(order []int) bool {
	for at, t3 := range order {
		sources := []int{}
		for _, r := range e.txns[t3].committed {
			// The initial transaction is at -1, before all others.
			t1 := slices.IndexFunc(order, func(t int) bool { return r.value != history.Initial && e.txns[t].final[r.key] == r.value })
			if t1 >= at || t1 < 0 && r.value != history.Initial {
				return false
			}
			for _, t2 := range sources {
				if t2 > t1 && e.txns[order[t2]].final[r.key] != unwritten {
					return false
				}
			}
			if t1 >= 0 {
				sources = append(sources, t1)
			}
		}
	}
	return true
}

func BenchmarkAdmitted(b *testing.B) {
	for _, n := range []int{3, 4, 5, 6} {
		b.Run(string(rune('0'+n)), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(7, 8))
			var hs []*history.History
			for len(hs) < 50 {
				if h := Random(rng, Config{Txns: n, Keys: 3, Ops: 3}); h.Len() == n {
					hs = append(hs, h)
				}
			}
			for i := 0; b.Loop(); i++ {
				Admitted(hs[i%len(hs)], Versioned)
			}
		})
	}
}
