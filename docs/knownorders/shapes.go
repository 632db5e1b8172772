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
	registerFlags = "--ops 8 --sessions 50 --keys KEYS --blind 1 --global-values"
)

var (
	listGoal = cost{10, 1500}
	shapes   = []shape{
		{"Lists, strictly serializable", "-m strict-serializable " + listFlags, "edn", []check{
			{"check -m strict-serializable", listGoal, elle},
			{"check -m serializable", listGoal, elle},
			{classify, cost{}, nil},
		}},
		{"Lists, snapshot isolation", "-m snapshot-isolation " + listFlags, "edn", []check{
			{"check -m snapshot-isolation", listGoal, elle},
			{"check -m parallel-snapshot-isolation", listGoal, elle},
		}},
		{"Registers read before they are written", "-m strict-serializable " + chainFlags, "edn", []check{
			{"check -m strict-serializable", listGoal, nil},
			{"check -m serializable", listGoal, nil},
			{"check -m snapshot-isolation", listGoal, nil},
			{"check -m parallel-snapshot-isolation", listGoal, nil},
		}},
		{"Registers, uniform", "-m causal " + registerFlags, "jsonl", []check{
			{"check -m monotonic-atomic-view", cost{4, 1000}, awditRC},
			{"check -m read-atomic", cost{6, 1000}, awditRA},
			{"check -m causal", cost{15, 2000}, awditCC},
		}},
		{"Registers, zipf, stale snapshots", "-m causal " + registerFlags + " --distribution zipf --exponent 1.1 --lag 1000", "jsonl", []check{
			{"check -m monotonic-atomic-view", cost{4, 1000}, awditRCold},
			{"check -m read-atomic", cost{6, 1000}, awditRAold},
			{"check -m causal", cost{15, 2000}, awditCCold},
		}},
	}
)

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
