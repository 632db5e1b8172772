package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"visar/history"
)

// sameWhole checks that text reads the same in parts as from beginning to end: the
// same history with the same ids, or the same error.
func sameWhole(t *testing.T, f *Format, text []byte) {
	t.Helper()
	in, inErr := f.Decode(context.Background(), bytes.NewReader(text), Options{})
	one, oneErr := f.Decode(context.Background(), iotest.HalfReader(bytes.NewReader(text)), Options{oneByOne: true})
	if fmt.Sprint(inErr) != fmt.Sprint(oneErr) {
		t.Fatalf("in parts: %v\nas a whole: %v\n%.2000s", inErr, oneErr, text)
	}
	if inErr != nil {
		return
	}
	if a, b := encode(t, Native, in), encode(t, Native, one); a != b {
		t.Fatalf("in parts:\n%.2000s\nas a whole:\n%.2000s", a, b)
	}
	if a, b := fmt.Sprint(ids(in), in.Problems(), in.Faults()), fmt.Sprint(ids(one), one.Problems(), one.Faults()); a != b {
		t.Fatalf("in parts:\n%.2000s\nas a whole:\n%.2000s", a, b)
	}
}

// ids returns the keys and values of a history in order of their ids, and the
// lines of its transactions.
func ids(h *history.History) (all []string) {
	for k := range int32(h.Keys()) {
		all = append(all, h.Key(k).String())
	}
	for v := range int32(h.Values()) {
		all = append(all, h.Value(v).String())
	}
	for t := range int32(h.Len()) {
		all = append(all, fmt.Sprint(h.Line(t)))
	}
	return all
}

// jepsenLines returns operations in many layouts, more than a part of them.
func jepsenLines(rng *rand.Rand, size int) []byte {
	var b bytes.Buffer
	open := make([]bool, 6)
	lists := make([]int, 40)
	for i := 0; b.Len() < size; i++ {
		process := rng.IntN(len(open))
		key := rng.IntN(len(lists))
		typ := ":invoke"
		if open[process] {
			typ = []string{":ok", ":ok", ":ok", ":fail", ":info"}[rng.IntN(5)]
		}
		open[process] = !open[process]
		read := "nil"
		if typ == ":ok" {
			lists[key] += rng.IntN(3)
			read = "[" + countTo(rng.IntN(lists[key]+1)) + "]"
			if rng.IntN(20) == 0 {
				read = "[1 2 7777 3]"
			}
		}
		value := fmt.Sprintf("[[:r %d %s] [:append %d %d] [:w :k%d \"s%d\"]]", key, read, key, i, key, i%7)
		if rng.IntN(3) > 0 {
			value = fmt.Sprintf("[[:r %d %s] [:append %d %d]]", key, read, rng.IntN(10), rng.IntN(i+1))
		}
		switch rng.IntN(12) {
		case 0:
			fmt.Fprintf(&b, "  {:type %s, :f :txn, :value %s, :process %d, :index %d, :node \"n%d\", :error [:a 1]}\n", typ, value, process, i, i%3)
		case 1:
			fmt.Fprintf(&b, "{:index %d :process :nemesis :type :info :f :kill :value #{%d}}\n", i, i)
			fmt.Fprintf(&b, "{:index %d :process %d :type %s :f :txn :value %s}\r\n\n", i, process, typ, value)
		default:
			fmt.Fprintf(&b, "{:index %d, :type %s, :process %d, :f :txn, :value %s, :time %d}\n", i, typ, process, value, 10*i)
		}
	}
	return b.Bytes()
}

func countTo(n int) string {
	var words []string
	for i := range n {
		words = append(words, fmt.Sprint(i+1))
	}
	return strings.Join(words, " ")
}

func nativeLines(rng *rand.Rand, size int) []byte {
	b := bytes.NewBufferString(`{"visar":1,"initial":0}` + "\n")
	for i := 0; b.Len() < size; i++ {
		list := "[" + strings.ReplaceAll(countTo(rng.IntN(1+i/50%90)), " ", ",") + "]"
		ops := fmt.Sprintf(`[["r",%d,%s],["append",%d,%d],["w","x",%d],["r","x","a\n%d"]]`, i/50, list, i/50, i, rng.IntN(i+1), i%5)
		switch rng.IntN(10) {
		case 0:
			fmt.Fprintf(b, ` {"node": "n%d", "ops":%s, "id":%d, "session":"s%d", "status":"aborted"}`+"\r\n\n", i%3, ops, i+1, i%4)
		case 1:
			fmt.Fprintf(b, `{"id":"a%d","ops":%s,"arbitration":%d,"visible":["T%d"]}`+"\n", i, ops, i, max(1, i))
		default:
			fmt.Fprintf(b, `{"id":"T%d","session":%d,"start":%d,"end":%d,"ops":%s}`+"\n", i+1, i%7, i, i+5, ops)
		}
	}
	return b.Bytes()
}

