package oracle

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"visar/history"
)

// named is a line of testdata/anomalies/verdicts.jsonl.
type named struct {
	Name    string
	History []struct {
		ID, Session, Status string
		Start, End          *int64
		Ops                 [][3]any
	}
	Consistent, Violated []string
}

func (n named) history(t *testing.T) *history.History {
	t.Helper()
	b := history.NewBuilder(history.Value{})
	time := func(n *int64) int64 {
		if n == nil {
			return history.NoTime
		}
		return *n
	}
	for _, txn := range n.History {
		b.Begin(history.TxnInfo{
			Name: txn.ID, Session: txn.Session, Alone: txn.Session == "",
			Status: map[string]history.Status{"aborted": history.Aborted, "unknown": history.Unknown}[txn.Status],
			Start:  time(txn.Start), End: time(txn.End), Clock: history.NoTime,
		})
		for _, op := range txn.Ops {
			k, v := b.Key(history.StringValue(op[1].(string))), history.Initial
			if f, ok := op[2].(float64); ok {
				v = b.Value(history.IntValue(int64(f)))
			}
			if op[0] == "w" {
				b.Write(k, v)
			} else {
				b.Read(k, v)
			}
		}
	}
	return finish(t, b)
}

func namedHistories(t *testing.T) []named {
	t.Helper()
	data, err := os.ReadFile("../../testdata/anomalies/verdicts.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var all []named
	for line := range bytes.Lines(data) {
		var n named
		if err := json.Unmarshal(line, &n); err != nil {
			t.Fatalf("line %d: %v", len(all)+1, err)
		}
		all = append(all, n)
	}
	return all
}

func TestNamedHistories(t *testing.T) {
	all := namedHistories(t)
	if len(all) != 39 {
		t.Fatalf("%d histories, want 39", len(all))
	}
	for _, n := range all {
		h := n.history(t)
		admitted := Admitted(h, Versioned)
		if judged := Of(n.Consistent...) | Of(n.Violated...); judged != All&^Of("read-uncommitted", "sequential", "linearizable") {
			t.Errorf("%s: judges %v", n.Name, judged.Names())
		}
		for _, m := range n.Consistent {
			if !admitted.Has(m) {
				t.Errorf("%s: %s is violated, want consistent", n.Name, m)
			}
		}
		for _, m := range n.Violated {
			if admitted.Has(m) {
				t.Errorf("%s: %s is consistent, want violated", n.Name, m)
			}
		}
		if !admitted.Has("read-uncommitted") {
			t.Errorf("%s: read-uncommitted is violated; no order of register writes is known", n.Name)
		}
	}
}
