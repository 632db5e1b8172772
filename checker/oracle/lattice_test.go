package oracle

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"visar/history"
)

// implications are the edges of the lattice: what the first admits, so does
// each of the others.
var implications = func() [][]string {
	edges := [][]string{
		{"read-atomic", "item-cut-isolation"},
		{"item-cut-isolation", "monotonic-atomic-view"},
		{"monotonic-atomic-view", "read-committed"},
		{"read-committed", "read-uncommitted"},
		{"strong-session-read-atomic", "strong-session-monotonic-atomic-view", "read-your-writes"},
		{"strong-session-monotonic-atomic-view", "monotonic-atomic-view"},
		{"strong-session-causal", "pram", "writes-follow-reads"},
		{"pram", "read-your-writes", "monotonic-reads", "monotonic-writes"},
		{"read-your-writes", "read-atomic"},
		{"monotonic-reads", "read-atomic"},
		{"monotonic-writes", "read-atomic"},
		{"writes-follow-reads", "causal"},
		{"strict-serializable", "ordered-sequential-consistency", "strong-session-serializable-no-stale-reads"},
		{"ordered-sequential-consistency", "strong-session-serializable"},
		{"strong-session-serializable-no-stale-reads", "serializable-no-stale-reads", "strong-session-serializable"},
		{"serializable-no-stale-reads", "serializable"},
		{"strict-serializable", "realtime-snapshot-isolation"},
	}
	for _, p := range []string{"", "strong-session-", "realtime-", "strong-"} {
		for _, e := range [][]string{
			{"serializable", "snapshot-isolation"},
			{"snapshot-isolation", "parallel-snapshot-isolation", "prefix"},
			{"parallel-snapshot-isolation", "causal", "update-atomic"},
			{"prefix", "causal"},
			{"causal", "read-atomic"},
			{"update-atomic", "read-atomic"},
		} {
			var edge []string
			for _, name := range e {
				edge = append(edge, variant(p, name))
			}
			edges = append(edges, edge)
		}
	}
	for _, b := range []string{"read-atomic", "update-atomic", "causal", "parallel-snapshot-isolation", "prefix", "snapshot-isolation", "serializable"} {
		edges = append(edges,
			[]string{variant("strong-session-", b), b},
			[]string{variant("realtime-", b), variant("strong-session-", b)},
			[]string{variant("strong-", b), variant("realtime-", b)})
	}
	return edges
}()

func variant(prefix, base string) string {
	if base == "serializable" && (prefix == "realtime-" || prefix == "strong-") {
		return "strict-serializable"
	}
	return prefix + base
}

// breaches returns the implications that a set of admitting models breaks.
func breaches(s Set) []string {
	var broken []string
	for _, e := range implications {
		for _, weaker := range e[1:] {
			if s.Has(e[0]) && !s.Has(weaker) {
				broken = append(broken, e[0]+" without "+weaker)
			}
		}
	}
	return broken
}

// configs has something of everything that Random makes.
var configs = []Config{
	{Txns: 4, Keys: 2, Ops: 3},
	{Txns: 4, Keys: 2, Ops: 3, Sessions: true},
	{Txns: 5, Keys: 3, Ops: 3, Sessions: true, Times: true},
	{Txns: 5, Keys: 2, Ops: 3, Sessions: true, Times: true, Aborted: true, Unknown: true},
	{Txns: 4, Keys: 2, Ops: 3, Sessions: true, Times: true, Unknown: true, Duplicates: true},
	{Txns: 5, Keys: 2, Ops: 3, Sessions: true, Times: true, Aborted: true, Unknown: true, Lists: true},
	{Txns: 5, Keys: 2, Ops: 1, Sessions: true, Times: true},
}

// each calls f with n random histories.
func each(n int, f func(h *history.History, c Config, rng *rand.Rand)) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		c := configs[i%len(configs)]
		f(Random(rng, c), c, rng)
	}
}

func TestLattice(t *testing.T) {
	for _, e := range implications {
		for _, name := range e {
			if !slices.Contains(Models, name) {
				t.Fatalf("no model is called %s", name)
			}
		}
	}
	for _, n := range namedHistories(t) {
		if b := breaches(Admitted(n.history(t), Versioned)); b != nil {
			t.Errorf("%s: %v", n.Name, b)
		}
	}
	each(5000, func(h *history.History, _ Config, _ *rand.Rand) {
		for _, lists := range []Lists{Versioned, Log} {
			s := Admitted(h, lists)
			if b := breaches(s); b != nil {
				t.Fatalf("%v of\n%s", b, describe(h))
			}
			if sessionsInRealTime(h) && s.Has("ordered-sequential-consistency") && !s.Has("realtime-parallel-snapshot-isolation") {
				t.Fatalf("ordered-sequential-consistency without realtime-parallel-snapshot-isolation of\n%s", describe(h))
			}
		}
	})
}

// sessionsInRealTime reports whether SO ⊆ RT.
func sessionsInRealTime(h *history.History) bool {
	for a := range int32(h.Len()) {
		for b := range int32(h.Len()) {
			if a != b && sessionOrder(h, a, b) && !realTime(h, a, b) {
				return false
			}
		}
	}
	return true
}

// TestSingleOperations: where each transaction is one operation, whatever sees
// prefixes is serializable, though parallel snapshots are not.
func TestSingleOperations(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 1500 {
		h := Random(rng, Config{Txns: 5, Keys: 2, Ops: 1, Sessions: true, Times: true, Aborted: true})
		s := Admitted(h, Versioned)
		for _, same := range [][]string{
			{"strong-session-prefix", "strong-session-snapshot-isolation", "strong-session-serializable", "sequential"},
			{"strong-prefix", "strong-snapshot-isolation", "strict-serializable", "linearizable"},
		} {
			if n := len((s & Of(same...)).Names()); n != 0 && n != len(same) {
				t.Fatalf("only %v of\n%s", (s & Of(same...)).Names(), describe(h))
			}
		}
	}
	s := Admitted(parse(t, "a: wx1", "a: ry0", "b: wy1", "b: rx0"), Versioned)
	if !s.Has("strong-session-parallel-snapshot-isolation") || s.Has("sequential") {
		t.Errorf("a long fork of sessions is admitted by %v", s.Names())
	}
}

// describe returns a history for a failing test's message.
func describe(h *history.History) string {
	var b strings.Builder
	for t := range int32(h.Len()) {
		b.WriteString(describeTxn(h, t) + "\n")
	}
	return b.String()
}
