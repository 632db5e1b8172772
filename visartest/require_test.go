package visartest_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"visar/anomalies"
	"visar/axioms"
	"visar/checker"
	"visar/gate"
	"visar/history/format"
	"visar/visartest"
)

// lostUpdate records two clients that both add one to a counter, and a third that
// has nothing to do with it.
func lostUpdate(rec *visartest.Recorder) {
	setup := rec.NamedSession("setup").Begin()
	setup.Write("x", 0)
	setup.Commit()
	other := rec.NamedSession("carol").Begin()
	other.Read("y", nil)
	other.Commit()
	a, b := rec.NamedSession("alice").Begin(), rec.NamedSession("bob").Begin()
	a.Read("x", 0)
	b.Read("x", 0)
	a.Write("x", 1)
	b.Write("x", 2)
	a.Commit()
	b.Commit()
}

// consistent records two clients, of which the second sees what the first wrote.
func consistent(rec *visartest.Recorder) {
	a := rec.Session().Begin()
	a.Write("x", 1)
	a.Write("y", 1)
	a.Commit()
	b := rec.Session().Begin()
	b.Read("x", 1)
	b.Commit()
}

// require runs visartest.Require in a test of its own.
func require(t *testing.T, record func(*visartest.Recorder), m *axioms.Model, opts ...visartest.Option) (failed bool, said, dir string) {
	f := newFake(t)
	failed, said = f.run(func(t testing.TB) {
		rec := visartest.New(t)
		record(rec)
		visartest.Require(t, rec, m, opts...)
	})
	return failed, said, f.dir
}

func TestRequireTellsOfAViolation(t *testing.T) {
	failed, said, dir := require(t, lostUpdate, axioms.SnapshotIsolation)
	if !failed {
		t.Fatal("a lost update passed for snapshot isolation")
	}
	dir = filepath.Join(dir, "snapshot-isolation")
	for _, want := range []string{
		"snapshot-isolation is violated by lost-update\n",
		"If T3 came before T4, then T4 (line 4) read x=0, which T3 (line 3) overwrote with 1: a lost update.",
		"That breaks NOCONFLICT",
		"3 of 4 transactions:\n  T1[setup] @",
		"history: " + filepath.Join(dir, "history.jsonl"),
		"minimal: " + filepath.Join(dir, "minimal.jsonl"),
		"drawing: " + filepath.Join(dir, "lost-update.svg"),
		"report: " + filepath.Join(dir, "report.html"),
	} {
		if !strings.Contains(said, want) {
			t.Errorf("want %q in\n%s", want, said)
		}
	}
}

