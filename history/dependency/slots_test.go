package dependency

import (
	"testing"

	"visar/history"
)

// Keys that share their values, as lists numbered from 1 do, must not crowd
// together in the table of writes.
func TestWritesSpread(t *testing.T) {
	b := history.NewBuilder(history.Value{})
	const keys, values = 4096, 32
	for k := range int64(keys) {
		b.Begin(history.TxnInfo{Alone: true, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
		for v := range int64(values) {
			b.Append(b.Key(history.IntValue(k)), b.Value(history.IntValue(v)))
		}
	}
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	x := newResolver(h, false)
	x.indexWrites()
	run, longest := 0, 0
	for _, s := range x.slots {
		if run++; s.op == 0 {
			run = 0
		}
		longest = max(longest, run)
	}
	// The table is at most half full: an even spread has no run of more than some
	// tens, one over the values alone has runs of thousands.
	if longest > 200 {
		t.Errorf("%d writes fill a run of %d slots", keys*values, longest)
	}
}
