package linear

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"visar/history"
)

// verdict decides h without looking for a witness, as porcupine does.
func verdict(h *History) Verdict {
	return Check(context.Background(), h, Options{VerdictOnly: true}).Verdict
}

// BenchmarkPorcupinesOwn compares the time of each history that porcupine measures
// itself with that of porcupine, both the least of some runs.
func BenchmarkPorcupinesOwn(b *testing.B) {
	dir := testData(b)
	var logs []*History
	for n := range 103 {
		if h := readLog(b, filepath.Join(dir, "jepsen", fmt.Sprintf("etcd_%03d.log", n))); len(h.Ops) > 0 {
			logs = append(logs, h)
		}
	}
	b.Run("logs", func(b *testing.B) {
		for range b.N {
			for _, h := range logs {
				verdict(h)
			}
		}
	})
	b.Run("logs-with-evidence", func(b *testing.B) {
		for range b.N {
			for _, h := range logs {
				Check(context.Background(), h, Options{})
			}
		}
	})
	for n, h := range logs {
		b.Run(fmt.Sprintf("log-%03d", n), func(b *testing.B) { against(b, h) })
	}
	for _, name := range []string{"c01-ok", "c10-ok", "c50-ok", "c01-bad", "c10-bad", "c50-bad"} {
		h := readKV(b, filepath.Join(dir, "kv", name+".txt"))
		b.Run(name, func(b *testing.B) { against(b, h) })
	}
}

// BenchmarkNoPartition does the same for a map of all keys as one object, which is a
// user's model to this package.
func BenchmarkNoPartition(b *testing.B) {
	dir := testData(b)
	for _, name := range []string{"c01-ok", "c01-bad", "c10-ok", "c10-bad"} {
		h := readKV(b, filepath.Join(dir, "kv", name+".txt"))
		model, ops := peerMap(h), peerOperations(h)
		b.Run(name, func(b *testing.B) { asModel(b, model, ops) })
	}
}

// BenchmarkLogsAsModels does the same for the logs of etcd with a user's model, in which
// an unknown operation returns at the end as one that may have had no effect.
func BenchmarkLogsAsModels(b *testing.B) {
	dir := testData(b)
	for n := range 103 {
		h := readLog(b, filepath.Join(dir, "jepsen", fmt.Sprintf("etcd_%03d.log", n)))
		if len(h.Ops) == 0 {
			continue
		}
		model, ops := peerModel(h), peerOperations(h)
		model.Partition = nil // they are of one register
		for i := range ops {
			ops[i].Return = min(ops[i].Return, open-1)
		}
		b.Run(fmt.Sprintf("log-%03d", n), func(b *testing.B) { asModel(b, model, ops) })
	}
}

// asModel compares the race on a user's model with porcupine.
func asModel(b *testing.B, model porcupine.Model, ops []porcupine.Operation) {
	report(b, func() {
		if r, err := CheckModel(context.Background(), model, ops, Options{VerdictOnly: true}); err != nil || r.Verdict == Undecided {
			b.Fatal(err, r)
		}
	}, func() { porcupine.CheckOperations(model, ops) })
}

// against reports the time of porcupine beside our own, and what part of it ours is.
func against(b *testing.B, h *History) {
	model, ops := peerModel(h), peerOperations(h)
	report(b, func() { verdict(h) }, func() { porcupine.CheckOperations(model, ops) })
}

// report compares two functions that take turns, so that what else the machine does
// hits both: more turns if these are short. The least times are what a clock on the wall
// shows of an idle machine. The ratio of processor times hardly depends on what else runs;
// a race may use two processors.
func report(b *testing.B, one, other func()) {
	ours, theirs := time.Duration(1<<62), time.Duration(1<<62)
	var used [2]time.Duration
	start := time.Now()
	for n := 0; n < 1 || n < 400 && time.Since(start) < 200*time.Millisecond; n++ {
		ours, used[0] = min(ours, elapsed(one)), used[0]+processorTime(b, one)
		theirs, used[1] = min(theirs, elapsed(other)), used[1]+processorTime(b, other)
	}
	b.ReportMetric(float64(ours.Microseconds()), "us/visar")
	b.ReportMetric(float64(theirs.Microseconds()), "us/porcupine")
	b.ReportMetric(float64(ours)/float64(theirs), "of-porcupine")
	if theirs > 50*time.Millisecond { // the collector of garbage comes by chance in short ones
		b.ReportMetric(float64(used[0])/float64(used[1]), "cpu-of-porcupine")
	}
	b.ReportMetric(0, "ns/op")
}

func elapsed(f func()) time.Duration {
	begin := time.Now()
	f()
	return time.Since(begin)
}

// processorTime is what the process uses for f, collection of garbage included.
func processorTime(b testing.TB, f func()) time.Duration {
	begin := processorTimes(b)
	f()
	return processorTimes(b) - begin
}

// processorTimes is what the process has used so far.
func processorTimes(b testing.TB) time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// simulated is a register that processes use at once, run for so many operations: each
// operation takes effect at a moment between its ends, of which one in lost is never
// seen to return. It is linearizable.
func simulated(processes, ops, lost int) *History {
	r := rand.New(rand.NewPCG(1, uint64(processes)))
	h := &History{Object: Register, Keys: make([]history.Value, 1), Values: []history.Value{{}}}
	free := make([]int64, processes)
	at := int64(0)
	register := history.Initial
	for n := range ops {
		at += 2 + r.Int64N(8)
		p := r.IntN(processes)
		op := Op{Process: int32(p), Invoke: max(free[p]+1, at-r.Int64N(int64(4*processes)))}
		at = max(at, op.Invoke)
		op.Return = at + r.Int64N(int64(4*processes))
		free[p] = op.Return
		switch {
		case n%2 == 0:
			op.Func, op.Answer, op.Result = history.Get, history.One, []int32{register}
		default:
			op.Func, op.A = history.Put, int32(len(h.Values))
			h.Values = append(h.Values, history.IntValue(int64(n)))
			register = op.A
		}
		if lost > 0 && n%lost == 1 {
			op.Return = Never
		}
		h.Ops = append(h.Ops, op)
	}
	return h
}

// BenchmarkUnique decides registers in which no value is written twice.
func BenchmarkUnique(b *testing.B) {
	for _, test := range []struct{ processes, ops, lost int }{{5, 100_000, 0}, {20, 100_000, 200}, {100, 1_000_000, 200}} {
		h := simulated(test.processes, test.ops, test.lost)
		b.Run(fmt.Sprintf("%d-by-%d", test.ops, test.processes), func(b *testing.B) {
			used := processorTime(b, func() {
				for range b.N {
					if r := Check(context.Background(), h, Options{}); r.Verdict != Linearizable {
						b.Fatal(r.Verdict)
					}
				}
			})
			b.ReportMetric(used.Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}
