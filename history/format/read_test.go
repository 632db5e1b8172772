package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"visar/history"
)

// decode reads text, which is known as h, and fails the test on an error.
func decode(t *testing.T, text string, opts ...Options) *history.History {
	t.Helper()
	f, err := Read(context.Background(), strings.NewReader(text), "h", opts...)
	if err != nil {
		t.Fatalf("reading %s: %v", text, err)
	}
	return f.History
}

func TestSameHistoryInTwoFormats(t *testing.T) {
	native := decode(t, `{"session":0,"start":0,"end":1,"ops":[["append","x",1]]}
{"session":1,"start":2,"end":3,"ops":[["r","x",[1]],["append","x",2]]}`)
	edn := decode(t, `{:type :invoke :process 0 :f :txn :value [[:append "x" 1]]}
{:type :ok :process 0 :f :txn :value [[:append "x" 1]]}
{:type :invoke :process 1 :f :txn :value [[:r "x" nil] [:append "x" 2]]}
{:type :ok :process 1 :f :txn :value [[:r "x" [1]] [:append "x" 2]]}`)
	for name, h := range map[string]*history.History{"native": native, "edn": edn} {
		if h.Len() != 2 || h.NumOps() != 3 || h.Sessions() != 2 || !h.IsList(0) {
			t.Errorf("%s: %d transactions, %d operations, %d sessions, list %v; want 2, 3, 2, true",
				name, h.Len(), h.NumOps(), h.Sessions(), h.IsList(0))
		}
		if h.Start(1) != 2 || h.End(1) != 3 {
			t.Errorf("%s: T2 from %d to %d, want 2 to 3", name, h.Start(1), h.End(1))
		}
		if read := h.Op(1); len(read.List) != 1 || h.Value(read.List[0]) != history.IntValue(1) {
			t.Errorf("%s: T2 read %v, want [1]", name, read.List)
		}
	}
}

func TestWhatIsNoHistory(t *testing.T) {
	allNames := strings.Join(names(), ", ")
	for text, want := range map[string]string{
		"":                     "h: no history: the input is empty",
		" \n\t\r\n":            "h: no history: the input is empty",
		"\ufeff\n":             "h: no history: the input is empty",
		"; only a comment\n\n": "h: no history: the input is empty",
		"\n\n  hello world":    "h:3:3: expected a history in one of the formats " + allNames + `, got "hello"`,
		"\x00\x01\x02":         "h:1:1: expected a history in one of the formats " + allNames + `, got "\x00\x01\x02"`,
		"\n {\"ops\":[}":       `h:2:10: expected an operation, [kind, key, value], got "}"`,
		"\n\n {:type :no}":     `h:3:9: expected a :type that is :invoke, :ok, :fail or :info, got ":no"`,
		"\n\n r(1,2)":          `h:3:7: expected "," and a session, got ")"`,
		"\n\n T1: r(x,1) w()":  `h:3:15: expected a key, got ")"`,
	} {
		if got := failure(t, text); got != want {
			t.Errorf("%q\n got %s\nwant %s", text, got, want)
		}
	}
}

// spaces is an endless input of white space that counts what is read.
type spaces struct{ read, size int64 }

func (s *spaces) Read(b []byte) (int, error) {
	n := min(int64(len(b)), s.size-s.read)
	if n == 0 {
		return 0, io.EOF
	}
	n = int64(copy(b[:n], blankBlock))
	s.read += n
	return int(n), nil
}

var blankBlock = bytes.Repeat([]byte{' '}, 1<<16)

func TestLongWhiteSpaceIsReadInPieces(t *testing.T) {
	const size = 64 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(context.Background(), &spaces{size: size}, "h")
	runtime.ReadMemStats(&after)
	if err == nil || err.Error() != "h: no history: the input is empty" {
		t.Errorf("error %v, want that the input is empty", err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
		t.Errorf("%d bytes allocated for %d bytes of white space", used, size)
	}
}

func TestAUnitMustEnd(t *testing.T) {
	text := io.MultiReader(strings.NewReader(`{"ops":[],"x":"`), &spaces{size: 1 << 30})
	_, err := Read(context.Background(), text, "h")
	if want := "h:1:1: expected the end of an operation or line within 64 MiB"; err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// oneByte reads a byte at a time, so that every token is cut everywhere.
type oneByte struct{ r io.Reader }

func (o oneByte) Read(b []byte) (int, error) { return o.r.Read(b[:min(len(b), 1)]) }

// Positions and lines do not depend on how the input comes in pieces, nor on
// where the buffer ends.
func TestBordersOfTheBufferDoNotMatter(t *testing.T) {
	long := recording(t, listRecording)
	whole := decode(t, string(long))
	f, err := Read(context.Background(), oneByte{bytes.NewReader(long)}, "h")
	if err != nil {
		t.Fatal(err)
	}
	if encode(t, Native, f.History) != encode(t, Native, whole) {
		t.Error("the history differs when it comes byte by byte")
	}
	for i := range int32(whole.Len()) {
		if f.History.Line(i) != whole.Line(i) {
			t.Fatalf("%s is on line %d, byte by byte on line %d", whole.Name(i), whole.Line(i), f.History.Line(i))
		}
	}
	lines := bytes.Count(long, []byte("\n"))
	want := fmt.Sprintf("h:%d:1: expected an operation with a :process", lines+1)
	if got := failure(t, string(long)+"{:type :ok}"); got != want {
		t.Errorf("error %s, want %s", got, want)
	}
}

func TestReadingStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, strings.NewReader(invoke0), "h"); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that the context was cancelled", err)
	}
}

func TestOpenTellsAboutTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "h.anything")
	if err := os.WriteFile(path, []byte(`{"ops":[["r","x",1],["w","x",2]]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	// printf '{"ops":[["r","x",1],["w","x",2]]}' | sha256sum
	const sum = "e7d62b580cdaa8688d9b7db4e7bfcbf2df7ed3c1587b7150218ee08454ba244c"
	if f.Path != path || f.Format != "native" || f.Workload != "register" || f.SHA256 != sum {
		t.Errorf("%+v, want native, register, %s", f, sum)
	}
	if _, err := Open(context.Background(), path, Options{Workload: "list-append"}); err == nil ||
		!strings.HasSuffix(err.Error(), `expected a history of workload list-append, got "register"`) {
		t.Errorf("error %v, want that the workload is another", err)
	}
	if _, err := ReadFile(context.Background(), path+".none"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want that there is no such file", err)
	}
}

func TestWorkloads(t *testing.T) {
	for text, want := range map[string]string{
		"T1:":                           "",
		"T1: r(x,_)":                    "register",
		"T1: r(x,1) w(x,2)\nT2: w(y,1)": "register",
		"T1: w(x,1) r(x,1)":             "rw-register",
		"T1: r(x,1) w(y,2)":             "rw-register",
		"T1: r(x,_) a(y,2)":             "list-append",
		"T1: w(x,1) a(y,2)":             "mixed",
	} {
		f, err := Read(context.Background(), strings.NewReader(text), "h", Options{Format: "notation"})
		if err != nil {
			t.Fatal(err)
		}
		if f.Workload != want {
			t.Errorf("%s: workload %q, want %q", text, f.Workload, want)
		}
	}
}
