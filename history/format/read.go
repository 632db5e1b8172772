package format

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"

	"visar/history"
)

// errEmpty says that there is nothing to read.
var errEmpty = errors.New("no history: the input is empty")

// File is a history together with where it comes from.
type File struct {
	Path   string // as given
	SHA256 string // of the bytes as they lie in the file, in hexadecimal
	Format string // name of the format
	// Workload is what the transactions do: "list-append", "rw-register",
	// "register" (each is one read, one write, or a read and a write of the same
	// key), "objects" (each is one operation on an object, and some are not of a
	// register), "mixed" (lists and registers), or "" if nothing is done.
	Workload string
	History  *history.History
}

// ReadFile reads the history in the file at path; "-" is the standard input.
// The last of opts counts, if there are any. Errors begin with the path.
func ReadFile(ctx context.Context, path string, opts ...Options) (*history.History, error) {
	f, err := Open(ctx, path, opts...)
	if err != nil {
		return nil, err
	}
	return f.History, nil
}

// Open is [ReadFile] that tells about the file too.
func Open(ctx context.Context, path string, opts ...Options) (*File, error) {
	if path == "-" {
		in := cancelled(ctx, os.Stdin)
		defer in.Close()
		f, err := Read(ctx, in, "stdin", opts...)
		if f != nil {
			f.Path = path
		}
		return f, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, err // names the path already
	}
	if info.IsDir() {
		return openDir(ctx, path, lastOf(opts))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	opt := lastOf(opts)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		opt.size = info.Size()
	}
	return Read(ctx, f, path, opt)
}

// cancelled returns what reads from r until ctx ends, even while r has nothing to
// say: a terminal, another program. What was read of r by then is lost.
func cancelled(ctx context.Context, r io.Reader) io.ReadCloser {
	out, in := io.Pipe()
	context.AfterFunc(ctx, func() { in.CloseWithError(context.Cause(ctx)) })
	go func() {
		_, err := io.CopyBuffer(in, struct{ io.Reader }{r}, make([]byte, chunk))
		in.CloseWithError(err)
	}()
	return out
}

// lastOf returns the last of opts, or the zero Options.
func lastOf(opts []Options) Options {
	if n := len(opts); n > 0 {
		return opts[n-1]
	}
	return Options{}
}

// Read reads a history from r, to its end; name stands for the path.
func Read(ctx context.Context, r io.Reader, name string, opts ...Options) (*File, error) {
	opt := lastOf(opts)
	opt.path = name
	f, err := read(ctx, r, opt)
	return f, errorIn(name, err)
}

// errorIn puts the path before an error that has none.
func errorIn(path string, err error) error {
	var positioned *SyntaxError
	if err != nil && !errors.As(err, &positioned) {
		return fmt.Errorf("%s: %w", path, err)
	}
	return err
}

func read(ctx context.Context, r io.Reader, opt Options) (*File, error) {
	sum := sha256.New()
	if opt.Progress != nil {
		r = &counted{r: r, opt: &opt}
	}
	raw := io.TeeReader(r, sum)
	text, err := decompress(raw, opt.MaxBytes)
	if err != nil {
		return nil, err
	}
	defer text.close()
	head, format, err := choose(ctx, text, &opt)
	if err != nil {
		return nil, err
	}
	opt.textSize = func() int64 { return text.size(opt.size) }
	h, err := format.Decode(ctx, io.MultiReader(bytes.NewReader(head), text), opt)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, raw); err != nil {
		return nil, err
	}
	return newFile(format, h, sum, opt)
}

// newFile returns a file, or an error if its workload is not the one to accept.
func newFile(format *Format, h *history.History, sum hash.Hash, opt Options) (*File, error) {
	f := &File{Path: opt.path, SHA256: hex.EncodeToString(sum.Sum(nil)), Format: format.Name,
		Workload: workload(h), History: h}
	if opt.Workload != "" && opt.Workload != f.Workload {
		return nil, fmt.Errorf("expected a history of workload %s, got %q", opt.Workload, f.Workload)
	}
	return f, nil
}

// counted tells how much has been read.
type counted struct {
	r    io.Reader
	opt  *Options
	done int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.opt.Progress(c.done, c.opt.size)
	return n, err
}

// sniffed is how much of an input is looked at to find its format.
const sniffed = 4 << 10

// choose returns the format that opt names, or that the input r is in, and what
// it has read of r. The input begins for the decoder where opt.origin is: white
// space and a byte order mark before a text are left out.
func choose(ctx context.Context, r io.Reader, opt *Options) (head []byte, f *Format, err error) {
	if opt.Format != "" {
		if f = ByName(opt.Format); f == nil {
			return nil, nil, fmt.Errorf("unknown format %q: the formats are %s", opt.Format, strings.Join(names(), ", "))
		}
	}
	w := newWindow(ctx, r, Options{})
	if err := w.more(); err != nil {
		return nil, nil, err
	}
	if f == nil {
		f = sniff(w.unread(), true)
	}
	if f != nil && f.Binary {
		return w.unread(), f, nil
	}
	if err := w.skipLead(); err != nil {
		return nil, nil, err
	}
	opt.origin = w.position
	if f == nil {
		f = sniff(w.unread(), false)
	}
	if f == nil {
		return nil, nil, opt.origin.errorIn(opt.path, fmt.Sprintf("expected a history in one of the formats %s, got %s",
			strings.Join(names(), ", "), excerpt(w.unread())))
	}
	return w.unread(), f, nil
}

// sniff returns the first format, binary or not, that text looks like, or nil.
func sniff(text []byte, binary bool) *Format {
	head := text[:min(len(text), sniffed)]
	for _, f := range Formats {
		if f.Binary == binary && f.Sniff(head) {
			return f
		}
	}
	return nil
}

// skipLead consumes a byte order mark and the white space that a text begins
// with, of whatever length. The window has been filled once.
func (w *window) skipLead() error {
	for {
		text := w.unread()
		if w.offset == 0 && bytes.HasPrefix(text, []byte("\ufeff")) {
			w.consume(len("\ufeff"))
			w.lineStart = w.offset
			text = w.unread()
		}
		if rest := bytes.TrimLeft(text, " \t\r\n\v\f"); len(rest) > 0 {
			w.consume(len(text) - len(rest))
			return nil
		}
		w.consume(len(text))
		if w.eof {
			return errEmpty
		}
		if err := w.more(); err != nil {
			return err
		}
	}
}

func names() []string {
	var all []string
	for _, f := range Formats {
		all = append(all, f.Name)
	}
	return all
}
