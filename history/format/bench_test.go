package format

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"

	"visar/history/generate"
)

const (
	listRecording     = "postgresql-15.20-repeatable_read-list_append.edn.gz"
	registerRecording = "mariadb-10.11.19-repeatable_read-rw_register.edn.gz"
)

func recordingPath(name string) string {
	return filepath.Join("..", "..", "testdata", "histories", name)
}

// recording returns the text of a recording of a real database.
func recording(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(recordingPath(name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// BenchmarkDecode reads the same recordings in every format that holds them.
func BenchmarkDecode(b *testing.B) {
	for _, name := range []string{listRecording, registerRecording} {
		h, err := ReadFile(context.Background(), recordingPath(name))
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range Formats {
			var text bytes.Buffer
			if f.Encode == nil || f.Encode(&text, h) != nil {
				continue // lists in Plume's text
			}
			b.Run(fmt.Sprintf("%s/%s", f.Name, workload(h)), func(b *testing.B) {
				b.SetBytes(int64(text.Len()))
				b.ReportAllocs()
				for b.Loop() {
					if _, err := f.Decode(context.Background(), bytes.NewReader(text.Bytes()), Options{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(h.Len())*float64(b.N)/b.Elapsed().Seconds(), "txn/s")
			})
		}
	}
}

// BenchmarkEncode writes a history with timestamps, which every format holds: to memory, or
// to files where each session has one.
func BenchmarkEncode(b *testing.B) {
	h, err := generate.Generate(generate.Config{Model: "snapshot-isolation", Txns: 10_000, Ops: 4, Sessions: 20, Keys: 1000,
		ReadShare: 0.5, BlindShare: 1, Execution: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range Formats {
		if f.Encode == nil {
			continue
		}
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				var text bytes.Buffer
				var err error
				if f.InDirectory() {
					err = f.EncodeDir(b.Context(), b.TempDir(), h)
				} else {
					err = f.Encode(&text, h)
				}
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(text.Len()))
			}
			b.ReportMetric(float64(h.Len())*float64(b.N)/b.Elapsed().Seconds(), "txn/s")
		})
	}
}
