package linear

import (
	"context"
	"strings"
	"testing"
	"time"

	"visar/history"
)

// subsets is a counter to which many add at once, and of which two read sums that no
// order gives one after the other: every engine has to try most of the subsets.
func subsets(adds int) *History {
	h := &History{Object: Counter, Keys: []history.Value{history.StringValue("hits")}, Values: []history.Value{{}}}
	value := func(n int64) int32 {
		h.Values = append(h.Values, history.IntValue(n))
		return int32(len(h.Values) - 1)
	}
	for n := range adds {
		h.Ops = append(h.Ops, Op{Process: int32(n), Func: history.Add, A: value(1 << n), Invoke: 1, Return: 100})
	}
	for n := range 2 {
		h.Ops = append(h.Ops, Op{Process: int32(adds + n), Func: history.Get, Answer: history.One,
			Result: []int32{value(1<<(adds-1-n) + 5)}, Invoke: 2, Return: 99})
	}
	return h
}

// TestBudgets: what a budget cuts off is undecided and says at which stage, and the
// same budget cuts it off in the same place.
func TestBudgets(t *testing.T) {
	h := subsets(26)
	for want, opt := range map[string]Options{
		"the steps ran out among configurations":  {MaxSteps: 100_000},
		"the memory ran out among configurations": {MaxMemory: 4 << 20},
	} {
		first := Check(context.Background(), h, opt).Keys[0]
		if first.Verdict != Undecided || first.Reason != want || first.Engine != "configurations" {
			t.Errorf("%s by %s: %q, want %q", first.Verdict, first.Engine, first.Reason, want)
		}
		if again := Check(context.Background(), h, opt).Keys[0]; again.Reason != first.Reason {
			t.Errorf("%q, and then %q", first.Reason, again.Reason)
		}
	}
}

// TestCancel: both engines of the race stop when the context ends.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	r := Check(ctx, subsets(30), Options{})
	if r.Verdict != Undecided || !strings.Contains(r.Keys[0].Reason, "cut off") {
		t.Errorf("%s: %q", r.Verdict, r.Keys[0].Reason)
	}
	if spent := time.Since(begin); spent > 5*time.Second {
		t.Errorf("it took %v to stop", spent)
	}
}
