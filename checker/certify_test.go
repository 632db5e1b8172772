package checker

import (
	"encoding/json"
	"strings"
	"testing"

	"visar/axioms"
)

// verifyText verifies evidence of violation for a history in the notation.
func verifyText(t *testing.T, text, model, evidence string, lists axioms.Lists) error {
	t.Helper()
	h := notated(t, text)
	m := modelNamed(t, model)
	return Verify(h, m, Violated, json.RawMessage(evidence), lists)
}

// tampering replaces a part of evidence that stands, after which it must fall
// with an error that has why in it.
type tampering struct{ old, by, why string }

// evidenceCase is evidence written by hand. Operations count from 0 through the
// whole history, keys and values in order of appearance, the initial value being
// value 0.
type evidenceCase struct {
	name     string
	history  string
	evidence string
	lists    axioms.Lists
	against  []string // models that it refutes
	not      []string // models that the same evidence does not refute
	tampered []tampering
}

func (c *evidenceCase) run(t *testing.T) {
	for _, m := range c.against {
		if err := verifyText(t, c.history, m, c.evidence, c.lists); err != nil {
			t.Errorf("%s: %v", m, err)
		}
	}
	for _, m := range c.not {
		if err := verifyText(t, c.history, m, c.evidence, c.lists); err == nil {
			t.Errorf("%s: the evidence stands, expected it to be none", m)
		}
	}
	for _, x := range c.tampered {
		evidence := strings.Replace(c.evidence, x.old, x.by, 1)
		if evidence == c.evidence {
			t.Errorf("there is no %s in the evidence", x.old)
			continue
		}
		err := verifyText(t, c.history, c.against[0], evidence, c.lists)
		if err == nil {
			t.Errorf("with %s for %s: the evidence stands", x.by, x.old)
		} else if !strings.Contains(err.Error(), x.why) {
			t.Errorf("with %s for %s: error is\n\t%v\nexpected it to say\n\t%s", x.by, x.old, err, x.why)
		}
	}
}

