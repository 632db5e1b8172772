package main

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
	if err := listBySession(path); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if want := "{2,s10,b}\n{4,s10,d}\n{1,s9,a}\n{3,s9,c}\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v, want %q", got, err, want)
	}
}

func TestSizes(t *testing.T) {
	if got := (shape{largest: 100_000}).sizes(full); len(got) != 2 || got[1] != 100_000 {
		t.Errorf("sizes %v, want 10,000 and 100,000", got)
	}
	if got := (shape{}).sizes(full); len(got) != 3 {
		t.Errorf("%d sizes, want 3", len(got))
	}
}

// Of several runs the quickest counts, the largest memory, and whatever was not done.
func TestRunsAreSummedUp(t *testing.T) {
	var r result
	r.add("consistent", cost{3, 100})
	r.add("consistent", cost{2, 120})
	r.add("consistent", cost{4, 110})
	if r.outcome != "consistent" || r.cost != (cost{2, 120}) {
		t.Errorf("got %s, %+v, expected consistent, 2 s and 120 MB", r.outcome, r.cost)
	}
	r.add(notDone+" after 1m0s", cost{60, 110})
	r.add("consistent", cost{4, 110})
	if r.outcome != notDone+" after 1m0s" {
		t.Errorf("got %s where one run was not done", r.outcome)
	}
}
