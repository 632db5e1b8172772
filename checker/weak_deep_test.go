package checker

import (
	"context"
	"runtime/debug"
	"testing"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// line makes n transactions by n clients, each of which reads what the one before it
// wrote; ring makes the first one read from the last.
func line(tb testing.TB, n int, ring bool) *history.History {
	tb.Helper()
	b := history.NewBuilder(history.Value{})
	for t := range n {
		b.Begin(history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
		before := int64(t)
		if t == 0 && ring {
			before = int64(n)
		}
		if before > 0 {
			b.Read(b.Key(history.IntValue(before%100)), b.Value(history.IntValue(before)))
		}
		b.Write(b.Key(history.IntValue(int64(t+1)%100)), b.Value(history.IntValue(int64(t+1))))
	}
	h, err := b.History()
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// TestWeakEnginesGoDeep decides a line of 60,000 transactions, each of which sees all
// before it, by the recorded order and by what the reads force, and a ring. The stack
// has no room for a call for each transaction.
func TestWeakEnginesGoDeep(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(1 << 20))
	straight, ring := line(t, 60_000, false), line(t, 20_000, true)
	for _, set := range []axioms.Set{
		axioms.COMMITTED | axioms.MONOTONICVIEW,
		axioms.INT | axioms.EXT,
		axioms.INT | axioms.EXT | axioms.SESSION,
		axioms.INT | axioms.EXT | axioms.TRANSVIS,
	} {
		for h, want := range map[*history.History]Outcome{straight: Consistent, ring: Violated} {
			j := &job{ctx: context.Background(), h: h, r: dependency.Resolve(h, false), set: set.Closure(), asked: set}
			logs, part := j.withLogs()
			if a := logs.forced(part); a.outcome != want {
				t.Errorf("%s: %d transactions are %s by what the reads force, expected %s", set, h.Len(), a.outcome, want)
			}
			if j.weak().outcome != want {
				t.Errorf("%s: %d transactions are not %s", set, h.Len(), want)
			}
		}
	}
}
