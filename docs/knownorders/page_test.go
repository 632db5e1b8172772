package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"visar/docs/measure"
)

func TestMain(m *testing.M) {
	measure.Launch()
	os.Exit(m.Run())
}

// measuredPage has one check at two sizes.
func measuredPage() *page {
	s := shapes[0]
	p := &page{txns: full, machine: "here"}
	for _, m := range []struct {
		txns int
		cost cost
	}{{100_000, cost{0.5, 200}}, {full, cost{6, 2000}}} {
		p.results = append(p.results, shaped{s.title, result{check: s.checks[0], txns: m.txns, outcome: "consistent", cost: m.cost, megabyte: 3}})
	}
	return p
}

func TestPage(t *testing.T) {
	text := string(measuredPage().markdown())
	for _, want := range []string{
		"| 100000 | 3 | check -m strict-serializable | consistent | 0.50 | 200 |  |  |  |",
		"| 1000000 | 3 | check -m strict-serializable | consistent | 6.00 | 2000 | 1.20: **missed** | 10 s, 1500 MB: **missed** | Elle, serializable: 136 s, 14900 MB; ratio 22.7 |",
		"visar generate --txns 100000 -m strict-serializable --workload list-append --ops 4 --sessions 20 --times --to jepsen-edn -o history.edn",
		"--keys 100000 --blind 0",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not have %q:\n%s", want, text)
		}
	}
}

// Growth is held against a bound where algorithms are linear, at the full size.
func TestGrowth(t *testing.T) {
	for _, test := range []struct {
		linear bool
		txns   int
		growth float64
		want   string
	}{
		{true, full, 1.1, "1.10"}, {true, full, 1.2, "1.20: **missed**"}, {true, full / 10, 1.2, "1.20"},
		{false, full, 1.2, "1.20"}, {true, full, 0, ""},
	} {
		if got := (shape{linear: test.linear}).onGrowth(test.txns, test.growth); got != test.want {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}

// Classifying is held against the dearest check of the same size.
func TestClassifyIsHeldAgainstTheDearest(t *testing.T) {
	p := measuredPage()
	for txns, user := range map[int]float64{100_000: 1, full: 18.6} {
		p.results = append(p.results, shaped{shapes[0].title, result{check: check{args: classify}, txns: txns, outcome: "classified", cost: cost{user, 300}, megabyte: 3}})
	}
	text := string(p.markdown())
	for _, want := range []string{
		"| 100000 | 3 | classify | classified | 1.00 | 300 |  | 3 times the dearest check: 2.0 |  |",
		"| 1000000 | 3 | classify | classified | 18.60 | 300 | 1.86: **missed** | 3 times the dearest check: 3.1, **missed** |  |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not have %q:\n%s", want, text)
		}
	}
}

func TestPicture(t *testing.T) {
	text := string(measuredPage().picture())
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
	}
	// 0.5 s at 100,000 is log10(0.5) = -0.3 of -2 to 2: 42.5 % of 240 up from 276.
	if want := "M176.0 174.1L296.0 109.3"; !strings.Contains(text, want) {
		t.Errorf("the picture does not have the line %s:\n%s", want, text)
	}
}

func TestOutcome(t *testing.T) {
	for text, want := range map[string]string{
		"a.edn: 3 committed\n  serializable: consistent (known-order)\n":   "consistent",
		"a.edn: 3 committed\n  causal: violated by fractured-read\n  x: y": "violated",
		"a.edn: 3 committed\n  holds: causal\n":                            "classified",
	} {
		if got := outcomeIn([]byte(text)); got != want {
			t.Errorf("%q is %s, expected %s", text, got, want)
		}
	}
}

// sideBySide has two checks by both programs, of which the other ended one.
func sideBySide(t *testing.T, name string) *beside {
	t.Helper()
	r, err := rivalNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return &beside{rival: r, release: "0.2.7", txns: full, timeout: time.Minute, memory: 6000, machine: "here", pairs: []pair{
		{"Registers, uniform", full / 10, "read-atomic", outcomeAt{"consistent", cost{1, 600}}, outcomeAt{"consistent", cost{0.5, 100}}},
		{"Registers, uniform", full, "read-atomic", outcomeAt{"consistent", cost{9, 1200}}, outcomeAt{"consistent", cost{6, 800}}},
		{"Registers, uniform", full, "causal", outcomeAt{"not done after 1m0s", cost{60, 6000}}, outcomeAt{"consistent", cost{12, 1000}}},
	}}
}

