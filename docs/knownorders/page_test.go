package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

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
		"| 1000000 | 3 | check -m strict-serializable | consistent | 6.00 | 2000 | 1.20 | 10 s, 1500 MB: **missed** | Elle, serializable: 136 s, 14900 MB; ratio 22.7 |",
		"visar generate --txns 100000 -m strict-serializable --workload list-append --ops 4 --sessions 20 --times --to jepsen-edn -o history.edn",
		"--keys 100000 --blind 0",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not have %q:\n%s", want, text)
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
		"| 1000000 | 3 | classify | classified | 18.60 | 300 | 1.86 | 3 times the dearest check: 3.1, **missed** |  |",
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

func TestSideBySide(t *testing.T) {
	r := &rivals{txns: full, timeout: time.Minute, memory: 6000, machine: "here", pairs: []pair{
		{"Registers, uniform", full, "read-atomic", outcomeAt{"consistent", cost{9, 1200}}, outcomeAt{"consistent", cost{6, 800}}},
		{"Registers, uniform", full, "causal", outcomeAt{"not done", cost{60, 6000}}, outcomeAt{"consistent", cost{12, 1000}}},
	}}
	text := string(r.markdown())
	for _, want := range []string{
		"| Registers, uniform | 1000000 | read-atomic | consistent | 9.00 | 1200 | consistent | 6.00 | 800 | 1.5 | 1.5 |",
		"| Registers, uniform | 1000000 | causal | not done | 60.00 | 6000 | consistent | 12.00 | 1000 | over 5.0 | over 6.0 |",
		"visar generate --txns 1000000 -m causal --ops 8 --sessions 50 --keys 100000 --blind 1 --global-values --to plume -o history.plume",
		"`make performance-awdit AWDIT=PATH KNOWN='-txns 1000000 -timeout 1m0s -memory 6000'`",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not have %q:\n%s", want, text)
		}
	}
}

// What runs into the limits is not done.
func TestLimited(t *testing.T) {
	r := &rivals{timeout: 10 * time.Second, memory: 6000}
	for want, command := range map[string][]string{
		"consistent": {"echo", "Consistent."},
		"violated":   {"echo", "Inconsistent."},
		"not done":   {"sh", "-c", "exit 3"},
	} {
		if got := r.run(awditOutcome, r.limited(command...)...); got.outcome != want || got.peak == 0 {
			t.Errorf("%q: %+v, expected %s", command, got, want)
		}
	}
	r.memory, r.timeout = 10, time.Second
	if got := r.run(awditOutcome, "sleep", "20"); got.outcome != "not done after 1s" {
		t.Errorf("after a second: %+v", got)
	}
	out := r.run(func(out []byte) string { return string(out) }, r.limited("sh", "-c", "ulimit -v")...)
	if out.outcome != "10240\n" {
		t.Errorf("the memory is limited to %q, expected 10240 kB", out.outcome)
	}
}
