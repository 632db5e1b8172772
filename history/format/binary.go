package format

import (
	"context"
	"encoding/binary"
	"io"
)

// binaryReader reads numbers and strings of a binary file.
type binaryReader struct {
	w     *window
	order binary.ByteOrder
}

func newBinaryReader(ctx context.Context, r io.Reader, opt Options, order binary.ByteOrder) binaryReader {
	w := newWindow(ctx, r, opt)
	w.binary = true
	return binaryReader{w, order}
}

// atEnd reports whether the input ends here.
func (b binaryReader) atEnd() (bool, error) {
	for len(b.w.unread()) == 0 {
		if b.w.eof {
			return true, nil
		}
		if err := b.w.more(); err != nil {
			return false, err
		}
	}
	return false, nil
}

// take consumes n bytes, at most maxUnit, which are valid until the next call.
func (b binaryReader) take(n int, what string) ([]byte, error) {
	for len(b.w.unread()) < n {
		if b.w.eof {
			return nil, b.w.errorAt(len(b.w.unread()), "expected %s, got the end of the file", what)
		}
		if err := b.w.more(); err != nil {
			return nil, err
		}
	}
	bytes := b.w.unread()[:n]
	b.w.consume(n)
	return bytes, nil
}

func (b binaryReader) byte(what string) (byte, error) {
	bytes, err := b.take(1, what)
	if err != nil {
		return 0, err
	}
	return bytes[0], nil
}

// uint64 reads a number of eight bytes.
func (b binaryReader) uint64(what string) (uint64, error) {
	bytes, err := b.take(8, what)
	if err != nil {
		return 0, err
	}
	return b.order.Uint64(bytes), nil
}
