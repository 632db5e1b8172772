package measure

import (
	"os"
	"path/filepath"
	"testing"
)

// The lines of a session stay in their order, and sessions are in the order of bytes.
func TestListBySession(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.jsonl")
	if err := os.WriteFile(path, []byte("{1,s9,a}\n{2,s10,b}\n{3,s9,c}\n{4,s10,d}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ListBySession(path); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if want := "{2,s10,b}\n{4,s10,d}\n{1,s9,a}\n{3,s9,c}\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}
