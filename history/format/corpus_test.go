package format

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// corpus is a history with a lost update, in every format as the format writes
// it, and in the notation as it is read back. lost_update.bincode was written by
// Rust's own serde and bincode 1.3, from structs declared as dbcop's are.
var corpus = []struct {
	file   string
	format *Format
	holds  string // "" for what the notation itself holds
}{
	{"lost_update.jsonl", Native, ""},
	{"lost_update.plume", Plume, ""},
	{"lost_update.txt", Notation, ""},
	{"lost_update.edn", JepsenEDN, "T1[0]: r(7,_) w(7,1)\nT2[1]: r(7,_) w(7,2)\nT3[1] aborted: w(7,3)\nT4[0]: r(7,2)"},
	{"lost_update.awdit", AWDIT, "T1[0]: w(7,0)\nT2[1]: r(7,0) w(7,1)\nT3[1]: r(7,2)\nT4[2]: r(7,0) w(7,2)"},
	{"lost_update.hist", DBCopHist, "T1[0]: r(x,_) w(x,1)\nT2[0]: r(x,2)\nT3[1]: r(x,_) w(x,2)\nT4[1] aborted: w(x,3)"},
	{"lost_update.dbcop.json", DBCopJSON, "T1[0]: r(7,_) w(7,1)\nT2[0]: r(7,2)\nT3[1]: r(7,_) w(7,2)\nT4[1] aborted: w(7,3)"},
	{"lost_update.bincode", DBCopBincode, "initial 0\nT1[0]: r(7,_) w(7,1)\nT2[0]: r(7,2)\nT3[1]: r(7,_) w(7,2)\nT4[1] aborted: w(7,3)"},
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
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := encode(t, c.format, f.History); got != string(text) {
			t.Errorf("%s is written as\n%s", c.file, got)
		}
		want := c.holds
		if want == "" {
			want = strings.TrimSuffix(string(notation), "\n")
		}
		if got := f.History.String(); got != want {
			t.Errorf("%s holds\n%s, want\n%s", c.file, got, want)
		}
	}
	if found, err := Find([]string{dir}); err != nil || len(found) != len(corpus) {
		t.Errorf("found %q, %v; want the %d histories of the corpus", found, err, len(corpus))
	}
	for _, f := range Formats {
		if !slices.ContainsFunc(corpus, func(c struct {
			file   string
			format *Format
			holds  string
		}) bool {
			return c.format == f
		}) {
			t.Errorf("no history of the corpus is in %s", f.Name)
		}
	}
}
