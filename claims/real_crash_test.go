package claims_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"os"
	"testing"

	"visar/anomalies"
	"visar/checker"
	"visar/claims"
	"visar/history"
	"visar/history/format"
)

const (
	crashOff = "../testdata/crashes/postgresql-15.18-synchronous_commit-off.jsonl.gz"
	crashOn  = "../testdata/crashes/postgresql-15.18-synchronous_commit-on.jsonl.gz"
)

// recordedLine is a line of a recorded crash: one read or write, or the crash.
type recordedLine struct {
	ID, Status, Fault string
	Start, End, Clock int64
	Ops               [][]any
}

func (l *recordedLine) wrote() bool { return len(l.Ops) > 0 && l.Ops[0][0] == "w" }

// register and value are what was read or written; nothing is 0.
func (l *recordedLine) register() float64 { return l.Ops[0][1].(float64) }

func (l *recordedLine) value() float64 {
	v, _ := l.Ops[0][2].(float64)
	return v
}

// recordedLines are those with a known outcome, and the crash.
func recordedLines(t *testing.T, text []byte) (done []recordedLine, crash recordedLine) {
	t.Helper()
	lines := bufio.NewScanner(bytes.NewReader(text))
	for lines.Scan() {
		var l recordedLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		switch {
		case l.Fault == "crash":
			crash = l
		case l.Status == "" && len(l.Ops) == 1:
			done = append(done, l)
		}
	}
	if crash.Fault != "crash" {
		t.Fatal("no crash is recorded")
	}
	return done, crash
}

// counted is what a crash took, as it is counted without the package under test.
type counted struct {
	lost   map[string]bool
	read   int
	oldest recordedLine
	age    int64
}

// count relies on how the recordings were made: a register is written by one client,
// which counts up. What it holds after the crash is therefore the least that is read
// then, and all greater values that were acknowledged before the crash are lost.
func count(done []recordedLine, crash recordedLine) counted {
	holds := map[float64]float64{}
	for _, l := range done {
		if held, ok := holds[l.register()]; !l.wrote() && l.Start > crash.Start && (!ok || l.value() < held) {
			holds[l.register()] = l.value()
		}
	}
	c := counted{lost: map[string]bool{}}
	for _, l := range done {
		held, ok := holds[l.register()]
		if !l.wrote() || l.End > crash.Start || !ok || l.value() <= held {
			continue
		}
		c.lost[l.ID] = true
		if len(c.lost) == 1 || l.End < c.oldest.End {
			c.oldest = l
		}
		for _, r := range done {
			if !r.wrote() && r.End < crash.Start && r.register() == l.register() && r.value() == l.value() {
				c.read++
				break
			}
		}
	}
	c.age = crash.Clock - c.oldest.Clock
	return c
}

func unzipped(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// judgeCrash returns the worst outcome of claim c on a recording, the first anomaly and
// what crashes took.
func judgeCrash(t *testing.T, c *claims.Claim, h *history.History) (worst checker.Outcome, first string, losses []checker.Loss) {
	t.Helper()
	for _, p := range c.Parts(h, claims.MomentsOf(h)) {
		verdicts, err := p.Check(context.Background(), checker.Options{})
		if err != nil {
			t.Fatal(err)
		}
		losses = append(losses, p.Losses...)
		for _, v := range verdicts {
			if worst = max(worst, v.Outcome); !v.Certified {
				t.Errorf("%s is not certified", c.Name)
			}
			for _, f := range anomalies.In(v) {
				if first == "" {
					first = f.Name
				}
			}
		}
	}
	return worst, first, losses
}

// TestRealCrashes judges a PostgreSQL server that was killed, with and without waiting
// for its log, and counts again what it lost.
func TestRealCrashes(t *testing.T) {
	for _, c := range []struct {
		path       string
		lost, read int   // as counted in the file by hand
		age        int64 // nanoseconds
		durable    checker.Outcome
	}{
		{crashOff, 42, 24, 111_925_533, checker.Violated},
		{crashOn, 0, 0, 0, checker.Consistent},
	} {
		text := unzipped(t, c.path)
		h, err := format.Native.Decode(context.Background(), bytes.NewReader(text), format.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := count(recordedLines(t, text))
		if len(want.lost) != c.lost || want.read != c.read || c.lost > 0 && want.age != c.age {
			t.Errorf("%s: %d lost, %d of them read, the oldest of %d ns, want %d, %d, %d", c.path, len(want.lost), want.read, want.age, c.lost, c.read, c.age)
		}
		for _, claim := range []*claims.Claim{claims.Durable, claims.StrictDurable} {
			outcome, first, losses := judgeCrash(t, claim, h)
			if outcome != c.durable || c.lost > 0 && first != "lost-after-read" {
				t.Errorf("%s: %s is %s by %s", c.path, claim.Name, outcome, first)
			}
			sameLosses(t, h, losses, want)
		}
		outcome, first, losses := judgeCrash(t, claims.BufferedDurable, h)
		if outcome != checker.Consistent {
			t.Errorf("%s: buffered-durable is %s by %s", c.path, outcome, first)
		}
		sameLosses(t, h, losses, want)
	}
}

func sameLosses(t *testing.T, h *history.History, got []checker.Loss, want counted) {
	t.Helper()
	if len(want.lost) == 0 {
		if len(got) > 0 {
			t.Errorf("%d crashes took something, want none", len(got))
		}
		return
	}
	if len(got) != 1 {
		t.Fatalf("%d crashes took something, want 1", len(got))
	}
	l := got[0]
	if len(l.Acknowledged) != len(want.lost) || l.Read != want.read || h.Name(l.Oldest) != want.oldest.ID || l.Age != want.age || !l.Nanoseconds {
		t.Errorf("%d lost, %d read, oldest %s of %d ns, want %d, %d, %s, %d", len(l.Acknowledged), l.Read, h.Name(l.Oldest), l.Age,
			len(want.lost), want.read, want.oldest.ID, want.age)
	}
	for _, txn := range l.Acknowledged {
		if !want.lost[h.Name(txn)] {
			t.Errorf("%s was not lost", h.Name(txn))
		}
	}
}
