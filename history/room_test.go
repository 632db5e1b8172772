package history

import "testing"

// What is said of the share that has been added makes room once, and what is wrong
// about it at most four times as much as is in use.
func TestExpect(t *testing.T) {
	const txns = 1000
	for _, test := range []struct {
		share     float64
		low, high int // capacity for operations, of 2 * txns
	}{{1, 2000, 2600}, {0.5, 4000, 4100}, {0.25, 8000, 8200}, {1e-9, 8000, 8200}} {
		b := NewBuilder(Value{})
		for i := range int64(txns) {
			b.Begin(TxnInfo{Session: "a", Start: NoTime, End: NoTime, Clock: NoTime})
			b.Write(b.KeyInt(1), b.ValueInt(i))
			b.Read(b.KeyInt(1), b.ValueInt(i))
		}
		b.Expect(test.share)
		if room := cap(b.h.opKey); room < test.low || room > test.high {
			t.Errorf("a share of %g makes room for %d operations, expected %d to %d", test.share, room, test.low, test.high)
		}
		at := &b.h.opKey[0]
		if b.Expect(test.share); at != &b.h.opKey[0] {
			t.Errorf("a share of %g is made room for twice", test.share)
		}
		h, err := b.History()
		if err != nil || h.Len() != txns || h.NumOps() != 2*txns || h.Value(h.OpValue(1999)) != IntValue(txns-1) {
			t.Errorf("a share of %g: %d transactions, %v", test.share, h.Len(), err)
		}
	}
}
