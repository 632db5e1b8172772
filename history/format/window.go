package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

const (
	// chunk is the size of a read; it fits the second-level cache.
	chunk = 256 << 10
	// maxUnit bounds the part of the input that is held at once: an operation
	// in EDN, a line in the other formats.
	maxUnit = 64 << 20
)

// window is the part of an input that a decoder holds: a whole unit (an
// operation, a line) at a time, so that a parser works on a plain slice and
// never meets the end of a buffer inside a token.
type window struct {
	ctx  context.Context
	r    io.Reader
	path string
	buf  []byte
	at   int // buf[at:] is unread
	eof  bool
	size func() int64 // about how large the whole input is, or 0; nil if that is not known
	// binary inputs have no lines.
	binary bool
	position
}

// position is a place in the input.
type position struct {
	offset    int64
	line      int   // from 1
	lineStart int64 // offset of the first byte of the line
}

func newWindow(ctx context.Context, r io.Reader, opt Options) *window {
	w := &window{ctx: ctx, r: r, path: opt.path, buf: make([]byte, 0, chunk), size: opt.textSize, position: opt.origin}
	w.line = max(w.line, 1)
	return w
}

// unread returns what is held and not yet consumed.
func (w *window) unread() []byte { return w.buf[w.at:] }

// consume moves n bytes ahead.
func (w *window) consume(n int) {
	w.position = w.ahead(n)
	w.at += n
}

// ahead returns the position of the unread byte n.
func (w *window) ahead(n int) position {
	p := w.position
	if text := w.buf[w.at : w.at+n]; !w.binary && bytes.IndexByte(text, '\n') >= 0 {
		p.line += bytes.Count(text, []byte{'\n'})
		p.lineStart = p.offset + int64(bytes.LastIndexByte(text, '\n')) + 1
	}
	p.offset += int64(n)
	return p
}

// more reads until the buffer is full or the input ends. A full buffer is first
// freed of what is consumed, and doubled if that leaves less than half of it
// free: so parsing an unfinished unit again after each call costs, in all, at
// most a constant times its length.
func (w *window) more() error {
	if w.at > 0 {
		w.buf = w.buf[:copy(w.buf, w.buf[w.at:])]
		w.at = 0
	}
	if 2*len(w.buf) > cap(w.buf) {
		if cap(w.buf) >= 2*maxUnit {
			return w.errorAt(0, "expected the end of an operation or line within %d MiB", maxUnit>>20)
		}
		w.buf = append(make([]byte, 0, 2*cap(w.buf)), w.buf...)
	}
	for idle := 0; len(w.buf) < cap(w.buf); {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		n, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		if err == io.EOF {
			w.eof = true
			return nil
		}
		if err != nil {
			return err
		}
		if idle++; n > 0 {
			idle = 0
		} else if idle > 100 {
			return io.ErrNoProgress
		}
	}
	return nil
}

// nextLine returns the next line without its end, or io.EOF after the last one.
// The caller consumes it: the line and, by skipLine, what ends it.
func (w *window) nextLine() ([]byte, error) {
	for {
		text := w.unread()
		if i := bytes.IndexByte(text, '\n'); i >= 0 {
			return bytes.TrimSuffix(text[:i], []byte{'\r'}), nil
		}
		if w.eof && len(text) > 0 {
			return text, nil
		}
		if w.eof {
			return nil, io.EOF
		}
		if err := w.more(); err != nil {
			return nil, err
		}
	}
}

// skipLine consumes the line that nextLine returned.
func (w *window) skipLine() {
	text := w.unread()
	i := bytes.IndexByte(text, '\n')
	if i < 0 {
		w.consume(len(text))
		return
	}
	w.at += i + 1
	w.offset += int64(i + 1)
	w.line, w.lineStart = w.line+1, w.offset
}

// errorAt returns a syntax error at the unread byte n.
func (w *window) errorAt(n int, format string, args ...any) error {
	if w.binary {
		return &SyntaxError{Path: w.path, Offset: w.offset + int64(n), Msg: fmt.Sprintf(format, args...)}
	}
	return w.ahead(n).errorIn(w.path, fmt.Sprintf(format, args...))
}

// locate gives a parser's mistake its position in the input.
func (w *window) locate(err error) error {
	var m *mistake
	if errors.As(err, &m) {
		return w.errorAt(m.at, "%s", m.msg)
	}
	return err
}

func (p position) errorIn(path, msg string) error {
	return &SyntaxError{Path: path, Line: p.line, Column: p.column(), Offset: p.offset, Msg: msg}
}

func (p position) column() int { return int(p.offset-p.lineStart) + 1 }