// plumeLines returns operations whose transactions are mixed, in a few layouts.
func plumeLines(rng *rand.Rand, size int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		session := rng.IntN(5)
		id := session + 5*(i/40)
		if i/40%9 == 8 {
			id = -1
		}
		line := fmt.Sprintf("%c(%d,%d,%d,%d)", "rw"[rng.IntN(2)], rng.IntN(50), rng.IntN(i+1), session, id)
		switch rng.IntN(10) {
		case 0:
			fmt.Fprintf(&b, " \t%s \r\n\n \n", line)
		case 1:
			fmt.Fprintf(&b, "w(1,%d,%d,%d)\n%s\n", rng.Int64(), session, id, line)
		default:
			fmt.Fprintln(&b, line)
		}
	}
	return b.Bytes()
}

// awditLines returns operations, transactions and sessions, in a few layouts.
func awditLines(rng *rand.Rand, size int) []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < size; i++ {
		switch rng.IntN(20) {
		case 0:
			b.WriteString("=====\n")
		case 1, 2, 3:
			b.WriteString(" ---\r\n")
		case 4:
			fmt.Fprintf(&b, "\n  w\t%d %d \n", rng.Int64(), i)
		default:
			fmt.Fprintf(&b, "%c %d %d\n", "rw"[rng.IntN(2)], rng.IntN(50), rng.IntN(i+1))
		}
	}
	return b.Bytes()
}

// Formats of lines that each say what they say by themselves.
func TestLinesInPartsReadAsOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	for f, lines := range map[*Format]func(*rand.Rand, int) []byte{Plume: plumeLines, AWDIT: awditLines} {
		for _, size := range []int{0, 1000, partSize - 50, 5 * partSize / 4} {
			text := lines(rng, size)
			sameWhole(t, f, text)
			for range 2 {
				at := rng.IntN(size + 1)
				sameWhole(t, f, broken(text, at, "\x00"))
				sameWhole(t, f, text[:at])
			}
		}
	}
}

func TestPartsReadAsOne(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{1000, partSize - 50, 5 * partSize / 4} {
		edn, native := jepsenLines(rng, size), nativeLines(rng, size)
		sameWhole(t, Native, native)
		sameWhole(t, JepsenEDN, edn)
		sameWhole(t, JepsenEDN, slices.Concat([]byte("["), edn, []byte("]")))
		for range 2 {
			at := rng.IntN(size)
			sameWhole(t, Native, broken(native, at, "\x00"))
			sameWhole(t, Native, native[:at])
			sameWhole(t, JepsenEDN, edn[:at])
			// What spans lines, and what only looks like lines of operations.
			line := at + bytes.IndexByte(edn[at:], '\n') + 1
			sameWhole(t, JepsenEDN, broken(edn, line, "#_\n"))
			sameWhole(t, JepsenEDN, broken(edn, line, "#_ \"\n"+`{:type :ok, :process 0, :f :txn, :value []}`+"\n\" ; {:c\n"))
			sameWhole(t, JepsenEDN, broken(edn, line, ") "))
		}
	}
}

// broken returns text with more put in at index at.
func broken(text []byte, at int, more string) []byte {
	return slices.Concat(text[:at], []byte(more), text[at:])
}

// An input that fails while it is read fails as a whole, whatever was read before.
func TestPartsOfFailingInput(t *testing.T) {
	text := jepsenLines(rand.New(rand.NewPCG(5, 6)), 2*partSize)
	failure := errors.New("the disk is gone")
	_, err := JepsenEDN.Decode(context.Background(), &failingReader{text, failure}, Options{})
	if !errors.Is(err, failure) {
		t.Errorf("the error is %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := JepsenEDN.Decode(ctx, bytes.NewReader(text), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

type failingReader struct {
	text []byte
	err  error
}

func (r *failingReader) Read(b []byte) (int, error) {
	if len(r.text) == 0 {
		return 0, r.err
	}
	n := copy(b, r.text)
	r.text = r.text[n:]
	return n, nil
}

func FuzzParts(f *testing.F) {
	fuzzWhole(f, JepsenEDN, jepsenLines, Native, nativeLines)
}

func FuzzLineParts(f *testing.F) {
	fuzzWhole(f, AWDIT, awditLines, Plume, plumeLines)
}

// fuzzWhole reads texts of two formats in parts and as a whole: of the other one where
// that is set.
func fuzzWhole(f *testing.F, one *Format, oneLines func(*rand.Rand, int) []byte, other *Format, otherLines func(*rand.Rand, int) []byte) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 5 {
		f.Add(oneLines(rng, 300), false)
		f.Add(otherLines(rng, 300), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, isOther bool) {
		if isOther {
			sameWhole(t, other, text)
		} else {
			sameWhole(t, one, text)
		}
	})
}