var cycleCases = []evidenceCase{
	{
		name:    "write skew",
		history: "T1: r(x,_) w(y,1)\nT2: r(y,_) w(x,2)",
		evidence: `{"cycle": [{"kind": "RW", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 3},
			{"kind": "RW", "from": 1, "to": 0, "key": 1, "from_op": 2, "to_op": 1}]}`,
		against: []string{"serializable", "strict-serializable"},
		not:     []string{"snapshot-isolation", "prefix", "parallel-snapshot-isolation", "causal", "read-committed"},
		tampered: []tampering{
			{`"from": 0`, `"from": 1`, "leads from a transaction to itself"},
			{`"from": 0`, `"from": 2`, "from 2 is out of range, expected 0 to 1"},
			{`"to": 1`, `"to": 0`, "starts at T2"},
			{`"key": 0`, `"key": 1`, "operation 3 is not a write of the key by T2"},
			{`"key": 0`, `"key": 2`, "key 2 is out of range"},
			{`"key": 0, `, ``, "it has no key"},
			{`"from_op": 0`, `"from_op": 1`, "operation 1 is not a read of the key by T1"},
			{`"from_op": 0, `, ``, "operation -1 is not a read"},
			{`"to_op": 3`, `"to_op": 2`, "operation 2 is not a write of the key by T2"},
			{`"kind": "RW"`, `"kind": "WR"`, "is not a write of the key"},
			{`"kind": "RW"`, `"kind": "WW"`, "is not a write of the key"},
			{`"kind": "RW"`, `"kind": "SO"`, "it has a key or operations"},
			{`"kind": "RW"`, `"kind": "XX"`, `unknown kind "XX"`},
			{`"to_op": 3`, `"to_op": 3, "source": 1`, "is not known to return the version"},
			{`"to_op": 3`, `"to_op": 3, "source": 9`, "source 9 is out of range"},
			{`"to_op": 3`, `"to_op": 3, "assumed": true`, "needs no assumption"},
			{`"to_op": 3`, `"to_op": 3, "via": {"reader": 0, "visible": []}`, "CO edges and no others have a reason"},
		},
	},
	{
		name:    "long fork",
		history: "T1: w(x,1)\nT2: w(y,2)\nT3: r(x,1) r(y,_)\nT4: r(x,_) r(y,2)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 2, "key": 0, "from_op": 0, "to_op": 2},
			{"kind": "RW", "from": 2, "to": 1, "key": 1, "from_op": 3, "to_op": 1},
			{"kind": "WR", "from": 1, "to": 3, "key": 1, "from_op": 1, "to_op": 5},
			{"kind": "RW", "from": 3, "to": 0, "key": 0, "from_op": 4, "to_op": 0}]}`,
		against: []string{"prefix", "snapshot-isolation", "serializable"},
		not:     []string{"parallel-snapshot-isolation", "causal", "update-atomic", "read-atomic"},
		tampered: []tampering{
			{`"from_op": 0, "to_op": 2`, `"from_op": 0, "to_op": 3`, "operation 3 is not a read of the key by T3"},
			{`"from_op": 0, "to_op": 2`, `"from_op": 1, "to_op": 2`, "operation 1 is not a write of the key by T1"},
			{`"kind": "WR", "from": 1, "to": 3`, `"kind": "WR", "from": 1, "to": 2`, "leads to T3, and the one after it starts at T4"},
		},
	},
	{
		name: "write skew behind an overwrite",
		// The WW edge is in VIS under NOCONFLICT only, so prefix consistency lets
		// the RW edge after it be.
		history: "T1: r(x,_) r(y,_) w(x,1)\nT2: r(x,1) w(x,2)\nT3: r(y,_) w(y,3) r(x,_)\nT4: r(x,2) r(y,_)",
		evidence: `{"cycle": [{"kind": "WW", "from": 0, "to": 1, "key": 0, "from_op": 2, "to_op": 4},
			{"kind": "WR", "from": 1, "to": 3, "key": 0, "from_op": 4, "to_op": 8},
			{"kind": "RW", "from": 3, "to": 2, "key": 1, "from_op": 9, "to_op": 6},
			{"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 7, "to_op": 2}]}`,
		against: []string{"serializable"},
		not:     []string{"snapshot-isolation", "prefix"},
		tampered: []tampering{
			{`"from_op": 2, "to_op": 4`, `"from_op": 2, "to_op": 4, "assumed": true`, "nothing can be assumed here"},
			{`"from": 0, "to": 1, "key": 0, "from_op": 2, "to_op": 4`, `"from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 4`, "operation 0 is not a write"},
		},
	},
	{
		name:    "causality violation",
		history: "T1: w(x,1)\nT2: r(x,1) w(y,2)\nT3: r(y,2) r(x,_)",
		evidence: `{"cycle": [{"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 4, "to_op": 0},
			{"kind": "WR", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 1},
			{"kind": "WR", "from": 1, "to": 2, "key": 1, "from_op": 2, "to_op": 3}]}`,
		against: []string{"causal", "parallel-snapshot-isolation", "prefix", "writes-follow-reads", "snapshot-isolation"},
		not:     []string{"read-atomic", "update-atomic", "strong-read-atomic", "monotonic-atomic-view", "monotonic-writes"},
		tampered: []tampering{
			{`"from": 0, "to": 1`, `"from": 0, "to": 2`, "starts at T2"},
			{`"key": 0, "from_op": 0, "to_op": 1`, `"key": 1, "from_op": 0, "to_op": 1`, "not a write of the key"},
		},
	},
	{
		name:    "update atomicity needs one step",
		history: "T1: w(x,1)\nT2: r(x,1) w(x,2) w(y,2)\nT3: r(y,2) r(x,1)",
		evidence: `{"cycle": [{"kind": "WR", "from": 1, "to": 2, "key": 1, "from_op": 3, "to_op": 4},
			{"kind": "RW", "from": 2, "to": 1, "key": 0, "from_op": 5, "to_op": 2, "source": 0}]}`,
		against: []string{"read-atomic", "update-atomic", "serializable", "monotonic-atomic-view", "item-cut-isolation"},
		not:     []string{"read-committed", "read-uncommitted"},
		tampered: []tampering{
			{`"source": 0`, `"source": 1`, "is not known to return the version"},
			{`, "source": 0`, ``, "is not known to return the version"},
		},
	},
	{
		name:    "the monotonic view goes forward",
		history: "T1: w(x,1) w(y,1)\nT2: r(y,_) r(x,1)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 3},
			{"kind": "RW", "from": 1, "to": 0, "key": 1, "from_op": 2, "to_op": 1}]}`,
		against: []string{"read-atomic"},
		not:     []string{"monotonic-atomic-view", "item-cut-isolation"},
	},
	{
		name:    "lost update in a chain",
		history: "T1: w(x,1)\nT2: r(x,1) w(x,2)\nT3: r(x,2) w(x,3)\nT4: r(x,3) r(y,_)\nT5: r(x,1) w(y,4)",
		evidence: `{"cycle": [{"kind": "RW", "from": 4, "to": 2, "key": 0, "from_op": 7, "to_op": 4, "source": 0},
			{"kind": "WR", "from": 2, "to": 3, "key": 0, "from_op": 4, "to_op": 5},
			{"kind": "RW", "from": 3, "to": 4, "key": 1, "from_op": 6, "to_op": 8}]}`,
		against: []string{"serializable"},
		not:     []string{"snapshot-isolation", "prefix"},
		tampered: []tampering{
			{`"from": 4, "to": 2, "key": 0, "from_op": 7, "to_op": 4, "source": 0`,
				`"from": 4, "to": 2, "key": 0, "from_op": 7, "to_op": 4, "source": 1`, "is not known to return"},
		},
	},
	{
		name:    "session order",
		history: "T1[a]: w(x,1)\nT2[a]: r(x,_)\nT3: r(x,_)",
		evidence: `{"cycle": [{"kind": "SO", "from": 0, "to": 1},
			{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 1, "to_op": 0}]}`,
		against: []string{"strong-session-read-atomic", "read-your-writes", "pram", "strong-session-serializable"},
		not:     []string{"serializable", "read-atomic", "monotonic-reads", "monotonic-writes", "strong-session-monotonic-atomic-view"},
		tampered: []tampering{
			{`"kind": "SO"`, `"kind": "RT"`, "an end or a start is not recorded"},
			{`"from": 0, "to": 1}`, `"from": 0, "to": 1, "key": 0}`, "it has a key or operations"},
			{`"from": 0, "to": 1}`, `"from": 0, "to": 1, "to_op": 1}`, "it has a key or operations"},
			{`"from": 0, "to": 1}`, `"from": 0, "to": 1, "assumed": true}`, "only orders of versions can be assumed"},
			{`"from": 0, "to": 1},
			{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 1`, `"from": 0, "to": 2},
			{"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 2`, "the sessions differ"},
		},
	},
	{
		name:    "session order runs one way",
		history: "T1[a]: r(x,1)\nT2[a]: w(x,1)",
		evidence: `{"cycle": [{"kind": "SO", "from": 0, "to": 1},
			{"kind": "WR", "from": 1, "to": 0, "key": 0, "from_op": 1, "to_op": 0}]}`,
		against: []string{"strong-session-monotonic-atomic-view", "strong-session-read-atomic"},
		not:     []string{"read-committed", "read-your-writes", "monotonic-reads", "serializable"},
		tampered: []tampering{
			{`"from": 0, "to": 1},
			{"kind": "WR", "from": 1, "to": 0`, `"from": 1, "to": 0},
			{"kind": "WR", "from": 0, "to": 1`, "the opposite order"},
		},
	},
	{
		name:    "monotonic reads",
		history: "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: r(x,_)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 1},
			{"kind": "SO", "from": 1, "to": 2}, {"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 2, "to_op": 0}]}`,
		against: []string{"monotonic-reads", "pram", "strong-session-causal"},
		not:     []string{"strong-session-read-atomic", "read-your-writes", "monotonic-writes", "writes-follow-reads", "causal"},
	},
	{
		name:    "monotonic writes",
		history: "T1[a]: w(x,1)\nT2[a]: w(y,2)\nT3: r(y,2) r(x,_)",
		evidence: `{"cycle": [{"kind": "SO", "from": 0, "to": 1}, {"kind": "WR", "from": 1, "to": 2, "key": 1, "from_op": 1, "to_op": 2},
			{"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 3, "to_op": 0}]}`,
		against: []string{"monotonic-writes", "pram", "strong-session-causal"},
		not:     []string{"strong-session-read-atomic", "read-your-writes", "monotonic-reads", "writes-follow-reads"},
	},
	{
		name:    "writes follow reads",
		history: "T1: w(x,1)\nT2[a]: r(x,1)\nT3[a]: w(y,2)\nT4: r(y,2) r(x,_)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 1}, {"kind": "SO", "from": 1, "to": 2},
			{"kind": "WR", "from": 2, "to": 3, "key": 1, "from_op": 2, "to_op": 3},
			{"kind": "RW", "from": 3, "to": 0, "key": 0, "from_op": 4, "to_op": 0}]}`,
		against: []string{"writes-follow-reads", "strong-session-causal"},
		not:     []string{"causal", "pram", "strong-session-read-atomic"},
	},
	{
		name:    "stale read",
		history: "T1 @1-2: w(x,1)\nT2 @3-4: r(x,_)\nT3 @2-5: r(x,_)",
		evidence: `{"cycle": [{"kind": "RT", "from": 0, "to": 1},
			{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 1, "to_op": 0}]}`,
		against: []string{"strong-read-atomic", "strict-serializable", "serializable-no-stale-reads"},
		not:     []string{"realtime-snapshot-isolation", "ordered-sequential-consistency", "strong-session-serializable"},
		tampered: []tampering{
			{`"kind": "RT"`, `"kind": "SO"`, "the sessions differ"},
			{`"from": 0, "to": 1},
			{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 1`, `"from": 0, "to": 2},
			{"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 2`, "the end 2 is not before the start 2"},
		},
	},
	{
		name:    "causal reverse",
		history: "T1 @1-2: w(x,1)\nT2 @3-4: w(y,2)\nT3 @0-5: r(x,_) r(y,2)",
		evidence: `{"cycle": [{"kind": "RT", "from": 0, "to": 1}, {"kind": "WR", "from": 1, "to": 2, "key": 1, "from_op": 1, "to_op": 3},
			{"kind": "RW", "from": 2, "to": 0, "key": 0, "from_op": 2, "to_op": 0}]}`,
		against: []string{"realtime-prefix", "ordered-sequential-consistency", "strong-causal"},
		not:     []string{"realtime-causal", "serializable-no-stale-reads", "strong-read-atomic"},
	},
	{
		name:    "two orders of lists",
		history: "T1: a(x,1) a(y,2)\nT2: a(x,3) a(y,4)\nT3: r(x,[1 3])\nT4: r(y,[4 2])",
		evidence: `{"cycle": [{"kind": "WW", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 2},
			{"kind": "WW", "from": 1, "to": 0, "key": 1, "from_op": 3, "to_op": 1}]}`,
		against: []string{"read-uncommitted", "read-committed", "serializable"},
		tampered: []tampering{
			{`"from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 2`, `"from": 0, "to": 1, "key": 1, "from_op": 1, "to_op": 3`, "the history does not say"},
			{`"key": 0, "from_op": 0`, `"key": 0, "from_op": 1`, "operation 1 is not a write of the key"},
		},
	},
	{
		name:    "appends that nobody read are later",
		history: "T1: a(x,1)\nT2: a(x,2) a(y,3)\nT3: r(x,[1])\nT4: a(y,4) r(x,[]) a(x,5)\nT5: r(y,[4 3])",
		evidence: `{"cycle": [{"kind": "RW", "from": 3, "to": 0, "key": 0, "from_op": 5, "to_op": 0},
			{"kind": "WW", "from": 0, "to": 3, "key": 0, "from_op": 0, "to_op": 6}]}`,
		against: []string{"update-atomic", "snapshot-isolation", "serializable"},
		not:     []string{"causal", "prefix"},
		tampered: []tampering{
			{`"from": 0, "to": 3, "key": 0, "from_op": 0, "to_op": 6`, `"from": 1, "to": 3, "key": 0, "from_op": 1, "to_op": 6`, "starts at T2"},
		},
	},
	{
		name:    "appends that nobody read have no order",
		history: "T1: a(x,1) a(y,1)\nT2: a(x,2) a(y,2)\nT3: r(x,[]) r(y,[2 1])",
		evidence: `{"cycle": [{"kind": "WW", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 2},
			{"kind": "WW", "from": 1, "to": 0, "key": 1, "from_op": 3, "to_op": 1}]}`,
		not: []string{"serializable", "strict-serializable"},
	},
	{
		name:    "a log lacks what was not visible",
		lists:   axioms.Log,
		history: "T1: a(x,1) a(y,2)\nT2: r(y,[2]) r(x,[3])\nT3: a(x,3)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 1, "key": 1, "from_op": 1, "to_op": 2},
			{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 3, "to_op": 0, "source": 2}]}`,
		against: []string{"read-atomic", "monotonic-atomic-view"},
		tampered: []tampering{
			{`"source": 2`, `"source": 0`, "is not known to return the version"},
		},
	},
	{
		name:    "a log shows more than its last element",
		lists:   axioms.Log,
		history: "T1: a(x,1) a(y,2)\nT2: a(x,3)\nT3: r(x,[1 3]) r(y,[])",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 2, "key": 0, "from_op": 0, "to_op": 3},
			{"kind": "RW", "from": 2, "to": 0, "key": 1, "from_op": 4, "to_op": 1}]}`,
		against: []string{"read-atomic", "monotonic-atomic-view"},
	},
	{
		name:    "a versioned list shows only its last element",
		history: "T1: a(x,1) a(y,2)\nT2: a(x,3)\nT3: r(x,[1 3]) r(y,[])",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 2, "key": 0, "from_op": 0, "to_op": 3},
			{"kind": "RW", "from": 2, "to": 0, "key": 1, "from_op": 4, "to_op": 1}]}`,
		not: []string{"read-atomic", "serializable"},
	},
	{
		name:    "an unknown outcome that was seen",
		history: "T1 unknown: w(x,1) w(y,1)\nT2: r(x,1) r(y,_)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 2},
			{"kind": "RW", "from": 1, "to": 0, "key": 1, "from_op": 3, "to_op": 1}]}`,
		against: []string{"read-atomic"},
	},
	{
		name:    "an unknown outcome that nobody saw",
		history: "T1 unknown: r(y,_) w(x,1)\nT2: r(x,_) w(y,1)",
		evidence: `{"cycle": [{"kind": "RW", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 3},
			{"kind": "RW", "from": 1, "to": 0, "key": 1, "from_op": 2, "to_op": 1}]}`,
		not: []string{"serializable", "strict-serializable"},
	},
	{
		name:    "an unknown outcome may come late",
		history: "T1[a] @1-2 unknown: w(x,1)\nT2[a]: r(x,_)\nT3: r(x,1)",
		evidence: `{"cycle": [{"kind": "SO", "from": 0, "to": 1},
			{"kind": "RW", "from": 1, "to": 0, "key": 0, "from_op": 1, "to_op": 0}]}`,
		not: []string{"strong-session-serializable", "strict-serializable"},
	},
	{
		name:    "what was read is ambiguous",
		history: "T1: w(x,1) w(y,1)\nT2: w(x,1)\nT3: r(x,1) r(y,_)",
		evidence: `{"cycle": [{"kind": "WR", "from": 0, "to": 2, "key": 0, "from_op": 0, "to_op": 3},
			{"kind": "RW", "from": 2, "to": 0, "key": 1, "from_op": 4, "to_op": 1}]}`,
		not: []string{"read-atomic", "serializable"},
	},
	{
		name:    "an observed transaction non-monotonically",
		history: "T1: w(x,1) w(y,1)\nT2: w(x,2) w(y,2)\nT3: r(x,2) r(y,1)\nT4: r(x,1) r(y,2)",
		evidence: `{"cycle": [{"kind": "CO", "from": 1, "to": 0, "key": 1, "from_op": 3, "to_op": 1,
				"via": {"reader": 2, "visible": [{"kind": "WR", "from": 1, "to": 2, "key": 0, "from_op": 2, "to_op": 4}]}},
			{"kind": "CO", "from": 0, "to": 1, "key": 1, "from_op": 1, "to_op": 3,
				"via": {"reader": 3, "visible": [{"kind": "WR", "from": 0, "to": 3, "key": 0, "from_op": 0, "to_op": 6}]}}]}`,
		against: []string{"monotonic-atomic-view", "read-atomic", "serializable"},
		not:     []string{"read-committed"},
		tampered: []tampering{
			{`"key": 1, "from_op": 3, "to_op": 1`, `"key": 0, "from_op": 2, "to_op": 0`, "does not force T2 to be earlier"},
			{`"from_op": 3`, `"from_op": 2`, "operation 2 is not a write of the key by T2"},
			{`"to_op": 1`, `"to_op": 0`, "operation 0 is not a write of the key by T1"},
			{`"reader": 2`, `"reader": 3`, "the path ends at T3, expected T4"},
			{`"reader": 2`, `"reader": 4`, "reader 4 is out of range"},
			{`"visible": [{"kind": "WR", "from": 1`, `"visible": [{"kind": "WR", "from": 0`, "the path is at T2"},
			{`"visible": [{"kind": "WR", "from": 1, "to": 2, "key": 0, "from_op": 2, "to_op": 4}]`, `"visible": []`, "nothing says how"},
			{`"visible": [{"kind": "WR"`, `"visible": [{"kind": "CO"`, "expected SO, RT or WR"},
			{`"key": 0, "from_op": 2, "to_op": 4`, `"key": 1, "from_op": 3, "to_op": 5`, "is not the only possible source"},
			{`,
				"via": {"reader": 2, "visible": [{"kind": "WR", "from": 1, "to": 2, "key": 0, "from_op": 2, "to_op": 4}]}`, ``, "CO edges and no others"},
		},
	},
	{
		name:    "the monotonic view forces what is read later",
		history: "T1: w(x,1) w(y,1)\nT2: w(x,2) w(y,2)\nT3: r(x,2) r(y,1)\nT4: r(x,1) r(y,2)",
		evidence: `{"cycle": [{"kind": "CO", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 2,
				"via": {"reader": 2, "visible": [{"kind": "WR", "from": 0, "to": 2, "key": 1, "from_op": 1, "to_op": 5}]}},
			{"kind": "CO", "from": 1, "to": 0, "key": 1, "from_op": 3, "to_op": 1,
				"via": {"reader": 2, "visible": [{"kind": "WR", "from": 1, "to": 2, "key": 0, "from_op": 2, "to_op": 4}]}}]}`,
		against: []string{"read-atomic"},
		not:     []string{"monotonic-atomic-view", "item-cut-isolation"},
	},
	{
		name:    "causality forces an order",
		history: "T1: w(x,1)\nT2: r(x,1) w(y,1)\nT3: r(y,1) r(x,2)\nT4: w(x,2) w(z,1)\nT5: r(z,1) r(x,1)",
		evidence: `{"cycle": [{"kind": "CO", "from": 0, "to": 3, "key": 0, "from_op": 0, "to_op": 5, "via": {"reader": 2, "visible":
				[{"kind": "WR", "from": 0, "to": 1, "key": 0, "from_op": 0, "to_op": 1}, {"kind": "WR", "from": 1, "to": 2, "key": 1, "from_op": 2, "to_op": 3}]}},
			{"kind": "CO", "from": 3, "to": 0, "key": 0, "from_op": 5, "to_op": 0,
				"via": {"reader": 4, "visible": [{"kind": "WR", "from": 3, "to": 4, "key": 2, "from_op": 6, "to_op": 7}]}}]}`,
		against: []string{"causal", "writes-follow-reads", "serializable"},
		not:     []string{"read-atomic", "update-atomic", "pram"},
	},
	{
		name:    "a law on arbitration alone",
		history: "T1[a]: w(x,1)\nT2[a]: w(x,2) w(y,2)\nT3: r(x,1) r(y,2)\nT4[a]: r(x,2)",
		evidence: `{"cycle": [{"kind": "CO", "from": 0, "to": 1, "via": {"reader": 1, "visible": [{"kind": "SO", "from": 0, "to": 1}]}},
			{"kind": "CO", "from": 1, "to": 0, "key": 0, "from_op": 1, "to_op": 0,
				"via": {"reader": 2, "visible": [{"kind": "WR", "from": 1, "to": 2, "key": 1, "from_op": 2, "to_op": 4}]}}]}`,
		against: []string{"monotonic-writes", "pram", "strong-session-causal", "strong-session-read-atomic"},
		not:     []string{"read-atomic", "read-your-writes", "monotonic-reads", "causal", "writes-follow-reads"},
		tampered: []tampering{
			{`"via": {"reader": 1`, `"from_op": 0, "via": {"reader": 1`, "it has a key or operations"},
			{`"via": {"reader": 1`, `"key": 0, "via": {"reader": 1`, "not a write of the key"},
			{`"reader": 1`, `"reader": 3`, "the path ends at T2, expected T4"},
		},
	},
	{
		name:    "a write that follows a read of itself",
		history: "T1[a]: r(x,1)\nT2[a]: w(x,1)",
		evidence: `{"cycle": [{"kind": "CO", "from": 1, "to": 1, "via": {"reader": 1, "visible":
			[{"kind": "WR", "from": 1, "to": 0, "key": 0, "from_op": 1, "to_op": 0}, {"kind": "SO", "from": 0, "to": 1}]}}]}`,
		against: []string{"writes-follow-reads", "strong-session-causal"},
		not:     []string{"causal", "pram", "serializable"},
	},
}

func TestCycles(t *testing.T) {
	for _, c := range cycleCases {
		t.Run(c.name, c.run)
	}
}
