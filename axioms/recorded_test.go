package axioms

import (
	"slices"
	"testing"

	"visar/history"
)

// recorded makes a history in which each transaction writes key x, or reads
// another key if it is marked so, and has the given recording.
func recorded(t *testing.T, txns ...recordedTxn) *history.History {
	t.Helper()
	b := history.NewBuilder(history.Value{})
	x, y, one := b.Key(history.StringValue("x")), b.Key(history.StringValue("y")), b.Value(history.IntValue(1))
	for n, r := range txns {
		id := b.Begin(history.TxnInfo{Alone: true, Status: r.status, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime, Line: int32(n + 1)})
		if r.reads {
			b.Read(y, history.Initial)
		} else {
			b.Write(x, one)
		}
		if r.recorded != nil {
			b.Record(id, *r.recorded)
		}
	}
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

type recordedTxn struct {
	status   history.Status
	reads    bool
	recorded *history.Recorded
}

func stamped(snapshot, commit int64) recordedTxn {
	return recordedTxn{recorded: &history.Recorded{Arbitration: history.NoTime, SnapshotTS: snapshot, CommitTS: commit}}
}

func reading(r recordedTxn) recordedTxn {
	r.reads = true
	return r
}

func arbitrated(at int64, visible ...int32) recordedTxn {
	return recordedTxn{recorded: &history.Recorded{Arbitration: at, Visible: visible, SnapshotTS: history.NoTime, CommitTS: history.NoTime}}
}

func with(status history.Status, r recordedTxn) recordedTxn {
	r.status = status
	return r
}

func TestRecordedTimestamps(t *testing.T) {
	tests := []struct {
		name   string
		txns   []recordedTxn
		order  []int32
		prefix []int32
		breach string
	}{
		{"by commit", []recordedTxn{stamped(4, 9), stamped(0, 5), stamped(5, 7)}, []int32{1, 2, 0}, []int32{0, 1, 0}, ""},
		{"at the snapshot", []recordedTxn{stamped(0, 5), stamped(5, 6)}, []int32{0, 1}, []int32{0, 1}, ""},
		{"equal commits by appearance", []recordedTxn{stamped(0, 5), stamped(1, 5)}, []int32{0, 1}, []int32{0, 0}, ""},
		{"readers after equal commits", []recordedTxn{reading(stamped(5, 5)), reading(stamped(5, 5)), stamped(0, 5)}, []int32{2, 0, 1}, []int32{0, 1, 2}, ""},
		{"its own commit", []recordedTxn{stamped(0, 1), stamped(9, 3)}, []int32{0, 1}, []int32{0, 1}, ""},
		{"a later commit", []recordedTxn{stamped(9, 1), stamped(1, 3)}, []int32{0, 1}, []int32{2, 1},
			"T1 (line 1) sees the first 2 transactions of AR, but only 0 come before it"},
		{"a later commit that writes nothing", []recordedTxn{stamped(9, 1), reading(stamped(1, 3))}, []int32{0, 1}, []int32{0, 1}, ""},
		{"aborted and unknown", []recordedTxn{with(history.Aborted, stamped(0, 1)), with(history.Unknown, stamped(0, 2)), {status: history.Unknown}, stamped(2, 3)},
			[]int32{1, 3}, []int32{0, 1}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e, err := RecordedExecution(recorded(t, test.txns...))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(e.Order, test.order) || !slices.Equal(e.VIS.Prefix, test.prefix) {
				t.Errorf("order %v, prefixes %v; want %v, %v", e.Order, e.VIS.Prefix, test.order, test.prefix)
			}
			expectBreach(t, e, test.breach)
		})
	}
}

func expectBreach(t *testing.T, e *Execution, want string) {
	t.Helper()
	got := ""
	if b := e.Validate(INT); b != nil {
		got = b.Message
	}
	if got != want {
		t.Errorf("breach %q, want %q", got, want)
	}
}

func TestRecordedArbitration(t *testing.T) {
	tests := []struct {
		name   string
		txns   []recordedTxn
		order  []int32
		seen   []int32
		breach string
	}{
		{"by arbitration", []recordedTxn{arbitrated(30, 1, 2), arbitrated(10), arbitrated(20, 1)}, []int32{1, 2, 0}, []int32{1, 2, 1}, ""},
		{"against arbitration", []recordedTxn{arbitrated(1, 1), arbitrated(2)}, []int32{0, 1}, []int32{1},
			"T1 (line 1) sees T2 (line 2), which does not come before it in AR"},
		{"sees an aborted one", []recordedTxn{with(history.Aborted, arbitrated(1)), arbitrated(2, 0)}, []int32{1}, []int32{0},
			"T2 (line 2) sees T1 (line 1), but not both take part"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e, err := RecordedExecution(recorded(t, test.txns...))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(e.Order, test.order) || !slices.Equal(e.VIS.Edges.Seen, test.seen) {
				t.Errorf("order %v, seen %v; want %v, %v", e.Order, e.VIS.Edges.Seen, test.order, test.seen)
			}
			expectBreach(t, e, test.breach)
		})
	}
}

func TestWhatIsNotRecorded(t *testing.T) {
	tests := []struct {
		name string
		txns []recordedTxn
		want string
	}{
		{"one without", []recordedTxn{arbitrated(1), {}}, "transaction T2 (line 2) has no recorded execution"},
		{"both kinds", []recordedTxn{arbitrated(1), stamped(1, 2)}, "transaction T2 (line 2) has timestamps, but T1 (line 1) has a place in arbitration"},
		{"no commit", []recordedTxn{stamped(1, history.NoTime)}, "transaction T1 (line 1) has no recorded place in arbitration, expected arbitration or commit_ts"},
		{"no snapshot", []recordedTxn{stamped(history.NoTime, 1)}, "transaction T1 (line 1) has a commit_ts but no snapshot_ts"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := RecordedExecution(recorded(t, test.txns...))
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
