package checker

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"visar/history"
	"visar/history/generate"
)

// bySession lists the transactions of h, committed ones on registers without times,
// session by session. Where versions were ordered by chance alone before, nothing but
// what reads force tells their order then.
func bySession(h *history.History) (*history.History, error) {
	to := history.NewBuilder(history.Value{})
	for s := range int32(h.Sessions()) {
		for _, t := range h.SessionTxns(s) {
			begin(to, h.SessionName(s))
			lo, hi := h.Ops(t)
			for i := lo; i < hi; i++ {
				k, v := to.Key(h.Key(h.OpKey(i))), to.Value(h.Value(h.OpValue(i)))
				if h.OpKind(i) == history.Write {
					to.Write(k, v)
				} else {
					to.Read(k, v)
				}
			}
		}
	}
	return to.History()
}

// begin begins a committed transaction without times.
func begin(to *history.Builder, session string) {
	to.Begin(history.TxnInfo{Session: session, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
}

func listedBySession(t testing.TB, cfg generate.Config) *history.History {
	t.Helper()
	h, err := generate.Generate(cfg)
	if err == nil {
		h, err = bySession(h)
	}
	if err != nil {
		t.Fatalf("%+v: %v", cfg, err)
	}
	return h
}

// TestListedBySession: histories whose order has to be found obey the model of their
// store, with few sessions and many, and with so many that clocks come in blocks.
func TestListedBySession(t *testing.T) {
	seeds := uint64(8)
	if *full {
		seeds = 1000
	}
	engines := map[string]int{}
	for _, s := range strongest {
		for seed := range seeds {
			cfg := registers(s.store, 200+100*int(seed%4))
			cfg.Seed, cfg.Sessions = seed, []int{3, 10, 40, 250}[seed%4]
			cfg.Keys, cfg.Ops = 5+int(seed*7%60), 2+int(seed%7)
			cfg.Distribution = []string{"zipf", "uniform"}[seed%2]
			v := judged(t, listedBySession(t, cfg), s.model, Options{})
			if v.Outcome != Consistent || !v.Certified {
				t.Errorf("%+v: %s is %s by %s, certified %v; %s", cfg, s.model, v.Outcome, v.Engine, v.Certified, v.Reason)
			}
			engines[v.Engine]++
		}
	}
	if engines["order-solver"] < int(seeds) {
		t.Errorf("engines %v: expected more for the order solver", engines)
	}
}

// TestAnomalyListedBySession: one anomaly is found wherever it is.
func TestAnomalyListedBySession(t *testing.T) {
	for _, r := range refuted {
		for seed := range uint64(4) {
			cfg := registers(r.store, 600)
			cfg.Seed, cfg.Sessions, cfg.Inject = seed, 10+20*int(seed), []string{r.anomaly}
			v := judged(t, listedBySession(t, cfg), r.model, Options{})
			if v.Outcome != Violated || !v.Certified || v.Reason != "" {
				t.Errorf("%+v: %s is %s by %s, certified %v; %s", cfg, r.model, v.Outcome, v.Engine, v.Certified, v.Reason)
			}
		}
	}
}

func judged(t testing.TB, h *history.History, model string, opt Options) *Verdict {
	t.Helper()
	v, err := Check(context.Background(), h, modelNamed(t, model), opt)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// BenchmarkListedBySession has the histories of BenchmarkRegisters, BenchmarkSessions
// and BenchmarkHotKeys without an order that could serve.
func BenchmarkListedBySession(b *testing.B) {
	for _, s := range strongest {
		for _, n := range sizes(10_000) {
			measureBySession(b, s.model, registers(s.store, n))
		}
		for _, sessions := range []int{5, 500} {
			cfg := registers(s.store, 10_000)
			cfg.Sessions = sessions
			measureBySession(b, s.model, cfg)
		}
		cfg := registers(s.store, 10_000)
		cfg.Keys = 10
		measureBySession(b, s.model, cfg)
	}
}

func measureBySession(b *testing.B, model string, cfg generate.Config) {
	b.Run(fmt.Sprintf("%s/txns=%d,sessions=%d,keys=%d", model, cfg.Txns, cfg.Sessions, cfg.Keys), func(b *testing.B) {
		measureCheck(b, model, listedBySession(b, cfg), Consistent)
	})
}

// TestBitset takes numbers out in order, whatever order they come in.
func TestBitset(t *testing.T) {
	b := newBitset(10_000)
	var got []int32
	for _, n := range []int32{9999, 64, 63, 5000, 64, 0, 4096} {
		b.add(n)
	}
	b.remove(5000)
	for n := b.takeFirst(); n >= 0; n = b.takeFirst() {
		if got = append(got, n); n == 4096 {
			b.add(1) // behind the last one
		}
	}
	if want := []int32{0, 63, 64, 4096, 1, 9999}; !slices.Equal(got, want) {
		t.Errorf("took %v, expected %v", got, want)
	}
}
