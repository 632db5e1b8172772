package measure

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	Launch()
	os.Exit(m.Run())
}

// What the measuring program holds in memory is not in the peak of what it measures.
func TestPeakIsTheProcesss(t *testing.T) {
	const large = 400 << 20
	held := make([]byte, large)
	for i := 0; i < len(held); i += 4096 {
		held[i] = 1
	}
	r, err := Run(0, "true")
	if err != nil {
		t.Fatal(err)
	}
	if r.Peak <= 0 || r.Peak >= large>>21 {
		t.Errorf("the peak of true is %d MB", r.Peak)
	}
	if held[4096] != 1 {
		t.Error("nothing was held")
	}
}

func TestRun(t *testing.T) {
	r, err := Run(time.Minute, "sh", "-c", "echo said; exit 3")
	if err != nil || string(r.Out) != "said\n" || r.Code != 3 || r.Late {
		t.Errorf("%+v, %v, expected what was said and exit code 3", r, err)
	}
	if r, err := Run(100*time.Millisecond, "sleep", "20"); err != nil || !r.Late || r.Code != -1 {
		t.Errorf("%+v, %v, expected that it was late", r, err)
	}
	if _, err := Run(0, "/nowhere/at/all"); err == nil {
		t.Error("a program that does not exist was run")
	}
}

// What runs only in user mode has its time there.
func TestUser(t *testing.T) {
	r, err := Run(500*time.Millisecond, "sh", "-c", "while :; do :; done")
	if err != nil || r.User <= 0 || r.User > 1 {
		t.Errorf("half a second of work took %v s in user mode, %v", r.User, err)
	}
}

func TestSummaries(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"page-b.md": "# B\n\n" + InShort("b is fast.") + "\n\nMore.\n",
		"page-a.md": "# A\n\n" + InShort("a is slow.") + "\n\n",
		"page-c.md": "# C says nothing\n",
		"other.md":  InShort("other."),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := Summaries(dir, "page-*.md")
	if want := []Summary{{"page-a.md", "a is slow."}, {"page-b.md", "b is fast."}}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v, expected %v", got, err, want)
	}
}
