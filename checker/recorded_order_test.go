package checker

import (
	"testing"

	"visar/history"
)

// reported is a history whose transactions have a place in a reported
// arbitration.
func reported(t *testing.T, text string, arbitration ...int64) *history.History {
	t.Helper()
	h := notated(t, text)
	b := history.NewBuilder(h.Value(history.Initial))
	for u := range int32(h.Len()) {
		b.Begin(history.TxnInfo{Name: h.Name(u), Session: h.SessionName(h.Session(u)), Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
		lo, hi := h.Ops(u)
		for i := lo; i < hi; i++ {
			copyOp(b, h, h.Op(i), nil)
		}
		b.Record(u, history.Recorded{Arbitration: arbitration[u], SnapshotTS: history.NoTime, CommitTS: history.NoTime})
	}
	out, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRecordedOrderDecides: a reported order that fits settles the question, and
// one that does not leaves it to the search over all orders.
func TestRecordedOrderDecides(t *testing.T) {
	const blind = "T1[a]: w(x,1) w(y,1)\nT2[b]: w(x,2) w(y,2)\nT3[c]: r(x,2) r(y,2)\n"
	const skewed = "T1[a]: w(x,1)\nT2[b]: w(x,2)\nT3[c]: r(x,1)\nT4[c]: r(x,2)\n"
	for _, c := range []struct {
		name, text string
		order      []int64
		fits       bool
	}{
		{"as reported", blind, []int64{1, 2, 3}, true},
		{"the readers first", skewed, []int64{1, 2, 4, 5}, true},
		{"backwards", skewed, []int64{2, 1, 3, 4}, false},
		{"two in one place", skewed, []int64{1, 1, 3, 4}, false},
	} {
		h := reported(t, c.text, c.order...)
		for _, name := range []string{"strong-session-serializable", "strong-session-snapshot-isolation", "strong-session-prefix"} {
			if _, ok := jobUnder(t, h, name).recordedOrder(&Stages{}); ok != c.fits {
				t.Errorf("%s, %s: the reported order decides: %t, want %t", c.name, name, ok, c.fits)
			}
			if v := judged(t, h, name, Options{}); v.Outcome != Consistent || !v.Certified {
				t.Errorf("%s, %s: %v: want consistent, by the reported order or another", c.name, name, v)
			}
		}
	}
}