func TestSideBySide(t *testing.T) {
	for name, wants := range map[string][]string{
		"awdit": {
			"# Side by side with AWDIT\n",
			"AWDIT 0.2.7 is built as its authors release it; ", "AWDIT may take 6000 MB of address space and 1m0s for each check.",
			"In short, at 1000000 transactions AWDIT comes to no end with 1 of 2 checks, and takes 1.5 to 1.5 times as long as visar and 1.5 to 1.5 times the memory.\n\n",
			"| Registers, uniform | 1000000 | read-atomic | consistent | 9.00 | 1200 | consistent | 6.00 | 800 | 1.5 | 1.5 |",
			"| Registers, uniform | 1000000 | causal | not done after 1m0s | 60.00 | 6000 | consistent | 12.00 | 1000 | over 5.0 | over 6.0 |",
			"visar generate --txns 1000000 -m causal --ops 8 --sessions 50 --keys 100000 --blind 1 --global-values --to plume -o history.plume",
			"awdit check -i LEVEL history.plume\n",
			"`make performance-awdit AWDIT=COMMAND KNOWN='-txns 1000000 -timeout 1m0s -memory 6000 -release 0.2.7'`",
		},
		"plume": {"# Side by side with Plume\n", "6000 MB of heap", "plume -t PLUME -i LEVEL history.plume\n"},
		"elle": {
			"# Side by side with Elle\n",
			"visar generate --txns 1000000 -m strict-serializable --workload list-append --ops 4 --sessions 20 --times --to jepsen-edn -o history.edn",
			"elle -m list-append -c LEVEL history.edn\n",
			"`make performance-elle ELLE=COMMAND ",
		},
	} {
		text := string(sideBySide(t, name).markdown())
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not have %q:\n%s", want, text)
			}
		}
	}
}

// Where nothing of a size was decided, the size below counts.
func TestShortGoesDown(t *testing.T) {
	b := sideBySide(t, "plume")
	b.pairs = append(b.pairs[:1], b.pairs[2])
	if got, want := b.short(), "at 1000000 transactions Plume comes to no end with 1 of 1 checks; "+
		"at 100000 transactions Plume takes 2.0 to 2.0 times as long as visar and 6.0 to 6.0 times the memory."; got != want {
		t.Errorf("got %q, expected %q", got, want)
	}
}

// A program is asked of a history what its store promises.
func TestLevels(t *testing.T) {
	for name, want := range map[string]string{
		"awdit": "Registers, uniform: read-committed read-atomic causal; Registers, zipf, stale snapshots: read-committed read-atomic causal; ",
		"plume": "Registers, uniform: RC RA TCC; Registers, zipf, stale snapshots: RC RA TCC; ",
		"elle":  "Lists, strictly serializable: strict-serializable serializable; Lists, snapshot isolation: snapshot-isolation; ",
	} {
		r, err := rivalNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, s := range r.shapes() {
			got += s.title + ":"
			for _, l := range r.of(s) {
				got += " " + l.name
			}
			got += "; "
		}
		if got != want {
			t.Errorf("%s judges %q, expected %q", name, got, want)
		}
	}
	if _, err := rivalNamed("x"); err == nil {
		t.Error("a program that is not known is accepted")
	}
}

func TestTheirOutcome(t *testing.T) {
	for name, outputs := range map[string]map[string]string{
		"awdit": {"Consistent.": "consistent", "Inconsistent.": "violated", "": "not done"},
		"plume": {"Construction: 9ms\nACCEPT\n": "consistent", "REJECT\n[ConflictAO]\n": "violated", "Construction: 9ms\n": "not done"},
		"elle":  {"h.edn \t true\n": "consistent", "h.edn \t false\n": "violated", "h.edn \t unknown\n": "not done"},
	} {
		r, err := rivalNamed(name)
		if err != nil {
			t.Fatal(err)
		}
		for out, want := range outputs {
			if got := r.outcome([]byte(out)); got != want {
				t.Errorf("%s printed %q: %s, expected %s", name, out, got, want)
			}
		}
	}
}

// A rival that does not stop is stopped, and its memory is bounded.
func TestLimits(t *testing.T) {
	said := func(out []byte) string { return string(out) }
	b := &beside{timeout: time.Second}
	if got, err := b.run(said, "sleep", "20"); err != nil || got.outcome != "not done after 1s" {
		t.Errorf("after a second: %+v, %v", got, err)
	}
	if got, err := b.run(said, addressSpace.limit(10, []string{"sh", "-c", "ulimit -v"})...); err != nil || got.outcome != "10240\n" || got.Peak == 0 {
		t.Errorf("the memory is limited to %+v, %v, expected 10240 kB", got, err)
	}
	if got, err := b.run(said, heap.limit(10, []string{"sh", "-c", "echo $JAVA_TOOL_OPTIONS"})...); err != nil || got.outcome != "-Xmx10m\n" {
		t.Errorf("the heap is limited by %+v, %v", got, err)
	}
}
