package anomalies

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"visar/axioms"
	"visar/checker"
)

// golden compares text with a file, or writes it.
func golden(t *testing.T, path, text string) {
	t.Helper()
	if *rewrite {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if text != string(want) {
		t.Errorf("%s is not what there is now; look at it and run with -rewrite:\n%s", path, text)
	}
}

func TestGoldens(t *testing.T) {
	for _, a := range Catalogue {
		t.Run(a.ID, func(t *testing.T) {
			first := transcript(t, a)
			for range 19 {
				if transcript(t, a) != first {
					t.Fatal("the transcript is not always the same")
				}
			}
			golden(t, filepath.Join(goldens, fileName(a)+".txt"), first)
		})
	}
}

// transcript is the example, the verdict of every model, and what is told, once
// for each axiom that is broken.
func transcript(t *testing.T, a *Anomaly) string {
	t.Helper()
	h := parse(t, a.Example)
	verdicts, err := checker.Classify(context.Background(), h, axioms.Models, checker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b, told strings.Builder
	fmt.Fprintf(&b, "# %s\n%s\n----\n", a.Title, a.Example)
	seen := map[string]bool{}
	for _, v := range verdicts {
		fmt.Fprintf(&b, "%-42s  %s", v.Model.Name, v.Outcome)
		for _, f := range In(v) {
			fmt.Fprintf(&b, " by %s (%s)", f.Name, f.Axiom)
			sentences := "  " + strings.Join(f.Sentences, "\n  ") + "\n"
			if !seen[sentences] {
				seen[sentences] = true
				fmt.Fprintf(&told, "----\n%s\n%s", v.Model.Name, sentences)
			}
		}
		b.WriteString("\n")
	}
	return b.String() + told.String()
}

// TestDocs wants docs/anomalies.md to be the page of this catalogue.
func TestDocs(t *testing.T) {
	var b bytes.Buffer
	if err := Markdown(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "../docs/anomalies.md", b.String())
}

func TestExplainFitsTheTerminal(t *testing.T) {
	for _, a := range Catalogue {
		text := a.Explain()
		for line := range strings.SplitSeq(text, "\n") {
			if len([]rune(line)) > 80 {
				t.Errorf("%s: a line of %d columns: %s", a.ID, len([]rune(line)), line)
			}
		}
		for _, want := range []string{a.ID, a.Title, "Shape", "Breaks", "Source"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the explanation has no %q", a.ID, want)
			}
		}
	}
}
