package checker

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"testing"

	"visar/history"
	"visar/history/dependency"
	"visar/history/generate"
)

// snapshots makes a history of txns transactions of 8 operations on txns/10 keys
// in 50 sessions, or each in its own. A transaction sees its session and what
// another one saw that is up to lag transactions old: it is strong session
// causal.
func snapshots(tb testing.TB, txns, lag int, alone bool) *history.History {
	tb.Helper()
	type version struct{ txn, session, value int32 }
	rng := rand.New(rand.NewPCG(11, 12))
	b := history.NewBuilder(history.Value{})
	versions := make([][]version, max(10, txns/10))
	seen := make([]int, 50)
	for t := range txns {
		s := rng.IntN(len(seen))
		seen[s] = max(seen[s], t-rng.IntN(lag+1))
		b.Begin(history.TxnInfo{Session: strconv.Itoa(s), Alone: alone, Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
		for op := range 8 {
			k := rng.IntN(len(versions))
			key := b.Key(history.IntValue(int64(k)))
			if op >= 4 {
				v := b.Value(history.IntValue(int64(8*t + op)))
				b.Write(key, v)
				versions[k] = append(versions[k], version{int32(t), int32(s), v})
				continue
			}
			v := history.Initial
			for _, w := range slices.Backward(versions[k]) {
				if int(w.txn) < seen[s] || int(w.session) == s && !alone {
					v = w.value
					break
				}
			}
			b.Read(key, v)
		}
	}
	h, err := b.History()
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// BenchmarkWeak decides consistent histories: fresh ones, stale ones, and stale
// ones without sessions.
func BenchmarkWeak(b *testing.B) {
	models := []string{"monotonic-atomic-view", "strong-session-read-atomic", "monotonic-reads", "causal", "strong-session-causal"}
	for _, txns := range []int{10_000, 100_000} {
		for _, shape := range []struct {
			name  string
			lag   int
			alone bool
		}{{"fresh", 0, false}, {"stale", 1000, false}, {"alone", 1000, true}} {
			if shape.alone && txns > 10_000 {
				continue // chains grow with the history: seconds
			}
			h := snapshots(b, txns, shape.lag, shape.alone)
			r := dependency.Resolve(h, false)
			for _, name := range models {
				b.Run(fmt.Sprintf("%s/%s/txns=%d", name, shape.name, txns), func(b *testing.B) {
					benchmarkWeak(b, h, r, name)
				})
			}
		}
	}
}

func benchmarkWeak(b *testing.B, h *history.History, r *dependency.Resolved, name string) {
	m := modelNamed(b, name)
	for b.Loop() {
		j := &job{ctx: context.Background(), h: h, r: r, set: m.Axioms.Closure()}
		if a := j.weak(); a.outcome != Consistent {
			b.Fatal(describeAnswer(h, a))
		}
	}
	b.ReportMetric(float64(h.Len())*float64(b.N)/b.Elapsed().Seconds(), "txn/s")
}

// BenchmarkViolatedWeak checks and surveys histories of a serializable store with one
// anomaly put in, and for comparison without it. Bytes are those allocated.
func BenchmarkViolatedWeak(b *testing.B) {
	for _, txns := range []int{10_000, 100_000} {
		made := map[string]*history.History{}
		for _, c := range []struct{ model, anomaly string }{
			{"monotonic-atomic-view", "fractured-read"}, {"read-atomic", "fractured-read"},
			{"strong-session-causal", "causality-violation"}, {"causal", "causality-violation"},
			{"pram", "monotonic-reads-violation"}, {"read-your-writes", "read-your-writes-violation"},
			{"monotonic-reads", "monotonic-reads-violation"}, {"monotonic-writes", "fractured-read"},
			{"writes-follow-reads", "causality-violation"},
		} {
			for _, anomaly := range []string{"", c.anomaly} {
				if made[anomaly] == nil {
					made[anomaly] = uniform(b, txns, anomaly)
				}
				b.Run(fmt.Sprintf("%s/anomaly=%s/txns=%d", c.model, anomaly, txns), func(b *testing.B) {
					benchmarkSurveyed(b, made[anomaly], c.model, anomaly != "")
				})
			}
		}
	}
}

// uniform makes a history of txns transactions of 8 operations on txns/10 keys in 50
// sessions, with an anomaly in sessions of its own.
func uniform(tb testing.TB, txns int, anomaly string) *history.History {
	tb.Helper()
	cfg := generate.Config{Model: "serializable", Seed: 1, Txns: txns, Ops: 8, Sessions: 50, Keys: txns / 10, ReadShare: 0.5, BlindShare: 1}
	if anomaly != "" {
		cfg.Inject = []string{anomaly}
	}
	h, err := generate.Generate(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

func benchmarkSurveyed(b *testing.B, h *history.History, name string, violated bool) {
	m := modelNamed(b, name)
	ctx, opt := context.Background(), Options{Survey: true}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		v, err := Check(ctx, h, m, opt)
		if err == nil && v.Outcome == Violated {
			_, _, err = Survey(ctx, h, v, opt)
		}
		if err != nil || (v.Outcome == Violated) != violated {
			b.Fatalf("%s is %s, error %v", name, v.Outcome, err)
		}
	}
	runtime.ReadMemStats(&after)
	count := float64(h.Len()) * float64(b.N)
	b.ReportMetric(count/b.Elapsed().Seconds(), "txn/s")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/count, "B/txn")
}
