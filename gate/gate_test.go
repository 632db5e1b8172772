package gate

import (
	"errors"
	"strings"
	"testing"
	"time"

	"visar/axioms"
	"visar/history"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const full = `version: 1
histories:
  - path: runs/*/h.jsonl
    models: [si, serializable]
    min-transactions: 10
    on-vacuous: warn
    on-undecided: pass
    allow:
      - anomaly: write-skew
        max: 2
        reason: known
        issue: https://example.com/1
        expires: 2026-06-30
      - anomaly: long-fork
        reason: replicas
  - path: "**/*.edn"
    models: [causal]
`

func parsed(t *testing.T, text string) *Expectations {
	t.Helper()
	e, err := Parse("visar.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestParse(t *testing.T) {
	e := parsed(t, full)
	if len(e.Entries) != 2 {
		t.Fatalf("%d entries, want 2", len(e.Entries))
	}
	first := e.Entries[0]
	if first.Models[0] != axioms.SnapshotIsolation || first.MinTransactions != 10 || first.OnVacuous != Warn || first.OnUndecided != Pass {
		t.Errorf("got %+v", first)
	}
	a := first.Allow[0]
	if a.Max != 2 || a.Position.String() != "visar.yaml:9:9" || !a.Expires.Equal(day(t, "2026-06-30")) || a.Issue != "https://example.com/1" {
		t.Errorf("got %+v", a)
	}
}

// TestTextIsReadBack writes expectations, and reads what it wrote.
func TestTextIsReadBack(t *testing.T) {
	e := parsed(t, full)
	e.Entries[0].Allow[0].Reason = "no: it's \"quoted\" # and\nlong"
	e.Entries[1].Pattern = "yes"
	text, err := e.Text()
	if err != nil {
		t.Fatal(err)
	}
	again := parsed(t, string(text))
	if again.Entries[0].Allow[0].Reason != e.Entries[0].Allow[0].Reason || again.Entries[1].Pattern != "yes" {
		t.Errorf("not read back:\n%s", text)
	}
	more, err := again.Text()
	if err != nil || string(more) != string(text) {
		t.Errorf("%v: written again it is\n%s\nand was\n%s", err, more, text)
	}
}

func TestMistakesHaveAPosition(t *testing.T) {
	entry := "histories:\n  - path: a\n    models: [causal]\n"
	for text, want := range map[string]string{
		"":                                   `1:1: expected "histories" with a list of entries, got nothing`,
		"histories: []":                      `1:1: expected "histories" with at least one entry`,
		"histories: 7":                       "1:12: expected a list of entries",
		"- 1":                                "1:1: expected the file with the fields version, histories",
		"histories:\n  - models: [causal]\n": `2:5: an entry needs a "path"`,
		"histories:\n  - path: a\n":          `2:5: an entry needs "models"`,
		"histories:\n  - path: '['\n    models: [causal]\n":                  "2:11: expected a path",
		"histories:\n  - path: a\n    models: [snapshot]\n":                  `3:14: unknown model "snapshot"; did you mean`,
		"version: 2\n" + entry:                                               `1:10: expected version 1, got "2"`,
		entry + "    on-vacuous: maybe\n":                                    `4:17: expected one of fail, warn, pass, got "maybe"`,
		entry + "    min-transactions: 0\n":                                  `4:23: expected a number from 1, got "0"`,
		entry + "    allow:\n      - reason: x\n":                            `5:9: an allowance needs an "anomaly"`,
		entry + "    allow:\n      - anomaly: lost-update\n":                 `5:9: an allowance needs a "reason"`,
		entry + "    allow:\n      - anomaly: nonsense\n        reason: x\n": `5:18: unknown anomaly "nonsense"`,
		entry + "    path: b\n":                                              `4:5: "path" is there twice`,
		entry + "    allow: &a\n      - anomaly: *a\n":                       "5:18: expected a value, got an alias",
		"histories:\n\t- path: a\n":                                          "2:1: found character that cannot start any token",
		entry + "    allow:\n      - {anomaly: g0, reason: x}\n      - {anomaly: dirty-write, reason: y}\n": "6:9: dirty-write is allowed at visar.yaml:5:9 already",
	} {
		_, err := Parse("visar.yaml", []byte(text))
		var at *Error
		if !errors.As(err, &at) || !strings.HasPrefix(err.Error(), "visar.yaml:"+want) {
			t.Errorf("%q:\n got %v\nwant visar.yaml:%s", text, err, want)
		}
	}
}

func TestRule(t *testing.T) {
	skew, fork := Seen{"write-skew", 2}, Seen{"long-fork", 700}
	for _, c := range []struct {
		what    string
		seen    []Seen
		today   string
		allowed bool
		reason  string
	}{
		{"as many as allowed, on the last day", []Seen{skew}, "2026-06-30", true, "visar.yaml:9:9: write-skew allowed, at most 2, 2 seen: known (https://example.com/1)"},
		{"a day too late", []Seen{skew}, "2026-07-01", false, "visar.yaml:9:9: the allowance of write-skew expired on 2026-06-30: known (https://example.com/1)"},
		{"one too many", []Seen{{"write-skew", 3}}, "2026-01-01", false, "visar.yaml:9:9: at most 2 write-skew allowed, 3 seen: known (https://example.com/1)"},
		{"any number", []Seen{fork}, "2026-01-01", true, "visar.yaml:14:9: long-fork allowed, 700 seen: replicas"},
		{"one of two is not allowed", []Seen{fork, {"lost-update", 1}}, "2026-01-01", false, "visar.yaml:14:9: long-fork allowed, 700 seen: replicas"},
		{"nothing is known", nil, "2026-01-01", false, ""},
	} {
		r := parsed(t, full).Entries[0].Rule(c.seen, true, day(t, c.today))
		if r.Allowed != c.allowed || strings.Join(r.Reasons, "\n") != c.reason {
			t.Errorf("%s: allowed %v, %q", c.what, r.Allowed, r.Reasons)
		}
	}
	r := parsed(t, full).Entries[0].Rule([]Seen{skew}, false, day(t, "2026-01-01"))
	if !strings.Contains(r.Reasons[0], "at least 2 seen") {
		t.Errorf("a count that is a lower bound does not say so: %q", r.Reasons)
	}
}

func TestForAndStale(t *testing.T) {
	e := parsed(t, full)
	for path, want := range map[string]int{
		"runs/1/h.jsonl": 0, "./runs/2/h.jsonl": 0, "runs/1/2/h.jsonl": -1,
		"a.edn": 1, "store/x/y/history.edn": 1, "-": -1, "../a.edn": 1, // a directory as any other
	} {
		got := -1
		for i, entry := range e.Entries {
			if e.For(path) == entry {
				got = i
			}
		}
		if got != want {
			t.Errorf("%s: entry %d, want %d", path, got, want)
		}
	}
	e.Entries[0].Rule([]Seen{{"write-skew", 1}}, true, day(t, "2026-01-01"))
	if got := e.Stale(day(t, "2026-01-01")); len(got) != 1 || got[0].Message != "stale allowance: no history of this run shows long-fork" || got[0].Line != 14 {
		t.Errorf("stale: %+v", got)
	}
	if got := parsed(t, full).Stale(day(t, "2026-01-01")); len(got) != 2 || got[0].Message != `no history of this run matches "runs/*/h.jsonl"` {
		t.Errorf("no entry was used: %+v", got)
	}
}

func TestVacuity(t *testing.T) {
	for _, c := range []struct {
		text    string
		minimum int
		reasons int
		policy  Policy
	}{
		{"T1[a]: w(x,1)\nT2[b]: r(x,1)\n", 2, 0, Warn},
		{"T1[a]: w(x,1)\nT2[b]: r(x,1)\n", 3, 1, Fail},
		{"T1[a]: w(x,1)\nT2[a]: r(x,1)\n", 0, 1, Warn},
		{"T1[a]: w(x,1)\nT2[b]: w(x,2)\n", 0, 1, Warn},
		{"T1[a]: w(x,1)\nT2[b]: r(y,_)\n", 0, 1, Warn},
		{"T1[a]: r(x,_)\nT2[b]: r(x,_) w(y,1)\n", 0, 1, Warn}, // both read x, and nobody writes it
		{"T1[a]: r(x,_) w(x,1)\nT2[b]: w(x,2)\n", 0, 0, Warn},
		{"T1[a]: w(x,1)\n", 0, 2, Warn},                                // one session, no reads
		{"T1[a]: w(x,1)\nT2[b] aborted: r(x,_)\n", 0, 2, Warn},         // what was aborted does not count
		{"T1[a] aborted: w(x,1)\nT2[b] unknown: r(x,1)\n", 0, 1, Fail}, // nothing at all
	} {
		h, err := history.Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		v := VacuityOf(h, c.minimum)
		if len(v.Reasons) != c.reasons || v.Policy() != c.policy {
			t.Errorf("%q with at least %d: %q, %s", c.text, c.minimum, v.Reasons, v.Policy())
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(full)
	f.Add("histories: &a [*a]")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := Parse("f", []byte(text))
		if err != nil {
			return
		}
		again, err := e.Text()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Parse("f", again); err != nil {
			t.Errorf("%q is written as %q, which is not read back: %v", text, again, err)
		}
	})
}
