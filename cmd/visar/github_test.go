package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"visar/anomalies"
)

// TestNoCommandsFromNames prints names that a runner of GitHub would obey.
func TestNoCommandsFromNames(t *testing.T) {
	path := write(t, t.TempDir(), "h.jsonl", `{"id":"::error::x","session":"a","ops":[["r","##[add-mask]k",null],["w","##[add-mask]k",1]]}
{"id":"::add-mask::y","session":"b","ops":[["r","##[add-mask]k",null],["w","##[add-mask]k",2]]}
`)
	for _, format := range []string{"text", "github", "markdown", "tap"} {
		var stdout, stderr bytes.Buffer
		run([]string{"check", "-m", "serializable", "-o", format, path}, &stdout, &stderr)
		for line := range strings.Lines(stdout.String()) {
			begins := strings.HasPrefix(strings.TrimSpace(line), "::")
			if strings.Contains(line, "##[") || begins && !(format == "github" && strings.HasPrefix(line, "::error file=")) {
				t.Errorf("-o %s lets a command through: %s", format, line)
			}
		}
	}
}

func TestCutLines(t *testing.T) {
	line := strings.Repeat("x", 99) + "\n"
	page := "# a\n" + line + "````text\n" + strings.Repeat(line, 20) + "````\nend\n"
	if got := string(cutLines([]byte(page), len(page))); got != page {
		t.Error("a page that fits was cut")
	}
	for most := range len(page) {
		got := string(cutLines([]byte(page), most))
		body, notice := strings.CutSuffix(got, cutNotice)
		switch {
		case len(got) > most:
			t.Fatalf("at most %d: %d bytes", most, len(got))
		case most < len(cutNotice) && got == "":
		case !notice:
			t.Fatalf("at most %d: no notice", most)
		case strings.Count(body, "````")%2 != 0:
			t.Fatalf("at most %d: an open fence: %q", most, got)
		}
	}
}

// TestSummaryKeepsItsSize adds to a summary that other steps have filled.
func TestSummaryKeepsItsSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "summary.md")
	for range 5 {
		if err := appendTo(path, bytes.Repeat([]byte("0123456789\n"), 30_000), maxStepSummary); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Size() > maxStepSummary || info.Size() < maxStepSummary*9/10 {
		t.Errorf("%v: %d bytes, want nearly %d", err, info.Size(), maxStepSummary)
	}
}

// TestSummaryOfARun has more violations than what another step left of the summary
// takes. What is left out is said, and the annotations are as many as GitHub shows.
func TestSummaryOfARun(t *testing.T) {
	dir := t.TempDir()
	key := strings.Repeat("k", 3000)
	for i := range 150 {
		write(t, dir, fmt.Sprintf("h%03d.jsonl", i), fmt.Sprintf(`{"session":"a","ops":[["r",%q,null],["w",%q,1]]}
{"session":"b","ops":[["r",%q,null],["w",%q,2]]}
`, key, key, key, key))
	}
	summary := write(t, t.TempDir(), "summary.md", strings.Repeat("another step said much\n", 37_000))
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_STEP_SUMMARY", summary)
	var stdout, stderr bytes.Buffer
	if code := run([]string{"check", "-m", "si", "-o", "json", dir}, &stdout, &stderr); code != exitViolated {
		t.Fatalf("exit code %d\n%s", code, &stderr)
	}
	text, err := os.ReadFile(summary)
	if err != nil || len(text) > 900_000 || len(text) < 800_000 || !strings.HasSuffix(string(text), cutNotice) {
		t.Errorf("%v: %d bytes, want nearly 900,000, and a notice at the end", err, len(text))
	}
	if n := strings.Count(string(text), "| ❌ violated |"); n != 150 {
		t.Errorf("%d rows, want 150: the table comes first", n)
	}
	if n := strings.Count(stderr.String(), "::error "); n != 10 || len(stderr.String()) > 10*64<<10 {
		t.Errorf("%d annotations of %d bytes, want 10, each of at most 64 KB", n, stderr.Len())
	}
}

// TestFingerprintsOfACycle begins the same cycle elsewhere, and changes it.
func TestFingerprintsOfACycle(t *testing.T) {
	edge := func(from, kind, key, to string) anomalies.EdgeText {
		return anomalies.EdgeText{From: from, Kind: kind, Key: key, To: to}
	}
	a, b, c := edge("T1", "RW", "x", "T2"), edge("T2", "WW", "x", "T3"), edge("T3", "RW", "y", "T1")
	of := func(cycle ...anomalies.EdgeText) map[string]string {
		return fingerprints(&anomalies.Found{Name: "g-single", Cycle: cycle}, "serializable")
	}
	want := of(a, b, c)
	for _, turned := range [][]anomalies.EdgeText{{b, c, a}, {c, a, b}} {
		if got := of(turned...); got["visarCycle/v1"] != want["visarCycle/v1"] || got["visarShape/v1"] != want["visarShape/v1"] {
			t.Errorf("%v: %v, want %v", turned, got, want)
		}
	}
	other := of(edge("T7", "RW", "z", "T8"), edge("T8", "WW", "z", "T9"), edge("T9", "RW", "v", "T7"))
	if other["visarCycle/v1"] == want["visarCycle/v1"] || other["visarShape/v1"] != want["visarShape/v1"] {
		t.Error("another cycle of the same shape has the same hash, or another shape")
	}
	if mirrored := of(a, c, b); mirrored["visarShape/v1"] == of(a, b, b)["visarShape/v1"] {
		t.Error("two shapes have one hash")
	}
}
