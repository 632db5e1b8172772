package checker

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"visar/axioms"
	"visar/history"
	"visar/history/dependency"
)

// domino returns a history in which one order of two writers forces that of the next
// two, and the last one contradicts a read: all of its transactions are needed to
// refute it. Stage i has blind writers A and B of a key and a reader R of B's value;
// A of each stage is before A of the one before it, and R after B of that one.
func domino(t *testing.T, stages int) *history.History {
	t.Helper()
	to := history.NewBuilder(history.Value{})
	key := func(i int) int32 { return to.Key(history.IntValue(int64(i))) }
	value := func(v int) int32 { return to.Value(history.IntValue(int64(v))) }
	seen, back := key(-1), key(-2)
	for i := stages; i > 0; i-- {
		begin(to, "a")
		if i == stages {
			to.Read(back, value(7)) // from the last B, so that it cannot come after this
		}
		to.Write(key(i), value(2*i))
		if i == 1 {
			to.Write(seen, value(7))
		}
	}
	for i := range stages + 1 {
		if i > 0 {
			begin(to, strconv.Itoa(i))
			to.Write(key(i), value(2*i+1))
			if i == stages {
				to.Write(back, value(7))
			}
		}
		if i < stages {
			begin(to, strconv.Itoa(i))
			if i == 0 {
				to.Read(seen, value(7))
			}
			to.Read(key(i+1), value(2*i+3))
		}
	}
	h, err := to.History()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestProofInTime: a proof is there and stands though the time was up before it could
// be reduced, and a check with a limit does not overrun it by much.
func TestProofInTime(t *testing.T) {
	for _, model := range []string{"ss-ser", "ss-si", "ss-psi"} {
		m := modelNamed(t, model)
		if v := judged(t, domino(t, 20), model, Options{}); v.Outcome != Violated || v.Reason != "" || !v.Certified {
			t.Errorf("%s: %s, certified %v: %s", model, v.Outcome, v.Certified, v.Reason)
		}
		a, h := refutedLate(t, domino(t, 200), m)
		v := &Verdict{History: h, Model: m, Outcome: a.outcome, Refutation: a.ref}
		if a.outcome != Violated || !strings.Contains(a.reason, "the time was up") {
			t.Errorf("%s: %s: %s", model, a.outcome, a.reason)
		} else if err := certify(v, h, axioms.Versioned); err != nil {
			t.Errorf("%s: %v", model, err)
		}
		ctx, stop := context.WithTimeout(context.Background(), 100*time.Millisecond)
		started := time.Now()
		if _, err := Check(ctx, domino(t, 1000), m, Options{}); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(started); took > 10*time.Second {
			t.Errorf("%s: took %s with a limit of 0.1 s", model, took)
		}
		stop()
	}
}

// refutedLate refutes h with all of its transactions when the time is up.
func refutedLate(t *testing.T, h *history.History, m *axioms.Model) (answer, *history.History) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	j := &job{ctx: ctx, h: h, r: dependency.Resolve(h, false), set: m.Axioms.Closure()}
	nodes := make([]int32, j.r.Len())
	for n := range nodes {
		nodes[n] = int32(n)
	}
	return newSaturation(j).refute("saturation", nodes, Stages{}), h
}
