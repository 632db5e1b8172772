//go:build unix

package format

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"visar/history"
	"visar/history/generate"
)

// generated are the shapes whose cost of reading is stated in
// docs/performance-known.md.
var generated = []struct {
	name string
	generate.Config
}{
	{"lists", generate.Config{Model: "strict-serializable", Workload: "list-append", Ops: 4, Sessions: 20, Keys: 100, ReadShare: 0.5, BlindShare: 0.5, Times: true}},
	{"registers", generate.Config{Model: "causal", Ops: 8, Sessions: 50, ReadShare: 0.5, BlindShare: 1, GlobalValues: true}},
}

// decoded are the formats that are read, and how many transactions of each at most.
var decoded = []struct {
	*Format
	most int
}{{JepsenEDN, 1_000_000}, {Native, 1_000_000}, {ElleJSON, 100_000}, {JepsenStore, 100_000}}

// BenchmarkDecodeGenerated reads histories of 10,000 to a million transactions. It
// reports megabytes for each second in user mode, over all processors, and the
// bytes that the history takes for each transaction once it is read.
func BenchmarkDecodeGenerated(b *testing.B) {
	for _, shape := range generated {
		for _, txns := range []int{10_000, 100_000, 1_000_000} {
			cfg := shape.Config
			cfg.Txns = txns
			if cfg.Keys == 0 {
				cfg.Keys = txns / 10
			}
			for _, f := range decoded {
				if txns > f.most {
					continue
				}
				b.Run(fmt.Sprintf("%s/%s/txns=%d", f.Name, shape.name, txns), func(b *testing.B) {
					decodeOften(b, f.Format, encoded(b, f.Format, cfg))
				})
			}
		}
	}
}

func decodeOften(b *testing.B, f *Format, text []byte) {
	b.SetBytes(int64(len(text)))
	opt := sized(text)
	before, begin := heap(), userTime(b)
	var h *history.History
	for b.Loop() {
		h = nil
		var err error
		if h, err = f.Decode(context.Background(), bytes.NewReader(text), opt); err != nil {
			b.Fatal(err)
		}
	}
	user := userTime(b) - begin
	b.ReportMetric(float64(len(text))*float64(b.N)/1e6/user.Seconds(), "MB/user-s")
	b.ReportMetric(float64(heap()-before)/float64(h.Len()), "B/txn")
	runtime.KeepAlive(h)
	runtime.KeepAlive(text)
}

// userTime returns the time that the process has run in user mode.
func userTime(b *testing.B) time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano())
}
