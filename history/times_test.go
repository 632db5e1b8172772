package history

import "testing"

// TestTimesOfFaults: a crash is at its own time, although the next operation ended long
// after it, and what is between two times is put between them by its position.
func TestTimesOfFaults(t *testing.T) {
	b := NewBuilder(Value{})
	for _, txn := range []TxnInfo{
		{Status: Committed, Start: 1, End: 2, Clock: 1000},
		{Status: Unknown, Start: 4, End: NoTime, Clock: 1200},
		{Status: Committed, Start: 12, End: 16, Clock: 90_000},
	} {
		b.Begin(txn)
	}
	b.Fault(Fault{Name: "crash", Start: 10, Clock: 1500})
	b.Fault(Fault{Name: "remark", Start: NoTime, Clock: 7})
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	times := NewTimes(h)
	for position, want := range map[int64]int64{2: 1000, 3: 1100, 4: 1200, 7: 1350, 10: 1500, 13: 45_750, 16: 90_000} {
		if got := times.At(position); got != want {
			t.Errorf("position %d is at %d, want %d", position, got, want)
		}
	}
}