// TestFilesSayWhatRequireSaid reads the files as visar check does.
func TestFilesSayWhatRequireSaid(t *testing.T) {
	rec := visartest.New(t)
	lostUpdate(rec)
	end := rec.Fault("partition", "n1 | n2")
	end()
	end()
	res, err := rec.Judge(t.Context(), axioms.SnapshotIsolation)
	if err != nil {
		t.Fatal(err)
	}
	a, err := res.Write(t.Context(), t.ArtifactDir())
	if err != nil {
		t.Fatal(err)
	}
	file, err := format.Open(t.Context(), a.History)
	if err != nil {
		t.Fatal(err)
	}
	if file.SHA256 != res.File.SHA256 || file.Workload != res.File.Workload || file.History.String() != res.File.History.String() {
		t.Errorf("the file is not what was judged:\n%s\nand\n%s", file.History, res.File.History)
	}
	for _, path := range []string{a.History, a.Minimal} {
		h, err := format.ReadFile(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		v, err := checker.Check(t.Context(), h, axioms.SnapshotIsolation, checker.Options{})
		if err != nil || v.Outcome != checker.Violated {
			t.Fatalf("%s: %v, %v", path, v, err)
		}
		found := anomalies.In(v)
		if found[0].Name != "lost-update" || path == a.History && !slices.Equal(found[0].Sentences, res.Found[0].Sentences) {
			t.Errorf("%s: got %s: %q, Require had %q", path, found[0].Name, found[0].Sentences, res.Found[0].Sentences)
		}
	}
	readDrawing(t, a.Drawing)
	page, err := os.ReadFile(a.Report)
	if err != nil || !strings.Contains(string(page), "lost-update") || !strings.Contains(string(page), res.File.SHA256) {
		t.Errorf("the report has %d bytes and not the anomaly and the checksum: %v", len(page), err)
	}
}

func readDrawing(t *testing.T, path string) {
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for d := xml.NewDecoder(f); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestRequireOutcomes(t *testing.T) {
	reason := gate.Allowance{Anomaly: anomalies.LostUpdate, Reason: "known"}
	twoKeys := axioms.Linearizable // has no meaning for transactions on several keys
	tests := []struct {
		name   string
		record func(*visartest.Recorder)
		model  *axioms.Model
		opts   []visartest.Option
		failed bool
		want   string
	}{
		{"consistent", consistent, axioms.StrictSerializable, nil, false, ""},
		{"violated", lostUpdate, axioms.Serializable, nil, true, "serializable is violated by lost-update"},
		{"expected", lostUpdate, axioms.Serializable, []visartest.Option{visartest.Expect(anomalies.LostUpdate)}, false, ""},
		{"expected another", lostUpdate, axioms.Serializable, []visartest.Option{visartest.Expect(anomalies.WriteSkew)}, true,
			"expected write-skew, and the history does not show it"},
		{"expected and mended", consistent, axioms.Serializable, []visartest.Option{visartest.Expect(anomalies.LostUpdate)}, true,
			"expected lost-update, and the history does not show it"},
		{"allowed", lostUpdate, axioms.Serializable, []visartest.Option{visartest.Allow(reason)}, false, "lost-update allowed"},
		{"allowed and mended", consistent, axioms.Serializable, []visartest.Option{visartest.Allow(reason)}, false, "the allowance can go"},
		{"undecided", consistent, twoKeys, nil, true, "linearizable is undecided: "},
		{"undecided passes", consistent, twoKeys, []visartest.Option{visartest.OnUndecided(gate.Pass)}, false, ""},
		{"undecided warns", consistent, twoKeys, []visartest.Option{visartest.OnUndecided(gate.Warn)}, false, "counts as a warning"},
		{"nothing", func(*visartest.Recorder) {}, axioms.Serializable, nil, true, "there is nothing to judge"},
		{"one session", oneSession, axioms.Serializable, nil, true, "nothing was concurrent"},
		{"one session passes", oneSession, axioms.Serializable, []visartest.Option{visartest.OnVacuous(gate.Pass)}, false, ""},
		{"no contention", apart, axioms.Serializable, nil, true, "no session uses a key that another one writes"},
		{"too few", consistent, axioms.Serializable, []visartest.Option{visartest.MinTransactions(3)}, true,
			"2 committed transactions, and at least 3 were asked for"},
		{"ambiguous", ambiguous, axioms.Serializable, nil, true, "the history cannot be judged: "},
		{"no model", consistent, nil, nil, true, "expected a model, got nil"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failed, said, _ := require(t, test.record, test.model, test.opts...)
			if failed != test.failed || !strings.Contains(said, test.want) || test.want == "" && said != "" {
				t.Errorf("failed is %t and it said %q, want %t and %q", failed, said, test.failed, test.want)
			}
		})
	}
}

func oneSession(rec *visartest.Recorder) {
	tx := rec.Session().Begin()
	tx.Write("x", 1)
	tx.Read("x", 1)
	tx.Commit()
}

func apart(rec *visartest.Recorder) {
	for _, key := range []string{"x", "y"} {
		tx := rec.Session().Begin()
		tx.Read(key, nil)
		tx.Write(key, 1)
		tx.Commit()
	}
}

func ambiguous(rec *visartest.Recorder) {
	for range 2 {
		tx := rec.Session().Begin()
		tx.Append("x", 1)
		tx.Commit()
	}
	tx := rec.Session().Begin()
	tx.Read("x", []int{1})
	tx.Commit()
}

func TestSeveralFailuresKeepTheirFiles(t *testing.T) {
	f := newFake(t)
	rec := visartest.New(nil)
	lostUpdate(rec)
	for range 2 {
		f.run(func(t testing.TB) { visartest.Require(t, rec, axioms.Serializable) })
	}
	for _, dir := range []string{"serializable", "serializable-2"} {
		if _, err := os.Stat(filepath.Join(f.dir, dir, "report.html")); err != nil {
			t.Error(err)
		}
	}
}

func TestWhatNobodyJudgesFails(t *testing.T) {
	failed, said := newFake(t).run(func(t testing.TB) { consistent(visartest.New(t)) })
	if !failed || !strings.Contains(said, "nobody judged it") {
		t.Errorf("failed is %t and it said %q", failed, said)
	}
}
