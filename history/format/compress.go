package format

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

const (
	// defaultMaxBytes is far above any recording and below any disk.
	defaultMaxBytes = 64 << 30
	// maxRatio is what no honest recording reaches: text of operations shrinks
	// some ten- or twentyfold. Below freeRatioBytes it does not matter.
	maxRatio       = 2000
	freeRatioBytes = 64 << 20
	// maxZstdWindow bounds the memory of a zstd decoder.
	maxZstdWindow = 128 << 20
)

// countingReader counts the bytes that were read.
type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// plainReader reads an input that may be compressed. It stops with an error
// where the text is larger than allowed.
type plainReader struct {
	raw    *countingReader
	text   io.Reader
	method string // "gzip", "zstd", or "" for a plain text
	max    int64
	n      int64
	close  func()
}

// decompress returns r's text: what its first bytes call gzip or zstd is
// decompressed. Close it.
func decompress(r io.Reader, maxBytes int64) (*plainReader, error) {
	p := &plainReader{raw: &countingReader{r: r}, max: maxBytes, close: func() {}}
	if p.max == 0 {
		p.max = defaultMaxBytes
	}
	ahead := bufio.NewReaderSize(p.raw, 64<<10)
	magic, err := ahead.Peek(4)
	if err != nil && err != io.EOF {
		return nil, err
	}
	p.text = ahead
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		p.method = "gzip"
		p.text, err = gzip.NewReader(ahead)
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		p.method = "zstd"
		err = p.openZstd(ahead)
	default:
		return p, nil
	}
	if err != nil {
		return nil, p.broken(err)
	}
	return p, nil
}

// size returns about how large the whole text is if what was read of it tells, of an
// input of size bytes.
func (p *plainReader) size(size int64) int64 {
	if p.raw.n == 0 || p.method == "" {
		return size
	}
	return int64(float64(size) * float64(p.n) / float64(p.raw.n))
}

func (p *plainReader) openZstd(r io.Reader) error {
	d, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxZstdWindow))
	if err == nil {
		p.text, p.close = d, d.Close
	}
	return err
}

// Read implements io.Reader.
func (p *plainReader) Read(b []byte) (int, error) {
	n, err := p.text.Read(b)
	p.n += int64(n)
	switch {
	case p.n > p.max:
		return 0, fmt.Errorf("the text is larger than the limit of %d bytes", p.max)
	case p.method != "" && p.n > freeRatioBytes && p.n/maxRatio > p.raw.n:
		return 0, fmt.Errorf("%s: %d bytes hold more than %d bytes of text, over %d times as much, which no recording does",
			p.method, p.raw.n, p.n, maxRatio)
	case err != nil && err != io.EOF && p.method != "":
		return n, p.broken(err)
	}
	return n, err
}

func (p *plainReader) broken(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("%s: the compressed data ends early, after %d bytes", p.method, p.raw.n)
	}
	return fmt.Errorf("%s: broken compressed data: %w", p.method, err)
}
