package oracle

import (
	"encoding/json"
	"testing"

	"visar/history"
)

// recordedTxn is a line of the history of a [Named].
type recordedTxn struct {
	ID, Session, Status string
	Start, End          *int64
	Ops                 [][3]any
}

func (n Named) history(t *testing.T) *history.History {
	t.Helper()
	b := history.NewBuilder(history.Value{})
	time := func(n *int64) int64 {
		if n == nil {
			return history.NoTime
		}
		return *n
	}
	for _, line := range n.History {
		var txn recordedTxn
		if err := json.Unmarshal(line, &txn); err != nil {
			t.Fatalf("%s: %v", n.Name, err)
		}
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

func namedHistories(t *testing.T) []Named {
	t.Helper()
	all, err := ReadNamed("../../testdata/anomalies/verdicts.jsonl")
	if err != nil {
		t.Fatal(err)
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

// TestNameOf keeps the table of other names true.
func TestNameOf(t *testing.T) {
	there := map[string]bool{}
	for _, n := range namedHistories(t) {
		there[n.Name] = true
	}
	for anomaly, name := range namedOtherwise {
		if there[anomaly] || !there[name] || NameOf(anomaly) != name {
			t.Errorf("testdata has %s: %v, %s: %v; NameOf says %s", anomaly, there[anomaly], name, there[name], NameOf(anomaly))
		}
	}
	if got := NameOf("long-fork"); got != "long-fork" {
		t.Errorf("NameOf(long-fork) = %s", got)
	}
}
