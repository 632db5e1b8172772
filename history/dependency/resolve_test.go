package dependency_test

import (
	"fmt"
	"strings"
	"testing"

	"visar/history"
	"visar/history/dependency"
)

func resolve(t *testing.T, text string, logs bool) *dependency.Resolved {
	t.Helper()
	h, err := history.Parse(text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return dependency.Resolve(h, logs)
}

func txnName(h *history.History, t int32) string {
	if t == dependency.Init {
		return "init"
	}
	return h.Name(t)
}

// describeOp returns an operation after its transaction: "T1 w(x,1)".
func describeOp(h *history.History, op int32) string {
	return h.Name(h.TxnOf(op)) + " " + h.OpString(op)
}

// describeBreach returns all that a breach says; the value only where the read
// does not show which it is.
func describeBreach(h *history.History, b dependency.Breach) string {
	s := b.Kind.String() + " " + describeOp(h, b.Op)
	if h.IsList(h.OpKey(b.Op)) {
		s += " at " + h.Value(b.Value).String()
	}
	if b.WriterOp >= 0 {
		s += " by " + describeOp(h, b.WriterOp)
	}
	if b.Other >= 0 {
		s += " against " + h.OpString(b.Other)
	}
	if b.External {
		s += " external"
	}
	return s
}

// breaches returns the breaches of a resolved history, and fails where a breach
// contradicts itself.
func breaches(t *testing.T, r *dependency.Resolved) string {
	t.Helper()
	var all []string
	for _, b := range r.Breaches {
		if b.Txn != r.History.TxnOf(b.Op) || (b.Writer < 0) != (b.WriterOp < 0) || b.WriterOp >= 0 && b.Writer != r.History.TxnOf(b.WriterOp) {
			t.Errorf("%+v: the operations are not of the transactions", b)
		}
		if !r.History.IsList(r.History.OpKey(b.Op)) && b.Value != r.History.OpValue(b.Op) {
			t.Errorf("%+v: the value is not what was read", b)
		}
		all = append(all, describeBreach(r.History, b))
	}
	return strings.Join(all, "; ")
}

// reads returns the reads with their sources, those that repeat one marked.
func reads(t *testing.T, r *dependency.Resolved) string {
	t.Helper()
	var all []string
	for n := range int32(r.Len()) {
		for _, rd := range r.NodeReads(n) {
			if rd.Node != n || rd.Key != r.History.OpKey(rd.Op) {
				t.Errorf("%+v is among the reads of node %d", rd, n)
			}
			s := describeOp(r.History, rd.Op) + " from " + txnName(r.History, r.TxnOf(rd.Source))
			if !rd.External {
				s += " again"
			}
			all = append(all, s)
		}
	}
	return strings.Join(all, "; ")
}

func TestBreaches(t *testing.T) {
	for text, want := range map[string]string{
		"T1: r(x,7)":                           "thin-air-read T1 r(x,7) external",
		"T1: w(y,7); T2: r(x,7)":               "thin-air-read T2 r(x,7) external",
		"T1 aborted: w(x,1); T2: r(x,1)":       "aborted-read T2 r(x,1) by T1 w(x,1) external",
		"T1: w(x,1) w(x,2); T2: r(x,1)":        "intermediate-read T2 r(x,1) by T1 w(x,1) external",
		"T1: r(x,1) w(x,1)":                    "future-read T1 r(x,1) by T1 w(x,1) external",
		"T1: r(x,1) w(x,1) w(x,2)":             "future-read T1 r(x,1) by T1 w(x,1) external",
		"T1: w(x,1) r(x,_)":                    "own-write-missed T1 r(x,_) against w(x,1)",
		"T1: w(x,1) w(x,2) r(x,1)":             "own-write-missed T1 r(x,1) by T1 w(x,1) against w(x,2)",
		"T1: w(x,2); T2: w(x,1) r(x,2)":        "own-write-missed T2 r(x,2) by T1 w(x,2) against w(x,1)",
		"T1: w(x,1); T2: r(x,_) r(x,1)":        "unrepeatable-read T2 r(x,1) by T1 w(x,1) against r(x,_)",
		"T1: w(x,1); T2: r(x,1) r(y,_) r(x,_)": "unrepeatable-read T2 r(x,_) against r(x,1)",
		// A read that follows an own write and an own read: what contradicts it is
		// the read, and what it misses is the write.
		"T1: w(x,2); T2: w(x,1) r(x,1) r(x,2)": "own-write-missed T2 r(x,2) by T1 w(x,2) against r(x,1)",
		// Here the second read is right about the write, and the first one was not.
		"T1: w(x,2); T2: w(x,1) r(x,2) r(x,1)": "own-write-missed T2 r(x,2) by T1 w(x,2) against w(x,1); " +
			"unrepeatable-read T2 r(x,1) by T2 w(x,1) against r(x,2)",
		// A repeated read is wrong twice if nobody wrote what it returned.
		"T1: r(x,_) r(x,7)": "unrepeatable-read T1 r(x,7) against r(x,_); thin-air-read T1 r(x,7)",
		// A write of another transaction says more than an own later one.
		"T1 aborted: w(x,1); T2: r(x,1) w(x,1)": "aborted-read T2 r(x,1) by T1 w(x,1) external",
		"T2: r(x,1) w(x,1); T1 aborted: w(x,1)": "aborted-read T2 r(x,1) by T1 w(x,1) external",
		// Breaches are in order of transactions.
		"T1: r(x,8); T2: r(x,9)": "thin-air-read T1 r(x,8) external; thin-air-read T2 r(x,9) external",
		// What did not commit has no evidence in it.
		"T1 aborted: r(x,7); T2 unknown: r(x,7) w(y,1) r(y,2); T3: r(y,1)": "",
		// The unknown one took effect, and then its first write did not last.
		"T1 unknown: w(x,1) w(x,2); T2: r(x,1)":  "intermediate-read T2 r(x,1) by T1 w(x,1) external",
		"T1: r(x,_) w(x,1) r(x,1) w(x,2) r(x,2)": "",
	} {
		if got := breaches(t, resolve(t, text, false)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestSources(t *testing.T) {
	for text, want := range map[string]string{
		"T1: w(x,1); T2: r(x,1) r(y,_) r(x,1)": "T2 r(x,1) from T1; T2 r(y,_) from init; T2 r(x,1) from T1 again",
		"T2: r(x,1); T1: w(x,1)":               "T2 r(x,1) from T1",
		// A value belongs to its key.
		"T1: w(x,1); T2: w(y,1); T3: r(y,1) r(x,1)": "T3 r(y,1) from T2; T3 r(x,1) from T1",
		// Reads of own writes are internal, those before them are not.
		"T1: w(x,1); T2: r(x,1) w(x,2) r(x,2)": "T2 r(x,1) from T1",
		// Reads without a source are breaches and not reads.
		"T1: r(x,7) r(y,_)": "T1 r(y,_) from init",
		// Of several that wrote the value only one may have been read.
		"T1: w(x,1); T2 aborted: w(x,1); T3: r(x,1)":      "T3 r(x,1) from T1",
		"T1: w(x,1) w(x,2); T2: w(x,1); T3: r(x,1)":       "T3 r(x,1) from T2",
		"T1: w(x,1); T2: r(x,1) w(x,1)":                   "T2 r(x,1) from T1",
		"T1: w(x,1) w(x,1); T2: r(x,1)":                   "T2 r(x,1) from T1",
		"initial 0\nT1: w(x,1) w(x,0) w(x,2); T2: r(x,0)": "T2 r(x,_) from init",
	} {
		r := resolve(t, text, false)
		if got := reads(t, r); got != want || len(r.Ambiguous) > 0 {
			t.Errorf("%s\n got %s, ambiguous %v\nwant %s", text, got, r.Ambiguous, want)
		}
	}
}

func TestAmbiguousReads(t *testing.T) {
	for text, want := range map[string]string{
		"T1: w(x,1); T2: w(x,1); T3: r(x,1)":         "T3 r(x,1) of [T1 T2]",
		"T1: w(x,1); T2 unknown: w(x,1); T3: r(x,1)": "T3 r(x,1) of [T1 T2]",
		"initial 0\nT1: w(x,0); T2: r(x,0)":          "T2 r(x,_) of [init T1]",
		// Values that nobody reads may stand as often as they like.
		"T1: w(x,1); T2: w(x,1); T3: r(x,_)": "",
		// A list says where an element is, but not whose it is.
		"T1: a(l,1); T2: a(l,1); T3: r(l,[1])":               "T3 r(l,[1]) of [T1 T2]",
		"T1: a(l,1); T2: a(l,1); T3: a(l,2); T4: r(l,[1 2])": "T4 r(l,[1 2]) of [T1 T2]",
		"T1: a(l,1); T2: a(l,1); T3: r(l,[1 1])":             "T3 r(l,[1 1]) of [T1 T2]",
		"T1: a(l,1); T2 aborted: a(l,1); T3: r(l,[1])":       "",
	} {
		r := resolve(t, text, false)
		var got []string
		for _, a := range r.Ambiguous {
			var names []string
			for _, c := range a.Candidates {
				names = append(names, txnName(r.History, c))
			}
			got = append(got, fmt.Sprintf("%s of %v", describeOp(r.History, a.Op), names))
			if a.Txn != r.History.TxnOf(a.Op) {
				t.Errorf("%s: operation %d is not of transaction %d", text, a.Op, a.Txn)
			}
			for _, rd := range r.Reads {
				if rd.Op == a.Op {
					t.Errorf("%s: an ambiguous read has a source", text)
				}
			}
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%s\n got %s\nwant %s", text, s, want)
		}
	}
}

// Nodes are the committed transactions and the unknown ones that these show to
// have taken effect.
func TestNodes(t *testing.T) {
	for text, want := range map[string]string{
		"T1: w(x,1); T2 aborted: w(x,2); T3: r(x,1)":                   "T1 T3",
		"T1 unknown: w(x,1); T2: r(x,1)":                               "T1 T2",
		"T1 unknown: w(x,1); T2: r(x,_)":                               "T2",
		"T1 unknown: w(x,1); T2 aborted: r(x,1)":                       "",
		"T1 unknown: w(x,1); T2 unknown: r(x,1) w(y,1); T3: r(y,1)":    "T2 T3",
		"T1 unknown: w(x,1) w(y,1); T2: r(y,1)":                        "T1 T2",
		"T1 unknown: a(l,1); T2: a(l,2); T3: r(l,[1 2])":               "T1 T2 T3",
		"T1 unknown: a(l,1); T2 unknown: a(l,2); T3: r(l,[2])":         "T2 T3",
		"T1: a(l,1); T2 unknown: a(l,2); T3: r(l,[1]); T4: r(l,[2])":   "T1 T2 T3 T4",
		"T1 unknown: w(x,1); T2 unknown: w(x,1); T3: r(x,1)":           "T1 T2 T3",
		"T1 unknown: r(x,1); T2 unknown: a(l,1); T3 unknown: r(l,[1])": "",
	} {
		r := resolve(t, text, false)
		var names []string
		for n := range int32(r.Len()) {
			names = append(names, r.History.Name(r.TxnOf(n)))
			if r.Node[r.TxnOf(n)] != n {
				t.Errorf("%s: node %d and its transaction %d do not agree", text, n, r.TxnOf(n))
			}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: nodes %s, want %s", text, got, want)
		}
		for txn, n := range r.Node {
			if n >= 0 && r.Txn[n] != int32(txn) {
				t.Errorf("%s: transaction %d and its node %d do not agree", text, txn, n)
			}
		}
	}
}

func TestWrites(t *testing.T) {
	r := resolve(t, `T1: w(x,1) w(y,1) w(x,2); T2 aborted: w(x,3); T3 unknown: w(x,4) w(y,2)
		T4: r(x,4) w(y,3) a(l,1) a(l,2); T5 unknown: w(x,5)`, false)
	nodes := make([]string, r.Len())
	keys := make([]string, r.History.Keys())
	for n := range int32(r.Len()) {
		for _, w := range r.NodeWrites(n) {
			nodes[n] += " " + r.History.OpString(w.Op)
			if r.WriteOf(n, w.Key) != w.Op || r.NodeOfOp(w.Op) != n {
				t.Errorf("write %+v of node %d is not found", w, n)
			}
		}
	}
	for k := range int32(r.History.Keys()) {
		for _, i := range r.WritersOf(k) {
			keys[k] += " " + r.History.Name(r.TxnOf(r.Writes[i].Node))
			if r.Writes[i].Key != k {
				t.Errorf("write %+v is among those of key %d", r.Writes[i], k)
			}
		}
	}
	if got, want := fmt.Sprintf("%q", nodes), `[" w(y,1) w(x,2)" " w(x,4) w(y,2)" " w(y,3) a(l,2)"]`; got != want {
		t.Errorf("last writes by node %s, want %s", got, want)
	}
	if got, want := fmt.Sprintf("%q", keys), `[" T1 T3" " T1 T3 T4" " T4"]`; got != want {
		t.Errorf("writers by key %s, want %s", got, want)
	}
	if got := r.WriteOf(2, 0); got != -1 {
		t.Errorf("T4 writes x by operation %d, want none", got)
	}
	if got := r.TxnOf(dependency.Init); got != dependency.Init {
		t.Errorf("the initial transaction is %d", got)
	}
}
