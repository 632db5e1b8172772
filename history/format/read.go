package format

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
	// key), "mixed" (lists and registers), or "" if nothing is done.
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
		f, err := Read(ctx, os.Stdin, "stdin", opts...)
		if f != nil {
			f.Path = path
		}
		return f, err
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err // names the path already
	}
	defer f.Close()
	opt := lastOf(opts)
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		opt.size = info.Size()
	}
	return Read(ctx, f, path, opt)
}

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
	var positioned *SyntaxError
	if err != nil && !errors.As(err, &positioned) {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return f, err
}

func read(ctx context.Context, r io.Reader, opt Options) (*File, error) {
	hash := sha256.New()
	if opt.Progress != nil {
		r = &counted{r: r, opt: &opt}
	}
	raw := io.TeeReader(r, hash)
	text, err := decompress(raw, opt.MaxBytes)
	if err != nil {
		return nil, err
	}
	defer text.close()
	head, origin, err := lead(ctx, text)
	if err != nil {
		return nil, err
	}
	opt.origin = origin
	format, err := choose(head, opt)
	if err != nil {
		return nil, err
	}
	h, err := format.Decode(ctx, io.MultiReader(bytes.NewReader(head), text), opt)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(io.Discard, raw); err != nil {
		return nil, err
	}
	f := &File{Path: opt.path, SHA256: hex.EncodeToString(hash.Sum(nil)), Format: format.Name,
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

// lead reads past a byte order mark and the white space that an input begins
// with, of whatever length. It returns what comes next and its position.
func lead(ctx context.Context, r io.Reader) (head []byte, origin position, err error) {
	w := newWindow(ctx, r, Options{})
	for err == nil && !w.eof {
		if err = w.more(); err != nil {
			break
		}
		text := w.unread()
		if w.offset == 0 && bytes.HasPrefix(text, []byte("\ufeff")) {
			w.consume(len("\ufeff"))
			w.lineStart = w.offset
			text = w.unread()
		}
		if rest := bytes.TrimLeft(text, " \t\r\n\v\f"); len(rest) > 0 {
			w.consume(len(text) - len(rest))
			return w.unread(), w.position, nil
		}
		w.consume(len(text))
	}
	if err == nil {
		err = errEmpty
	}
	return nil, position{}, err
}

// choose returns the format that opt names, or that an input with that head
// is in.
func choose(head []byte, opt Options) (*Format, error) {
	if opt.Format != "" {
		if f := ByName(opt.Format); f != nil {
			return f, nil
		}
		return nil, fmt.Errorf("unknown format %q: the formats are %s", opt.Format, strings.Join(names(), ", "))
	}
	head = head[:min(len(head), sniffed)]
	for _, f := range Formats {
		if f.Sniff(head) {
			return f, nil
		}
	}
	return nil, opt.origin.errorIn(opt.path, fmt.Sprintf("expected a history in one of the formats %s, got %s",
		strings.Join(names(), ", "), excerpt(head)))
}

func names() []string {
	var all []string
	for _, f := range Formats {
		all = append(all, f.Name)
	}
	return all
}
