package format

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func gzipped(t *testing.T, r io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := io.Copy(z, r); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zstandard(t *testing.T, r io.Reader) []byte {
	t.Helper()
	var out bytes.Buffer
	z, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(z, r); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCompressedHistories(t *testing.T) {
	const text = `{"ops":[["w","x",1]]}`
	for name, data := range map[string][]byte{
		"gzip":                gzipped(t, strings.NewReader(text)),
		"zstd":                zstandard(t, strings.NewReader(text)),
		"gzip in two members": append(gzipped(t, strings.NewReader(text[:9])), gzipped(t, strings.NewReader(text[9:]))...),
	} {
		if got := decode(t, string(data)).String(); got != "T1: w(x,1)" {
			t.Errorf("%s: got %s", name, got)
		}
		cut := failure(t, string(data[:len(data)-5]))
		if method := name[:4]; !strings.HasPrefix(cut, "h: "+method+": ") {
			t.Errorf("%s, cut: error %s, want one of %s", name, cut, method)
		}
	}
}

func TestTextLargerThanAllowed(t *testing.T) {
	data := gzipped(t, strings.NewReader(strings.Repeat(`{"ops":[["w","x",1]]}`+"\n", 1000)))
	_, err := Read(context.Background(), bytes.NewReader(data), "h", Options{MaxBytes: 10_000})
	if want := "h: the text is larger than the limit of 10000 bytes"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// A zstd file of a few kilobytes can stand for gigabytes.
func TestDecompressionBomb(t *testing.T) {
	data := zstandard(t, &spaces{size: 80 << 20})
	source := bytes.NewReader(data)
	_, err := Read(context.Background(), source, "h")
	if err == nil || !strings.HasSuffix(err.Error(), "over 2000 times as much, which no recording does") {
		t.Errorf("%d bytes: error %v, want one of the ratio", len(data), err)
	}
}
