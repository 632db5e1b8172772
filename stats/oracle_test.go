package stats_test

import (
	"math/rand/v2"
	"testing"

	"visar/checker/linear"
	"visar/history"
	"visar/stats"
)

// TestStalenessIsThatOfLinear compares, on random registers, the versions that reads
// miss with what the engine for linearizability counts.
func TestStalenessIsThatOfLinear(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	compared, stale := 0, 0
	for range 3000 {
		h := randomRegister(t, rng)
		l, err := linear.From(h, nil)
		if err != nil {
			t.Fatal(err)
		}
		r := stats.Of(h, stats.Options{})
		for _, want := range l.Staleness() {
			if want.Age <= 0 || want.Reads == 0 {
				continue // it is linearizable, or was read before it was written
			}
			if got := r.Keys[0].Staleness; got.Reads != want.Reads || got.Stale != want.Stale || max(1, got.Versions) != want.AtLeast {
				t.Fatalf("%+v, want %+v\n%s", got, want, h)
			}
			compared++
			stale += want.Stale
		}
	}
	if compared < 300 || stale < 300 {
		t.Errorf("only %d histories with %d stale reads were compared", compared, stale)
	}
}

// randomRegister is a register in which every value is written once.
func randomRegister(t *testing.T, rng *rand.Rand) *history.History {
	t.Helper()
	b := history.NewBuilder(history.Value{})
	x := b.Key(history.StringValue("x"))
	n := 4 + rng.IntN(6)
	moments := rng.Perm(2 * n)
	written := []int32{history.Initial}
	var starts []int
	for i := range n {
		if rng.IntN(2) == 0 {
			written = append(written, b.Value(history.IntValue(int64(i+1))))
			starts = append(starts, i)
		}
	}
	w := 0
	for i := range n {
		from, to := int64(min(moments[2*i], moments[2*i+1])), int64(max(moments[2*i], moments[2*i+1]))
		b.Begin(history.TxnInfo{Alone: true, Start: from, End: to, Clock: history.NoTime})
		if w < len(starts) && starts[w] == i {
			w++
			b.Write(x, written[w])
		} else {
			b.Read(x, written[rng.IntN(len(written))])
		}
	}
	h, err := b.History()
	if err != nil {
		t.Fatal(err)
	}
	return h
}
