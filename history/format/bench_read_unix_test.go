//go:build unix

package format

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
)

// BenchmarkRead reads histories of a million transactions from files, plain and
// compressed, and from the standard input. It reports megabytes of text for each second
// by the clock and, over all processors, for each second in user mode. Where both are
// the same one processor was at work.
func BenchmarkRead(b *testing.B) {
	for _, shape := range generated {
		cfg := shape.Config
		cfg.Txns = 1_000_000
		if cfg.Keys == 0 {
			cfg.Keys = cfg.Txns / 10
		}
		for _, f := range []*Format{JepsenEDN, Native, Plume} {
			if f == Plume && cfg.Workload == "list-append" {
				continue // which it cannot hold
			}
			b.Run(f.Name+"/"+shape.name, func(b *testing.B) {
				text := encoded(b, f, cfg)
				plain := compressed(b, text, func(w io.Writer) io.WriteCloser { return noClose{w} })
				b.Run("plain", func(b *testing.B) { readOften(b, len(text), func() string { return plain }) })
				zipped := compressed(b, text, func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) })
				b.Run("gzip", func(b *testing.B) { readOften(b, len(text), func() string { return zipped }) })
				standard := compressed(b, text, func(w io.Writer) io.WriteCloser {
					z, err := zstd.NewWriter(w)
					if err != nil {
						b.Fatal(err)
					}
					return z
				})
				b.Run("zstd", func(b *testing.B) { readOften(b, len(text), func() string { return standard }) })
				b.Run("stdin", func(b *testing.B) { readOften(b, len(text), func() string { return piped(b, plain) }) })
			})
		}
	}
}

// compressed returns the path of a file with what compress makes of text.
func compressed(b *testing.B, text []byte, compress func(w io.Writer) io.WriteCloser) string {
	var data bytes.Buffer
	z := compress(&data)
	if _, err := z.Write(text); err != nil {
		b.Fatal(err)
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "history")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

type noClose struct{ io.Writer }

func (noClose) Close() error { return nil }

// piped makes the standard input what another program reads from the file at path, and
// returns the path of the standard input.
func piped(b *testing.B, path string) string {
	cat := exec.Command("cat", path)
	out, err := cat.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cat.Start(); err != nil {
		b.Fatal(err)
	}
	before := os.Stdin
	os.Stdin = out.(*os.File)
	b.Cleanup(func() {
		os.Stdin = before
		cat.Wait() // it has read the whole file, or the benchmark has failed
	})
	return "-"
}

// readOften reads the history at what path returns.
func readOften(b *testing.B, size int, path func() string) {
	b.SetBytes(int64(size))
	begin := userTime(b)
	for b.Loop() {
		if _, err := ReadFile(context.Background(), path()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(size)*float64(b.N)/1e6/(userTime(b)-begin).Seconds(), "MB/user-s")
}
