package dependency

import (
	"testing"

	"visar/history"
)

// TestTransactionsOfOperations holds the table of marks against the search in the
// history, with some transactions of no operation, and without.
func TestTransactionsOfOperations(t *testing.T) {
	for _, modulus := range []int{1, 3, 70} {
		b := history.NewBuilder(history.Value{})
		for i := range 200 {
			b.Begin(history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
			for op := range 1 + i%modulus {
				if modulus == 1 || i%7 > 0 {
					b.Write(b.Key(history.IntValue(int64(op))), b.Value(history.IntValue(int64(i))))
				}
			}
		}
		h, err := b.History()
		if err != nil {
			t.Fatal(err)
		}
		x := newResolver(h, false)
		x.markStarts()
		if (x.started == nil) != (modulus == 1) {
			t.Errorf("%d: %d transactions have operations", modulus, len(x.started))
		}
		for op := range int32(h.NumOps()) {
			if got := x.txnOf(op); got != h.TxnOf(op) {
				t.Errorf("%d: operation %d is of transaction %d, not %d", modulus, op, h.TxnOf(op), got)
			}
		}
	}
}
