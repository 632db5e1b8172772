package checker

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"testing"

	"visar/history"
	"visar/history/generate"
)

// sizes are the numbers of transactions of the benchmarks; a million comes with
// -full.
func sizes(from int) []int {
	var all []int
	for n := from; n <= 100_000 || *full && n <= 1_000_000; n *= 10 {
		all = append(all, n)
	}
	return all
}

// registers returns a history of registers in which nothing but reads tells the
// order of versions: all writes are blind. Half of the operations are reads.
func registers(store string, txns int) generate.Config {
	return generate.Config{
		Model: store, Sessions: 50, Txns: txns, Ops: 8, Keys: txns / 10, Distribution: "zipf",
		ReadShare: 0.5, BlindShare: 1, GlobalValues: true,
	}
}

// appends returns a history of lists, whose reads tell the order of versions.
func appends(store string, txns int) generate.Config {
	return generate.Config{
		Model: store, Sessions: 50, Txns: txns, Ops: 4, Keys: 1000, Distribution: "zipf", ReadShare: 0.5, BlindShare: 1, Workload: "list-append",
	}
}

// strongest pairs each store with the model that its histories obey.
var strongest = []struct{ store, model string }{
	{"serializable", "ss-ser"},
	{"snapshot-isolation", "ss-si"},
	{"prefix", "ss-pc"},
	{"parallel-snapshot-isolation", "ss-psi"},
}

// measure runs a benchmark of a whole check, certification included, on the
// history that cfg makes.
func measure(b *testing.B, model string, cfg generate.Config, want Outcome) {
	b.Run(fmt.Sprintf("%s/txns=%d", model, cfg.Txns), func(b *testing.B) {
		h, err := generate.Generate(cfg)
		if err != nil {
			b.Fatal(err)
		}
		measureCheck(b, model, h, want)
	})
}

func measureCheck(b *testing.B, model string, h *history.History, want Outcome) {
	m := modelNamed(b, model)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for b.Loop() {
		v, err := Check(context.Background(), h, m, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if v.Outcome != want || !v.Certified {
			b.Fatalf("%s by %s, certified %v, expected %s; %s", v.Outcome, v.Engine, v.Certified, want, v.Reason)
		}
	}
	runtime.ReadMemStats(&after)
	all := float64(h.Len()) * float64(b.N)
	b.ReportMetric(all/b.Elapsed().Seconds(), "txn/s")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/all, "bytes/txn")
}

func BenchmarkRegisters(b *testing.B) {
	for _, s := range strongest {
		for _, n := range sizes(10_000) {
			measure(b, s.model, registers(s.store, n), Consistent)
		}
	}
}

// BenchmarkTimes has the same histories with the times of a strict execution,
// which are a first guess at arbitration, and the model for which they are
// evidence.
func BenchmarkTimes(b *testing.B) {
	for _, n := range sizes(10_000) {
		for _, s := range strongest {
			cfg := registers(s.store, n)
			cfg.Times = true
			measure(b, s.model, cfg, Consistent)
		}
		cfg := registers("strict-serializable", n)
		cfg.Times = true
		measure(b, "strict-serializable", cfg, Consistent)
	}
}

func BenchmarkSessions(b *testing.B) {
	for _, sessions := range []int{5, 50, 500} {
		b.Run(fmt.Sprintf("sessions=%d", sessions), func(b *testing.B) {
			for _, s := range strongest {
				cfg := registers(s.store, 10_000)
				cfg.Sessions = sessions
				measure(b, s.model, cfg, Consistent)
			}
		})
	}
}

// BenchmarkAlone puts every transaction in a session of its own: there are no
// chains but those that reads make.
func BenchmarkAlone(b *testing.B) {
	for _, s := range strongest {
		cfg := registers(s.store, 10_000)
		cfg.Sessions = 0
		measure(b, s.model, cfg, Consistent)
	}
}

func BenchmarkHotKeys(b *testing.B) {
	for _, s := range strongest {
		cfg := registers(s.store, 10_000)
		cfg.Keys = 10
		measure(b, s.model, cfg, Consistent)
	}
}

// refuted pairs each store with an anomaly that it does not show by itself, and the
// model that the anomaly breaks.
var refuted = []struct{ store, anomaly, model string }{
	{"serializable", "write-skew", "ss-ser"},
	{"snapshot-isolation", "lost-update", "ss-si"},
	{"snapshot-isolation", "long-fork", "ss-si"},
	{"prefix", "long-fork", "ss-pc"},
	{"parallel-snapshot-isolation", "lost-update", "ss-psi"},
}

func BenchmarkRefuted(b *testing.B) {
	for _, r := range refuted {
		b.Run(r.store+"/"+r.anomaly, func(b *testing.B) {
			for _, n := range sizes(10_000) {
				cfg := registers(r.store, n)
				cfg.Inject = []string{r.anomaly}
				measure(b, r.model, cfg, Violated)
			}
		})
	}
}

func BenchmarkLists(b *testing.B) {
	for _, n := range sizes(100_000) {
		for _, s := range strongest {
			if s.model != "ss-pc" {
				measure(b, s.model, appends(s.store, n), Consistent)
			}
		}
		cfg := appends("strict-serializable", n)
		cfg.Times = true
		measure(b, "strict-serializable", cfg, Consistent)
	}
}

func BenchmarkWeakModels(b *testing.B) {
	for _, n := range sizes(100_000) {
		measure(b, "monotonic-atomic-view", registers("causal", n), Consistent)
		measure(b, "ss-ra", registers("causal", n), Consistent)
		measure(b, "ss-cc", registers("causal", n), Consistent)
	}
}

// BenchmarkHotWriters has blind writers of one key, each in a session of its
// own, and as many readers: the order of every two writers is open.
func BenchmarkHotWriters(b *testing.B) {
	for _, s := range strongest {
		for _, writers := range []int{100, 1000} {
			b.Run(fmt.Sprintf("%s/writers=%d", s.model, writers), func(b *testing.B) {
				measureCheck(b, s.model, hotWriters(b, writers), Consistent)
			})
		}
	}
}

// hotWriters returns writers of one key, followed in the recording by readers of
// one version each.
func hotWriters(b *testing.B, writers int) *history.History {
	b.Helper()
	to := history.NewBuilder(history.Value{})
	x := to.Key(history.IntValue(1))
	value := func(i int) int32 { return to.Value(history.IntValue(int64(i + 1))) }
	for i := range writers {
		begin(to, strconv.Itoa(i))
		to.Write(x, value(i))
	}
	for i := range writers {
		begin(to, strconv.Itoa(writers+i))
		to.Read(x, value(i*7919%writers))
	}
	h, err := to.History()
	if err != nil {
		b.Fatal(err)
	}
	return h
}
