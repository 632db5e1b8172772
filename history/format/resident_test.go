package format

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"testing"

	"visar/history"
	"visar/history/generate"
)

// heap returns the bytes that are in use.
func heap() int64 {
	runtime.GC()
	runtime.GC() // what was in pools goes the second time
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// encoded returns a generated history in a format.
func encoded(t testing.TB, f *Format, cfg generate.Config) []byte {
	t.Helper()
	h, err := generate.Generate(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := f.Encode(&text, h); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// sized returns options that know how large text is, as they do of a file.
func sized(text []byte) Options {
	return Options{textSize: func() int64 { return int64(len(text)) }}
}

// A transaction of four operations takes at most 200 bytes once it is read, its
// values, which are integers, included.
func TestResidentHistory(t *testing.T) {
	const txns, limit = 30_000, 200
	for _, workload := range []string{"list-append", "rw-register"} {
		for _, f := range []*Format{JepsenEDN, Native} {
			for _, known := range []bool{true, false} {
				text := encoded(t, f, generate.Config{Model: "serializable", Workload: workload, Txns: txns, Ops: 4,
					Sessions: 20, Keys: txns / 10, ReadShare: 0.5, BlindShare: 0.5, Times: true})
				opt := sized(text)
				if !known {
					opt.textSize = nil
				}
				before := heap()
				h, err := f.Decode(context.Background(), bytes.NewReader(text), opt)
				if err != nil {
					t.Fatal(err)
				}
				each := float64(heap()-before) / txns
				runtime.KeepAlive(text)
				if h.Len() != txns || h.NumOps() != 4*txns || each > limit {
					t.Errorf("%s of %s, its size known: %v: %d transactions of %d operations take %.0f bytes each, expected at most %d",
						workload, f.Name, known, h.Len(), h.NumOps(), each, limit)
				}
			}
		}
	}
}

// Reads that agree with the longest read of their list share its elements: a
// thousand reads of up to a thousand elements take no room of their own.
func TestListReadsAreLengths(t *testing.T) {
	const reads = 1000
	for _, f := range []*Format{JepsenEDN, Native} {
		b := history.NewBuilder(history.Value{})
		var elements []int32
		for i := range int32(reads) {
			elements = append(elements, b.ValueInt(int64(i)))
			b.Begin(history.TxnInfo{Session: "a", Start: history.NoTime, End: history.NoTime, Clock: history.NoTime})
			b.Append(b.KeyInt(7), elements[i])
			b.ReadList(b.KeyInt(7), elements)
		}
		written, err := b.History()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		if err := f.Encode(&text, written); err != nil {
			t.Fatal(err)
		}
		before := heap()
		h, err := f.Decode(context.Background(), bytes.NewReader(text.Bytes()), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if used := heap() - before; used > 400*reads {
			t.Errorf("%s: %d reads of a list take %d bytes, expected at most 400 each", f.Name, reads, used)
		}
		for i := range int32(h.NumOps()) {
			if h.OpKind(i) != history.Read {
				continue
			}
			if got, prefix := h.ListRead(i); !prefix || len(got) != int(i/2)+1 || &got[0] != &h.Longest(0)[0] {
				t.Fatalf("%s: read %d has %s, which are not the first %d of the longest read", f.Name, i, fmt.Sprint(got), i/2+1)
			}
		}
	}
}
