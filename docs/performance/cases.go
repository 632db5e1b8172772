package main

import (
	"fmt"
	"strings"

	"visar/docs/measure"
)

// measured is a history to make and a model to check it against.
type measured struct {
	shape string // the section of the page
	store string
	flags string // of visar generate, without model, size and output
	// grouped histories are not listed as their transactions committed, but session
	// by session.
	grouped bool
	model   string
	txns    int
	goal    goal
}

// goal is what a check may cost; 0 stands for none.
type goal struct {
	user float64 // seconds
	peak int64   // megabytes
}

// generate returns the command that writes the history.
func (m measured) generate() string {
	return fmt.Sprintf("visar generate -m %s --txns %d %s", m.store, m.txns, m.flags)
}

// pipeline returns the commands of the history and the check.
func (m measured) pipeline() string {
	if m.grouped {
		return m.generate() + " | " + measure.SortBySession + " | " + m.check() + " -"
	}
	return m.generate() + " | " + m.check() + " -"
}

func (m measured) check() string { return "visar check -m " + m.model }

// blind are registers of which nothing but reads tells the order of versions.
func blind(txns int, more string) string {
	return strings.TrimSpace(fmt.Sprintf("--ops 8 --sessions 50 --keys %d --distribution zipf --reads 0.5 --blind 1 --global-values %s", txns/10, more))
}

// line is a store, the model that its histories obey, and the goals of 10,000
// transactions and of ten and a hundred times as many.
type line struct {
	store, model string
	goals        [3]goal
}

var lines = []line{
	{"serializable", "ss-ser", [3]goal{{0.2, 0}, {3, 300}, {40, 3000}}},
	{"snapshot-isolation", "ss-si", [3]goal{{0.3, 0}, {4, 400}, {60, 4000}}},
	{"prefix", "ss-pc", [3]goal{{0.5, 0}, {6, 0}, {100, 0}}},
	{"parallel-snapshot-isolation", "ss-psi", [3]goal{{0.5, 0}, {6, 0}, {100, 0}}},
}

var refutations = []struct{ store, anomaly, model string }{
	{"serializable", "write-skew", "ss-ser"},
	{"snapshot-isolation", "lost-update", "ss-si"},
	{"snapshot-isolation", "long-fork", "ss-si"},
	{"prefix", "long-fork", "ss-pc"},
	{"parallel-snapshot-isolation", "lost-update", "ss-psi"},
}

// consistentShape is the section that the picture shows.
const consistentShape = "Registers, consistent"

// cases returns what is measured, of at most max transactions: of at most others where
// histories are listed session by session, have times or need no search.
func cases(max, others int) []measured {
	var all []measured
	for i, n := range []int{10_000, 100_000, 1_000_000} {
		if n > max {
			break
		}
		for _, l := range lines {
			all = append(all, measured{shape: consistentShape, store: l.store, flags: blind(n, ""), model: l.model, txns: n, goal: l.goals[i]})
		}
		for _, r := range refutations {
			all = append(all, measured{shape: "Registers, one anomaly", store: r.store, flags: blind(n, "--inject "+r.anomaly), model: r.model, txns: n,
				goal: goal{user: [3]float64{0.5, 5, 60}[i]}})
		}
		if n > others {
			continue
		}
		for _, l := range lines {
			all = append(all, measured{shape: "Registers with recorded times", store: l.store, flags: blind(n, "--times"), model: l.model, txns: n, goal: l.goals[i]})
		}
		for _, l := range lines {
			all = append(all, measured{shape: "Registers, listed session by session", store: l.store, flags: blind(n, ""), grouped: true, model: l.model, txns: n, goal: l.goals[i]})
		}
		if n >= 100_000 {
			all = append(all, knownOrders(n)...)
		}
	}
	return append(append(all, contended()...), repeated()...)
}

// repeated are registers that take the same thousand values again and again.
func repeated() []measured {
	const n = 10_000
	var all []measured
	for _, l := range append(lines[:len(lines):len(lines)], line{store: "causal", model: "ss-cc"}) {
		flags := strings.Replace(blind(n, ""), "--global-values", "--values 1000", 1)
		all = append(all, measured{shape: "Values written more than once", store: l.store, flags: flags, model: l.model, txns: n})
	}
	return all
}

// knownOrders are histories whose models need no search.
func knownOrders(n int) []measured {
	lists := "--workload list-append --ops 4 --sessions 50 --keys 1000 --distribution zipf --reads 0.5 --blind 1"
	var all []measured
	for _, l := range lines {
		if l.model != "ss-pc" {
			all = append(all, measured{shape: "Lists", store: l.store, flags: lists, model: l.model, txns: n})
		}
	}
	all = append(all, measured{shape: "Lists", store: "strict-serializable", flags: lists + " --times", model: "strict-serializable", txns: n})
	for _, model := range []string{"monotonic-atomic-view", "ss-ra", "ss-cc"} {
		all = append(all, measured{shape: "Registers, weak models", store: "causal", flags: blind(n, ""), model: model, txns: n})
	}
	return all
}

// contended are the shapes that leave most open.
func contended() []measured {
	const n = 10_000
	var all []measured
	for _, sessions := range []int{5, 500, 0} {
		for _, l := range lines {
			flags := strings.Replace(blind(n, ""), "--sessions 50", fmt.Sprintf("--sessions %d", sessions), 1)
			all = append(all, measured{shape: "Other numbers of sessions", store: l.store, flags: flags, model: l.model, txns: n})
		}
	}
	for _, l := range lines {
		flags := strings.Replace(blind(n, ""), "--keys 1000", "--keys 10", 1)
		all = append(all, measured{shape: "Ten keys", store: l.store, flags: flags, model: l.model, txns: n})
	}
	return all
}
