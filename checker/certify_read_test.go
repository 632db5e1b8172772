package checker

import (
	"testing"

	"visar/axioms"
)

var breachCases = []evidenceCase{
	{
		name:     "thin air",
		history:  "T1: w(x,1)\nT2: r(x,2) r(y,_)",
		evidence: `{"read": {"kind": "thin-air-read", "txn": 1, "op": 1, "value": 2, "external": true}}`,
		against:  []string{"read-committed", "read-atomic", "serializable"},
		not:      []string{"read-uncommitted"},
		tampered: []tampering{
			{`"value": 2`, `"value": 1`, "T1 wrote the value"},
			{`"value": 2`, `"value": 0`, "the read did not return value 0"},
			{`"value": 2`, `"value": 3`, "value 3 is out of range, expected 0 to 2"},
			{`"op": 1`, `"op": 2`, "the read did not return value 2"},
			{`"op": 1`, `"op": 0`, "operation 0 is not a read by T2"},
			{`"op": 1`, `"op": 3`, "op 3 is out of range"},
			{`"txn": 1`, `"txn": 0`, "operation 1 is not a read by T1"},
			{`"txn": 1`, `"txn": -1`, "txn -1 is out of range"},
			{`, "external": true`, ``, "that no own operation precedes the read is true, not false"},
			{`"value": 2`, `"value": 2, "other": 2`, "operation 2 does not contradict the read"},
			{`"value": 2`, `"value": 2, "writer": 0`, "go together"},
			{`"value": 2`, `"value": 2, "writer": 0, "writer_op": 0`, "does not write value 2"},
			{`thin-air-read`, `aborted-read`, "the writer did not abort"},
			{`thin-air-read`, `intermediate-read`, "the writer is not another transaction"},
			{`thin-air-read`, `future-read`, "the writer is not the reader itself"},
			{`thin-air-read`, `own-write-missed`, "said to have no own operation before it"},
			{`thin-air-read`, `incompatible-order`, "only versioned lists"},
			{`thin-air-read`, `duplicate-elements`, "the key is not a list"},
			{`thin-air-read`, `cyclic-versions`, "expected the append of an element"},
			{`thin-air-read`, `bad-read`, `unknown kind "bad-read"`},
		},
	},
	{
		name:     "the initial value is not thin air",
		history:  "T1: r(x,_)",
		evidence: `{"read": {"kind": "thin-air-read", "txn": 0, "op": 0, "value": 0, "external": true}}`,
		not:      []string{"serializable"},
	},
	{
		name:     "reads of unknown outcome are no evidence",
		history:  "T1 unknown: r(x,2)",
		evidence: `{"read": {"kind": "thin-air-read", "txn": 0, "op": 0, "value": 1, "external": true}}`,
		not:      []string{"serializable"},
	},
	{
		name:     "aborted read",
		history:  "T1 aborted: w(x,1)\nT2: r(x,1)",
		evidence: `{"read": {"kind": "aborted-read", "txn": 1, "op": 1, "value": 1, "writer": 0, "writer_op": 0, "external": true}}`,
		against:  []string{"read-committed", "serializable"},
		not:      []string{"read-uncommitted"},
		tampered: []tampering{
			{`"writer": 0`, `"writer": 1`, "operation 0 is not a write of key x by T2"},
			{`"writer_op": 0`, `"writer_op": 1`, "operation 1 is not a write of key x by T1"},
			{`aborted-read`, `thin-air-read`, "T1 wrote the value"},
			{`aborted-read`, `intermediate-read`, "may have committed"},
		},
	},
	{
		name:     "aborted read that another write explains",
		history:  "T1 aborted: w(x,1)\nT2: r(x,1)\nT3 unknown: w(x,1)",
		evidence: `{"read": {"kind": "aborted-read", "txn": 1, "op": 1, "value": 1, "writer": 0, "writer_op": 0, "external": true}}`,
		not:      []string{"read-committed"},
	},
	{
		name:     "intermediate read",
		history:  "T1: w(x,1) w(x,2)\nT2: r(x,2) r(x,1)",
		evidence: `{"read": {"kind": "intermediate-read", "txn": 1, "op": 3, "value": 1, "writer": 0, "writer_op": 0}}`,
		against:  []string{"read-committed", "read-atomic"},
		tampered: []tampering{
			{`"op": 3, "value": 1, "writer": 0, "writer_op": 0`, `"op": 2, "value": 2, "writer": 0, "writer_op": 1, "external": true`, "does not overwrite"},
		},
	},
	{
		name:     "future read",
		history:  "T1: r(x,1) w(x,1)\nT2: w(y,1)",
		evidence: `{"read": {"kind": "future-read", "txn": 0, "op": 0, "value": 1, "writer": 0, "writer_op": 1, "external": true}}`,
		against:  []string{"read-committed", "read-atomic"},
		tampered: []tampering{{`"writer": 0, "writer_op": 1`, `"writer": 1, "writer_op": 2`, "operation 2 is not a write of key x"}},
	},
	{
		name:     "own write missed",
		history:  "T1: w(x,1) r(x,2)\nT2: w(x,2)",
		evidence: `{"read": {"kind": "own-write-missed", "txn": 0, "op": 1, "value": 2, "writer": 1, "writer_op": 2, "other": 0}}`,
		against:  []string{"read-committed", "item-cut-isolation", "read-atomic"},
		not:      []string{"read-uncommitted"},
		tampered: []tampering{
			{`"value": 2, "writer": 1, "writer_op": 2`, `"value": 1, "writer": 0, "writer_op": 0`, "the read did not return value 1"},
			{`"other": 0`, `"other": 1`, "operation 1 is not an earlier own one"},
			{`, "other": 0`, ``, "operation -1 is not an earlier own one"},
			{`own-write-missed`, `unrepeatable-read`, "COMMITTED does not say that reads repeat"},
		},
	},
	{
		name:     "own write seen",
		history:  "T1: w(x,1) r(x,1)",
		evidence: `{"read": {"kind": "own-write-missed", "txn": 0, "op": 1, "value": 1, "other": 0}}`,
		not:      []string{"read-committed", "read-atomic"},
	},
	{
		name:     "unrepeatable read",
		history:  "T1: r(x,_) r(x,1) w(x,3) r(x,3)\nT2: w(x,1)",
		evidence: `{"read": {"kind": "unrepeatable-read", "txn": 0, "op": 1, "value": 1, "writer": 1, "writer_op": 4, "other": 0}}`,
		against:  []string{"item-cut-isolation", "read-atomic"},
		not:      []string{"read-committed", "monotonic-atomic-view"},
		tampered: []tampering{
			{`"op": 1, "value": 1, "writer": 1, "writer_op": 4`, `"op": 3, "value": 2`, "an own write stands between the reads"},
			{`unrepeatable-read`, `own-write-missed`, "no own write precedes the read"},
		},
	},
	{
		name:     "lists that part",
		history:  "T1: a(x,1)\nT2: a(x,2)\nT3: r(x,[1 2])\nT4: r(x,[2])\nT5: r(x,[1])",
		evidence: `{"read": {"kind": "incompatible-order", "txn": 3, "op": 3, "value": 2, "other": 2, "external": true}}`,
		against:  []string{"read-committed", "read-atomic"},
		not:      []string{"read-uncommitted"},
		tampered: []tampering{
			{`"txn": 3, "op": 3, "value": 2`, `"txn": 4, "op": 4, "value": 1`, "one list is a prefix of the other"},
			{`"value": 2`, `"value": 1`, "do not part at element 1"},
			{`"other": 2`, `"other": 1`, "operation 1 is not a read of the list"},
			{`, "other": 2`, ``, "operation -1 is not a read of the list"},
			{`"other": 2`, `"other": 2, "writer": 1, "writer_op": 1`, "there is no writer"},
		},
	},
	{
		name:     "logs may part",
		lists:    axioms.Log,
		history:  "T1: a(x,1)\nT2: a(x,2)\nT3: r(x,[1 2])\nT4: r(x,[2])",
		evidence: `{"read": {"kind": "incompatible-order", "txn": 3, "op": 3, "value": 2, "other": 2, "external": true}}`,
		not:      []string{"read-committed", "serializable"},
	},
	{
		name:     "an element twice",
		history:  "T1: a(x,1) a(x,2)\nT2: r(x,[1 2 1])",
		evidence: `{"read": {"kind": "duplicate-elements", "txn": 1, "op": 2, "value": 1, "writer": 0, "writer_op": 0, "external": true}}`,
		against:  []string{"read-uncommitted", "serializable"},
		tampered: []tampering{
			{`"value": 1, "writer": 0, "writer_op": 0`, `"value": 2`, "the list has element 2 1 times"},
			{`, "external": true`, ``, "not false"},
			{`"value": 1`, `"value": 1, "other": 0`, "does not contradict the read"},
		},
	},
	{
		name:     "an element appended twice",
		history:  "T1: a(x,1)\nT2: r(x,[1 1])\nT3: a(x,1)",
		evidence: `{"read": {"kind": "duplicate-elements", "txn": 1, "op": 1, "value": 1, "writer": 0, "writer_op": 0, "external": true}}`,
		not:      []string{"read-uncommitted", "serializable"},
	},
	{
		name:     "program order reversed",
		history:  "T1: a(x,1) a(x,2)\nT2: r(x,[2 1])",
		evidence: `{"read": {"kind": "cyclic-versions", "txn": 1, "op": 2, "value": 2, "writer": 0, "writer_op": 1, "external": true}}`,
		against:  []string{"read-uncommitted", "serializable"},
		tampered: []tampering{
			{`"value": 2, "writer": 0, "writer_op": 1`, `"value": 1, "writer": 0, "writer_op": 0`, "come before the element"},
		},
	},
	{
		name:     "half a transaction in a log",
		lists:    axioms.Log,
		history:  "T1: a(x,1) a(x,2)\nT2: r(x,[2])",
		evidence: `{"read": {"kind": "cyclic-versions", "txn": 1, "op": 2, "value": 2, "writer": 0, "writer_op": 1, "external": true}}`,
		against:  []string{"read-committed", "serializable"},
		not:      []string{"read-uncommitted"},
	},
	{
		name:     "an aborted element",
		history:  "T1 aborted: a(x,1)\nT2: a(x,2)\nT3: r(x,[1 2])",
		evidence: `{"read": {"kind": "aborted-read", "txn": 2, "op": 2, "value": 1, "writer": 0, "writer_op": 0, "external": true}}`,
		against:  []string{"read-committed", "read-atomic"},
		tampered: []tampering{
			{`"value": 1, "writer": 0, "writer_op": 0`, `"value": 2, "writer": 1, "writer_op": 1`, "the writer did not abort"},
		},
	},
	{
		name:     "an own append missed",
		history:  "T1: a(x,1) r(x,[2])\nT2: a(x,2)",
		evidence: `{"read": {"kind": "own-write-missed", "txn": 0, "op": 1, "value": 2, "other": 0}}`,
		against:  []string{"read-committed", "read-atomic"},
	},
	{
		name:     "an own append seen",
		history:  "T1: r(x,[2]) a(x,1) r(x,[2 1])\nT2: a(x,2)",
		evidence: `{"read": {"kind": "unrepeatable-read", "txn": 0, "op": 2, "value": 2, "other": 0}}`,
		not:      []string{"read-atomic"},
	},
}

func TestBreaches(t *testing.T) {
	for _, c := range breachCases {
		t.Run(c.name, c.run)
	}
}
