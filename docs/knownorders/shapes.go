package main

import (
	"fmt"
	"strings"
)

// shape is a kind of history and what it is judged against.
type shape struct {
	title  string
	flags  string // of visar generate; KEYS is a tenth of the transactions
	suffix string // of the file: its format
	checks []check
	// largest bounds the transactions; 0 is for no bound of its own.
	largest int
	// listed says that the file has the transactions session by session, so that nothing
	// but what was read tells the order of versions.
	listed bool
	// linear says that there are algorithms that take time linear in the history.
	linear bool
}

// check is a command and what it is held against.
type check struct {
	args string // of visar
	goal cost   // at a million transactions
	peer *peer
}

// classify is the command that decides all models.
const classify = "classify"

// cost is a measure.Cost; 0 is for what is not known.
type cost struct {
	User float64
	Peak int64
}

// peer is what another program took for the same work at a million transactions.
type peer struct {
	name string
	cost
}

// These were measured on a machine with two processors that was busy with other
// work, as was the one of the page. The histories had the same shape; they were
// not the same.
var (
	elle       = &peer{"Elle, serializable", cost{136, 14_900}}
	awditRC    = &peer{"AWDIT", cost{5.8, 700}}
	awditRA    = &peer{"AWDIT", cost{9, 1150}}
	awditCC    = &peer{"AWDIT", cost{61, 6800}}
	awditRCold = &peer{"AWDIT", cost{User: 7.8}}
	awditRAold = &peer{"AWDIT", cost{User: 9.4}}
	awditCCold = &peer{"AWDIT, not done", cost{76, 13_700}}
)

const (
	listFlags     = "--workload list-append --ops 4 --sessions 20 --times"
	chainFlags    = "--ops 4 --sessions 20 --keys KEYS --blind 0 --times"
	openFlags     = "--ops 4 --sessions 20 --keys KEYS"
	registerFlags = "--ops 8 --sessions 50 --keys KEYS --blind 1 --global-values"
)

var (
	listGoal = cost{10, 1500}
	shapes   = []shape{
		{title: "Lists, strictly serializable", linear: true, flags: "-m strict-serializable " + listFlags, suffix: "edn", checks: []check{
			{"check -m strict-serializable", listGoal, elle},
			{"check -m serializable", listGoal, elle},
			{classify, cost{}, nil},
		}},
		{title: "Lists, snapshot isolation", linear: true, flags: "-m snapshot-isolation " + listFlags, suffix: "edn", checks: []check{
			{"check -m snapshot-isolation", listGoal, elle},
			{"check -m parallel-snapshot-isolation", listGoal, elle},
		}},
		{title: "Registers read before they are written", linear: true, flags: "-m strict-serializable " + chainFlags, suffix: "edn", checks: []check{
			{"check -m strict-serializable", listGoal, nil},
			{"check -m serializable", listGoal, nil},
			{"check -m snapshot-isolation", listGoal, nil},
			{"check -m parallel-snapshot-isolation", listGoal, nil},
		}},
		{title: "Registers, uniform", flags: "-m causal " + registerFlags, suffix: "jsonl", checks: []check{
			{"check -m monotonic-atomic-view", cost{4, 1000}, awditRC},
			{"check -m read-atomic", cost{6, 1000}, awditRA},
			{"check -m causal", cost{15, 2000}, awditCC},
			{"check -m pram", cost{15, 2000}, nil},
			{"check -m writes-follow-reads", cost{15, 2000}, nil},
		}},
		{title: "Registers, zipf, stale snapshots", flags: "-m causal " + registerFlags + " --distribution zipf --exponent 1.1 --lag 1000", suffix: "jsonl", checks: []check{
			{"check -m monotonic-atomic-view", cost{4, 1000}, awditRCold},
			{"check -m read-atomic", cost{6, 1000}, awditRAold},
			{"check -m causal", cost{15, 2000}, awditCCold},
			{"check -m pram", cost{15, 2000}, nil},
			{"check -m writes-follow-reads", cost{15, 2000}, nil},
		}},
		openOrder("serializable", "", 100_000),
		openOrder("snapshot-isolation", "", 100_000),
		openOrder("snapshot-isolation", "long-fork", 100_000),
		openOrder("snapshot-isolation", "lost-update", 100_000),
		openOrder("serializable", "write-skew", 100_000),
		openOrder("parallel-snapshot-isolation", "", 10_000),
	}
)

// openOrder returns the shape of a store's registers whose order of versions is open,
// with an anomaly put in if one is named. Checks are those that take most, one store or
// another, and all models.
func openOrder(store, anomaly string, largest int) shape {
	s := shape{title: "Registers of unknown order, " + store, flags: "-m " + store + " " + openFlags, suffix: "jsonl", largest: largest, listed: true}
	if anomaly != "" {
		s.title += " with " + anomaly
		s.flags += " --inject " + anomaly
	}
	for _, m := range []string{"update-atomic", "strong-update-atomic", "strong-parallel-snapshot-isolation", "snapshot-isolation", "strict-serializable"} {
		s.checks = append(s.checks, check{args: "check -m " + m})
	}
	s.checks = append(s.checks, check{args: classify})
	return s
}

// sizes returns the numbers of transactions to measure, up to a bound.
func (s shape) sizes(most int) []int {
	if s.largest > 0 {
		most = min(most, s.largest)
	}
	var sizes []int
	for n := 10_000; n <= most; n *= 10 {
		sizes = append(sizes, n)
	}
	return sizes
}

// generate returns the command that makes a history.
func (s shape) generate(txns int) string {
	if s.suffix == "edn" {
		return s.generateIn(txns, "jepsen-edn")
	}
	return s.command(txns)
}

// generateIn is generate for a format that is named.
func (s shape) generateIn(txns int, format string) string { return s.command(txns) + " --to " + format }

func (s shape) command(txns int) string {
	return fmt.Sprintf("visar generate --txns %d %s", txns, strings.Replace(s.flags, "KEYS", fmt.Sprint(txns/10), 1))
}
