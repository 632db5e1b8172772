package format

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"visar/history"
)

// logSuffix ends the name of a file that holds one session of a history.
const logSuffix = ".log"

// sessionLogs returns the names of the files in dir, sorted, if they are the
// sessions of one history, and their format; else nil. It looks into the first
// file that holds something.
func sessionLogs(dir string, entries []os.DirEntry) (names []string, f *Format) {
	for _, entry := range entries {
		if name := entry.Name(); strings.HasSuffix(name, logSuffix) && name[0] != '.' && !entry.IsDir() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if f = formatOf(filepath.Join(dir, name)); f != nil {
			break
		}
	}
	if f == nil || f.decodeSession == nil {
		return nil, nil
	}
	return names, f
}

// formatOf returns the format of the file at path, or nil.
func formatOf(path string) *Format {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	text, err := decompress(file, 0)
	if err != nil {
		return nil
	}
	defer text.close()
	_, f, err := choose(context.Background(), text, &Options{})
	if err != nil {
		return nil
	}
	return f
}

// openDir reads the history whose sessions are files in dir. Its checksum is
// that of the list that sha256sum *.log prints.
func openDir(ctx context.Context, dir string, opt Options) (*File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	names, f := sessionLogs(dir, entries)
	if f == nil {
		return nil, fmt.Errorf("%s: expected a file, or a directory of logs of sessions (%s), got another directory", dir, sessionFormats())
	}
	if opt.Format != "" && opt.Format != f.Name {
		return nil, fmt.Errorf("%s: expected a history in the format %s, got a directory of %s", dir, opt.Format, f.Title)
	}
	b, sums := history.NewBuilder(f.initial), sha256.New()
	for _, name := range names {
		opt.path = filepath.Join(dir, name)
		if err := readSession(ctx, f, opt, strings.TrimSuffix(name, logSuffix), b, sums); err != nil {
			return nil, errorIn(opt.path, err)
		}
	}
	h, err := b.History()
	if err != nil {
		return nil, errorIn(dir, err)
	}
	opt.path = dir
	return newFile(f, h, sums, opt)
}

// sessionFormats names the formats that keep a session a file.
func sessionFormats() string {
	var names []string
	for _, f := range Formats {
		if f.decodeSession != nil {
			names = append(names, f.Name)
		}
	}
	return strings.Join(names, ", ")
}

// readSession reads the file of one session, and adds its checksum to sums.
func readSession(ctx context.Context, f *Format, opt Options, session string, b *history.Builder, sums hash.Hash) error {
	file, err := os.Open(opt.path)
	if err != nil {
		return err
	}
	defer file.Close()
	sum := sha256.New()
	raw := io.TeeReader(file, sum)
	text, err := decompress(raw, opt.MaxBytes)
	if err != nil {
		return err
	}
	defer text.close()
	if err := f.decodeSession(ctx, text, opt, session, b); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, raw); err != nil {
		return err
	}
	fmt.Fprintf(sums, "%s  %s\n", hex.EncodeToString(sum.Sum(nil)), filepath.Base(opt.path))
	return nil
}

// sessionDecoder is the type of a format's decodeSession.
type sessionDecoder func(ctx context.Context, r io.Reader, opt Options, name string, b *history.Builder) error

// decodeOneSession reads the log of a single session as a history.
func decodeOneSession(ctx context.Context, r io.Reader, opt Options, decode sessionDecoder, initial history.Value) (*history.History, error) {
	b := history.NewBuilder(initial)
	if err := decode(ctx, r, opt, "0", b); err != nil {
		return nil, err
	}
	if b.Len() == 0 {
		return nil, errEmpty
	}
	return b.History()
}

// EncodeDir writes h to files in dir, which is there and empty, in a format that
// keeps a session a file; see [Format.InDirectory]. It ends before the next file when
// ctx does, with the cause of that.
func (f *Format) EncodeDir(ctx context.Context, dir string, h *history.History) error {
	if h.Len() == h.Count(history.Aborted) {
		return errNoOps
	}
	encode, err := f.sessionEncoder(h)
	if err != nil {
		return err
	}
	for s, name := range sessionFiles(h) {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		if !hasWritten(h, int32(s)) {
			continue
		}
		file, err := os.Create(filepath.Join(dir, name+logSuffix))
		if err != nil {
			return err
		}
		if err := errors.Join(encode(file, int32(s)), file.Close()); err != nil {
			return err
		}
	}
	return nil
}

// hasWritten reports whether a session has transactions that did not abort.
func hasWritten(h *history.History, s int32) bool {
	return slices.ContainsFunc(h.SessionTxns(s), func(t int32) bool { return h.Status(t) != history.Aborted })
}

// InDirectory reports whether a history in this format is a directory, with a
// file of each session.
func (f *Format) InDirectory() bool { return f.sessionEncoder != nil }

// sessionEncoder is the type of a format's function of that name.
type sessionEncoder func(h *history.History) (func(w io.Writer, s int32) error, error)

// encodeOneSession writes a history of one session, which is called 0 as it is
// when it is read from one file. Others need a directory.
func encodeOneSession(w io.Writer, h *history.History, sessions sessionEncoder, title string) error {
	if h.Len() == h.Count(history.Aborted) {
		return errNoOps
	}
	encode, err := sessions(h)
	if err != nil {
		return err
	}
	if h.Sessions() == 1 && h.SessionName(0) != "0" {
		return fmt.Errorf("the session is called %q: %s need a directory, with a file of that name", h.SessionName(0), title)
	}
	if n := h.Sessions(); n != 1 {
		return fmt.Errorf("the history has %d sessions: %s need a directory, with a file of each", n, title)
	}
	return encode(w, 0)
}

// sessionLosses is what is lost in formats that keep a session a file, and know
// of transactions that committed only.
var sessionLosses = []loss{
	{"names of sessions that cannot be names of files (all get numbers)", hasOddSessions},
	{"the order of the transactions of different sessions", func(h *history.History) bool {
		return hasMixedSessions(h) || !slices.IsSorted(sessionFiles(h))
	}},
	{"unknown outcomes (they become committed, their reads are left out)", func(h *history.History) bool { return h.Count(history.Unknown) > 0 }},
	lossOfAborted,
	{"clocks", hasClocks},
	{"recorded executions", hasRecorded},
	{"faults", hasFaults},
	lossOfCalls,
}

// fileName matches what may be the name of a file everywhere.
var fileName = pattern(`^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}$`)

func hasOddSessions(h *history.History) bool {
	for s := range int32(h.Sessions()) {
		if !fileName().MatchString(h.SessionName(s)) {
			return true
		}
	}
	return false
}

// sessionFiles returns the names of the files of the sessions, without suffix:
// the sessions' own, or numbers of the same length.
func sessionFiles(h *history.History) []string {
	names, odd := make([]string, h.Sessions()), hasOddSessions(h)
	width := len(strconv.Itoa(max(h.Sessions()-1, 0)))
	for s := range names {
		if names[s] = h.SessionName(int32(s)); odd {
			names[s] = fmt.Sprintf("%0*d", width, s)
		}
	}
	return names
}
