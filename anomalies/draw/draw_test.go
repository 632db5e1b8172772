package draw

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/checker/oracle"
	"visar/history"
)

var rewrite = flag.Bool("rewrite", false, "write the golden pictures anew")

const goldens = "../../testdata/anomalies"

// maxBytes bounds the picture of an example.
const maxBytes = 10 << 10

func find(t *testing.T, text, model string) (*anomalies.Found, *history.History) {
	t.Helper()
	h, err := history.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	m, err := axioms.ModelByName(model)
	if err != nil {
		t.Fatal(err)
	}
	v, err := checker.Check(context.Background(), h, m, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	found := anomalies.In(v)
	if len(found) != 1 {
		t.Fatalf("%s: %s with %d anomalies, want 1", model, v.Outcome, len(found))
	}
	return found[0], h
}

func render(t *testing.T, draw func(io.Writer, *anomalies.Found, *history.History) error, f *anomalies.Found, h *history.History) string {
	t.Helper()
	var b bytes.Buffer
	if err := draw(&b, f, h); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func laidOut(f *anomalies.Found, h *history.History) *scene {
	s := foundScene(f, h)
	s.layOut()
	return s
}

func wellFormed(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestGoldens(t *testing.T) {
	for _, a := range anomalies.Catalogue {
		t.Run(a.ID, func(t *testing.T) {
			f, h := find(t, a.Example, a.ForbiddenBy[0])
			svg, dot := render(t, SVG, f, h), render(t, DOT, f, h)
			for range 19 {
				again, _ := find(t, a.Example, a.ForbiddenBy[0])
				if render(t, SVG, again, h) != svg || render(t, DOT, again, h) != dot {
					t.Fatal("the picture is not always the same")
				}
			}
			if err := wellFormed(svg); err != nil {
				t.Error(err)
			}
			if len(svg) > maxBytes {
				t.Errorf("the picture has %d bytes, at most %d are wanted", len(svg), maxBytes)
			}
			compare(t, filepath.Join(goldens, strings.ReplaceAll(a.ID, "-", "_")+".svg"), svg)
		})
	}
}

func compare(t *testing.T, path, text string) {
	t.Helper()
	if *rewrite {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s is not what is drawn now; look at both and run with -rewrite", path)
	}
}

// TestNothingIsCovered draws the examples and many random anomalies, and wants
// boxes apart, texts in their boxes, lines off the boxes and labels off everything.
func TestNothingIsCovered(t *testing.T) {
	for _, a := range anomalies.Catalogue {
		f, h := find(t, a.Example, a.ForbiddenBy[0])
		s := laidOut(f, h)
		checkScene(t, s)
		if n := s.coveredLabels(); n > 0 {
			t.Errorf("%s: %d labels cover something", a.ID, n)
		}
	}
	rng := rand.New(rand.NewPCG(3, 5))
	arrows, covered := 0, 0
	for i := range 1200 {
		h := oracle.Random(rng, oracle.Config{Txns: 6, Keys: 3, Ops: 4, Sessions: i%2 == 0, Times: i%3 == 0, Lists: i%4 != 0})
		verdicts, err := checker.Classify(context.Background(), h, axioms.Models, checker.Options{})
		if err != nil {
			continue
		}
		for _, f := range anomalies.Among(verdicts) {
			s := laidOut(f, h)
			checkScene(t, s)
			arrows, covered = arrows+len(s.arrows), covered+s.coveredLabels()
			if err := wellFormed(render(t, SVG, f, h)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if arrows < 1000 || covered > arrows/50 {
		t.Errorf("of %d labels of random anomalies %d cover something", arrows, covered)
	}
}

func checkScene(t *testing.T, s *scene) {
	t.Helper()
	for i := range s.boxes {
		b := &s.boxes[i]
		for j := range i {
			if b.overlaps(s.boxes[j].grow(clearance)) {
				t.Fatalf("%s and %s overlap\n%s", b.title, s.boxes[j].title, s.h)
			}
		}
		for _, l := range append([]line{{text: b.title}}, b.lines...) {
			if textWidth(l.text)+2*padding > b.w {
				t.Fatalf("%q is wider than its box\n%s", l.text, s.h)
			}
		}
		for _, a := range s.arrows {
			for _, segment := range segments(a.path) {
				if touches(segment, b.grow(-1)) {
					t.Fatalf("%s from %s to %s runs through %s\n%s", a.label(), s.boxes[a.from].title, s.boxes[a.to].title, b.title, s.h)
				}
			}
		}
	}
	for _, a := range s.arrows {
		if len(a.path) < 2 {
			t.Fatalf("%s has no path\n%s", a.label(), s.h)
		}
	}
}

// coveredLabels counts the labels that cover a box, a line or another label.
func (s *scene) coveredLabels() int {
	n := 0
	for i, a := range s.arrows {
		var others []rect
		for j := range s.boxes {
			others = append(others, s.boxes[j].rect)
		}
		for j, b := range s.arrows {
			others = append(others, segments(b.path)...)
			if j != i {
				others = append(others, b.at)
			}
		}
		for _, o := range others {
			if touches(o, a.at) {
				n++
				break
			}
		}
	}
	return n
}

// An anomaly of more transactions than can be followed is drawn in part.
func TestLargeAnomaly(t *testing.T) {
	var b strings.Builder
	const n = 60
	for i := range n {
		b.WriteString(line60(i, n))
	}
	f, h := find(t, b.String(), "serializable")
	if len(f.Txns) != n {
		t.Fatalf("%d transactions are involved, want %d", len(f.Txns), n)
	}
	s := laidOut(f, h)
	checkScene(t, s)
	if len(s.boxes) != maxBoxes || s.omits != n-maxBoxes {
		t.Errorf("%d boxes and %d left out, want %d and %d", len(s.boxes), s.omits, maxBoxes, n-maxBoxes)
	}
	if svg := render(t, SVG, f, h); !strings.Contains(svg, "44 more transactions are not drawn") {
		t.Error("the picture does not say that something is left out")
	}
}

// line60 is a transaction that misses what the next one writes, around a circle.
func line60(i, n int) string {
	key := func(i int) string { return "k" + string(rune('a'+i%n/26)) + string(rune('a'+i%n%26)) }
	return "t" + key(i) + ": r(" + key(i+1) + ",_) w(" + key(i) + ",1)\n"
}

// Names, keys and values reach the picture as text and nothing else.
func TestHostileText(t *testing.T) {
	f, h := find(t, `"</text><script>alert(1)</script>"["]]>&\x00"]: w("\"};evil[label=\"",1) w("<&>",1)`+"\n"+
		`"b\\"["]]>&\x00"]: r("<&>",7)`+"\n", "read-committed")
	svg := render(t, SVG, f, h)
	if err := wellFormed(svg); err != nil {
		t.Error(err)
	}
	if strings.Contains(svg, "<script") || strings.ContainsRune(svg, 0) {
		t.Errorf("the picture has markup of the history:\n%s", svg)
	}
	f, h = find(t, `"\"};evil[label=\"\n": w(x,1) w(x,2)`+"\nT2: r(x,1)", "read-committed")
	dot := render(t, DOT, f, h)
	if strings.Contains(dot, `"};evil`) && !strings.Contains(dot, `\"};evil`) {
		t.Errorf("a name ends its string:\n%s", dot)
	}
}

func TestDOT(t *testing.T) {
	f, h := find(t, "T1[a]: r(x,_) r(y,_) w(x,1)\nT2: r(x,_) r(y,_) w(y,1)", "serializable")
	want := `digraph anomaly {
  label="Write skew";
  node [shape=box, fontname=monospace];
  edge [fontname=monospace];
  subgraph cluster_0 {
    label="session a";
  n0 [label="T1\lr(x,_)\lr(y,_)\lw(x,1)\l"];
  }
  n1 [label="T2\lr(x,_)\lr(y,_)\lw(y,1)\l"];
  n0 -> n1 [label="AR RW y", style=dashed];
  n1 -> n0 [label="AR RW x", style=dashed];
}
`
	if got := render(t, DOT, f, h); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFit(t *testing.T) {
	for _, test := range []struct {
		text  string
		cells int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"日本語", 4, "日…"}, {"", 3, ""}} {
		if got := fit(test.text, test.cells); got != test.want {
			t.Errorf("fit(%q, %d) = %q, want %q", test.text, test.cells, got, test.want)
		}
	}
}

// TestInlineNamesWhatItDraws: a page finds the boxes and arrows of a cycle by what
// they stand for, and gives them its own colours.
func TestInlineNamesWhatItDraws(t *testing.T) {
	f, h := find(t, "T1: r(x,_) w(y,1)\nT2: r(y,_) w(x,1)", "serializable")
	text := render(t, Inline, f, h)
	if err := wellFormed(text); err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	for _, want := range []string{`data-txn="0"`, `data-txn="1"`, `data-edge="0-RW-1-0"`, `data-edge="1-RW-0-1"`} {
		if n := strings.Count(text, want); n != 1 {
			t.Errorf("%s is there %d times, want once\n%s", want, n, text)
		}
	}
	if strings.Contains(text, "<style") {
		t.Errorf("a part of a page has a style sheet of its own\n%s", text)
	}
}
