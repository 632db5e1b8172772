package format

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"visar/history"
)

// corpus is a history with a lost update, in every format as the format writes
// it, and in the notation as it is read back. lost_update.bincode was written by
// Rust's own serde and bincode 1.3, from structs declared as dbcop's are, and
// lost_update_cobra by Python's struct.pack. The .jepsen files were written by
// Clojure's own data.fressian 1.1.1, with handlers and blocks as Jepsen has them;
// caches and small numbers are packed there more than visar packs them.
var corpus = []corpusEntry{
	{"lost_update.jsonl", Native, ""},
	{"lost_update.plume", Plume, ""},
	{"lost_update.txt", Notation, ""},
	{"lost_update.edn", JepsenEDN, "T1[0]: r(7,_) w(7,1)\nT2[1]: r(7,_) w(7,2)\nT3[1] aborted: w(7,3)\nT4[0]: r(7,2)"},
	{"lost_update.awdit", AWDIT, "T1[0]: w(7,0)\nT2[1]: r(7,0) w(7,1)\nT3[1]: r(7,2)\nT4[2]: r(7,0) w(7,2)"},
	{"lost_update.hist", DBCopHist, "T1[0]: r(x,_) w(x,1)\nT2[0]: r(x,2)\nT3[1]: r(x,_) w(x,2)\nT4[1] aborted: w(x,3)"},
	{"lost_update.dbcop.json", DBCopJSON, "T1[0]: r(7,_) w(7,1)\nT2[0]: r(7,2)\nT3[1]: r(7,_) w(7,2)\nT4[1] aborted: w(7,3)"},
	{"lost_update_cobra", Cobra, "1[T11]: r(7,_) w(7,1)\n4[T11]: r(7,2)\n2[T12]: r(7,_) w(7,2)"},
	{"lost_update_viper", Viper, "initial 0\nT1[J11] @1-4: r(7,_) w(7,1)\nT2[J11] @7-8: r(7,2)\nT3[J12] @2-5: r(7,_) w(7,2)"},
	{"lost_update.chronos.json", Chronos, "initial 0\n1[0]: r(7,_) w(7,1)\n2[1]: r(7,_) w(7,2)\n4[0]: r(7,2)"},
	{"lost_update.history.txt", JepsenText, lostUpdateLines},
	{"lost_update.elle.json", ElleJSON, lostUpdateLines},
	// Gets, puts and appends of text: calls.
	{"stale_read.kv.txt", JepsenEDN, `T1[0] @0-3: extend("4","x 0 0 y")
T2[1] @1-2: get("4","")
T3[0] @4-6: extend("4","x 0 1 y")
T4[1] @5-7: get("4","x 0 0 yx 0 1 y")
T5[1] @8-9: get("4","x 0 0 y")
T6[0] @10-11: put("9",z)
T7[1] @12-13: get("9",z)`},
	{"lost_update.jepsen", JepsenStore, lostUpdateLines},
	{"independent.jepsen", JepsenStore, "T1[0] @0-1: w(k,5)\nT2[0] @2-3: cas(1000000,70000,-70000)\nT3[1] @4-5: r(k,5)\nT4[1] @6-7: a(\"" +
		strings.Repeat("long ", 70) + "\",9007199254740993) a(-200,-9007199254740993) a(3000000000,-3000000000) r(1,[0 1 2 3 4 5 6 7 8 9 10 11])"},
	{"lost_update.bincode", DBCopBincode, "initial 0\nT1[0]: r(7,_) w(7,1)\nT2[0]: r(7,2)\nT3[1]: r(7,_) w(7,2)\nT4[1] aborted: w(7,3)"},
}

const lostUpdateLines = "T1[0] @0-2: r(7,_) w(7,1)\nT2[1] @1-3: r(7,_) w(7,2)\nT3[1] @4-5 aborted: w(7,3)\nT4[0] @6-7: r(7,2)"

// corpusEntry is a history of the corpus.
type corpusEntry struct {
	file   string
	format *Format
	holds  string // "" for what the notation itself holds
}

// written returns what is in the file, or in each of the directory's.
func written(t *testing.T, path string) string {
	t.Helper()
	if text, err := os.ReadFile(path); err == nil {
		return string(text)
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, entry := range entries {
		all.WriteString(entry.Name() + "\n" + written(t, filepath.Join(path, entry.Name())))
	}
	return all.String()
}

// rewritten returns what f writes of h.
func rewritten(t *testing.T, f *Format, h *history.History) string {
	t.Helper()
	if !f.InDirectory() {
		return encode(t, f, h)
	}
	dir := t.TempDir()
	if err := f.EncodeDir(context.Background(), dir, h); err != nil {
		t.Fatalf("writing %s: %v", f.Name, err)
	}
	return written(t, dir)
}

func TestOneHistoryInEveryFormat(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "format")
	notation, err := os.ReadFile(filepath.Join(dir, "lost_update.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range corpus {
		path := filepath.Join(dir, c.file)
		f, err := Open(context.Background(), path)
		if err != nil {
			t.Error(err)
			continue
		}
		if f.Format != c.format.Name {
			t.Errorf("%s is taken for %s, want %s", c.file, f.Format, c.format.Name)
		}
		want := c.holds
		if want == "" {
			want = strings.TrimSuffix(string(notation), "\n")
		}
		if got := f.History.String(); got != want {
			t.Errorf("%s holds\n%s, want\n%s", c.file, got, want)
		}
		if c.format == JepsenStore || c.file == "stale_read.kv.txt" {
			continue
		}
		if got := rewritten(t, c.format, f.History); got != written(t, path) {
			t.Errorf("%s is written as\n%s", c.file, got)
		}
	}
	if found, err := Find([]string{dir}); err != nil || len(found) != len(corpus) {
		t.Errorf("found %q, %v; want the %d histories of the corpus", found, err, len(corpus))
	}
	for _, f := range Formats {
		if !slices.ContainsFunc(corpus, func(c corpusEntry) bool { return c.format == f }) {
			t.Errorf("no history of the corpus is in %s", f.Name)
		}
	}
}
