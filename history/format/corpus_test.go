package format

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// The corpus holds one history in every format, as the format writes it. Only
// Jepsen's has no ids and no initial value but nil.
func TestOneHistoryInEveryFormat(t *testing.T) {
	dir := filepath.Join("..", "..", "testdata", "format")
	want, err := os.ReadFile(filepath.Join(dir, "lost_update.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for name, format := range map[string]*Format{
		"lost_update.jsonl": Native,
		"lost_update.plume": Plume,
		"lost_update.txt":   Notation,
		"lost_update.edn":   JepsenEDN,
	} {
		path := filepath.Join(dir, name)
		f, err := Open(context.Background(), path)
		if err != nil {
			t.Error(err)
			continue
		}
		if f.Format != format.Name {
			t.Errorf("%s is taken for %s, want %s", name, f.Format, format.Name)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := encode(t, format, f.History); got != string(text) {
			t.Errorf("%s is written as\n%s", name, got)
		}
		if format == JepsenEDN {
			continue
		}
		if got := f.History.String() + "\n"; got != string(want) {
			t.Errorf("%s holds\n%s, want\n%s", name, got, want)
		}
	}
	if found, err := Find([]string{dir}); err != nil || len(found) != len(Formats) {
		t.Errorf("found %q, %v; want the %d files of the corpus", found, err, len(Formats))
	}
}
