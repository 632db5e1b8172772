package history

import "testing"

// TestAsked: a compare-and-set is one operation, although it is a read and a write too.
func TestAsked(t *testing.T) {
	h, err := Parse("T1 @1-2: r(x,_) w(y,1)\nT2 @3-4: cas(x,_,1)\nT3 @5-6: enqueue(q,1)\nT4 @7-8 aborted: w(x,2)")
	if err != nil {
		t.Fatal(err)
	}
	if got := h.Asked(); got != 5 {
		t.Errorf("%d operations, want 5", got)
	}
	for txn, want := range []string{"", "cas(x,_,1)", "enqueue(q,1)", ""} {
		if got := h.CallString(int32(txn)); got != want {
			t.Errorf("the call of T%d is %q, want %q", txn+1, got, want)
		}
	}
}
