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

func BenchmarkEncode(b *testing.B) {
	h, err := ReadFile(context.Background(), recordingPath(registerRecording))
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
				if err := f.Encode(&text, h); err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(text.Len()))
			}
		})
	}
}
