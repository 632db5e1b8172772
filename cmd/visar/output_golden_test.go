package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// unsteady is what differs from run to run: times and the version.
var unsteady = []struct {
	pattern *regexp.Regexp
	with    string
}{
	{regexp.MustCompile(`seconds":[0-9.e+-]+`), `seconds":0`},
	{regexp.MustCompile(` time="[0-9.]+"`), ` time="0.000"`},
	{regexp.MustCompile(`timestamp="[^"]+"`), `timestamp="2026-01-01T00:00:00"`},
	{regexp.MustCompile(`"visar":"[^"]*"`), `"visar":"VERSION"`},
	{regexp.MustCompile(`("name": "visar",\s*"version": )"[^"]*"`), `$1"VERSION"`},
}

// goldenHistories are gated by goldenExpectations: an anomaly that is allowed, one
// that is not, one whose allowance expired, a history that says little, one that is
// broken, one whose names are hostile.
var goldenHistories = map[string]string{
	"allowed.txt":       skewed,
	"expired.txt":       skewed,
	"undecided.txt":     "T1[a]: w(x,1) w(y,1)\nT2[b]: r(x,1)\n",
	"violated.txt":      "T1[a]: r(x,_) w(x,1)\nT2[b]: r(x,_) w(x,2)\n",
	"little.txt":        "T1[a]: w(x,1)\nT2[a]: r(x,1)\n",
	"broken.txt":        "T1[a]: w(x\n",
	"hostile, %:.json":  hostile,
	"hostile_read.json": hostileRead,
}

const goldenExpectations = `histories:
  - path: allowed.txt
    models: [snapshot-isolation, serializable]
    allow:
      - anomaly: write-skew
        max: 1
        reason: "the # of doctors | is not *locked*"
        issue: https://example.com/issues/17
  - path: expired.txt
    models: [serializable]
    allow:
      - anomaly: write-skew
        reason: migration
        expires: 2026-06-30
  - path: undecided.txt
    models: [linearizable]
  - path: "{violated,little}.txt"
    models: [serializable]
    allow:
      - anomaly: long-fork
        reason: replicas
  - path: "hostile*"
    models: [causal, serializable]
`

// TestOutputGoldens compares every output of one run with the file of its name in
// testdata/output. With -rewrite it writes them.
func TestOutputGoldens(t *testing.T) {
	golden, err := filepath.Abs("../../testdata/output")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range goldenHistories {
		write(t, dir, name, text)
	}
	write(t, dir, "visar.yaml", goldenExpectations)
	t.Chdir(dir)
	args := []string{"check", "--today", "2026-07-01", "."}
	for _, f := range outputFormats {
		args = append(args, "-o", f.name+"=out."+f.name)
	}
	var stdout, stderr bytes.Buffer
	if code := run(args, &stdout, &stderr); code != exitUnusable {
		t.Fatalf("exit code %d, want %d\n%s", code, exitUnusable, &stderr)
	}
	for _, f := range outputFormats {
		got, err := os.ReadFile("out." + f.name)
		if err != nil {
			t.Fatal(err)
		}
		got = steady(got)
		if f.name == "html" { // output_html.txtar has its text, and report_browser_test.go opens pages
			harmless(t, f.name, string(got))
			continue
		}
		path := filepath.Join(golden, "all."+f.name)
		if *rewrite {
			writePage(t, path, string(got))
		}
		if want, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%v: -o %s is not as in testdata/output; make rewrite writes it\n%s", err, f.name, got)
		}
		harmless(t, f.name, string(got))
	}
}

// harmless reports what a terminal, a forge or a parser of the format would act on.
func harmless(t *testing.T, format, text string) {
	t.Helper()
	if format == "json" || format == "jsonl" {
		text = strings.ReplaceAll(text, "\u202e", "") // a string of JSON may hold it, and is for machines
	}
	for _, c := range []string{"\x00", "\x1b", "\x07", "\u202e"} {
		if strings.Contains(text, c) {
			t.Errorf("-o %s has the character %q", format, c)
		}
	}
	if format == "markdown" {
		text = outsideFences(text)
	}
	never := map[string]string{
		"markdown": `(?m)^## \[x\]|<script>|@all|\]\(javascript`,
		"github":   `(?m)^::add-mask|^[^:]`,
		"tap":      `(?mi)^1\.\.0|^(not )?ok [^\n]*[^\\]# todo b`,
		"junit":    `<script>`,
		"sarif":    `<script>`,
		"json":     `<script>`,
		"jsonl":    `<script>`,
	}
	if pattern := never[format]; pattern != "" {
		if found := regexp.MustCompile(pattern).FindString(text); found != "" {
			t.Errorf("-o %s lets %q through", format, found)
		}
	}
}

// outsideFences returns a page of Markdown without its code blocks, each of which
// ends at a fence as long as the one that began it.
func outsideFences(page string) string {
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(page) {
		ticks := line[:len(line)-len(strings.TrimLeft(line, "`"))]
		switch {
		case fence == "" && len(ticks) >= 3:
			fence = ticks
		case fence == "":
			out.WriteString(line)
		case len(ticks) >= len(fence):
			fence = ""
		}
	}
	return out.String()
}
