package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// htmlOf runs a command, whose exit code may be any, and returns the page that it
// writes to the path that follows.
func htmlOf(t *testing.T, page string, args ...string) string {
	t.Helper()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	root.Execute()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestHTMLOfAGate: the page of a check says what is allowed and why, what is out of
// date, and with which flags it was made.
func TestHTMLOfAGate(t *testing.T) {
	dir := t.TempDir()
	skew := write(t, dir, "h.txt", skewed)
	solo := write(t, dir, "solo.txt", "T1[a]: w(x,1)\nT2[a]: r(x,1)\n")
	expect := write(t, dir, "visar.yaml", strings.Replace(allowing, "  - path: solo.txt\n    models: [serializable]\n",
		"  - path: solo.txt\n    models: [serializable]\n  - path: nothing/**\n    models: [causal]\n", 1))
	page := filepath.Join(dir, "page.html")
	text := htmlOf(t, page, "check", "--expect", expect, "-o", "html="+page, skew, solo)
	for _, want := range []string{
		"write-skew allowed, at most 1, 1 seen", `<span class="tag allowed">allowed</span>`, "consistent, exit code 0",
		"! warning</span> vacuous: ", "nothing/**", "check --expect=" + expect,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestReportSaysWhatJepsenSaid: a report reads results.edn beside a history.
func TestReportSaysWhatJepsenSaid(t *testing.T) {
	dir := t.TempDir()
	edn := write(t, dir, "history.edn", "{:index 0, :type :invoke, :process 0, :f :txn, :value [[:append 1 1]]}\n{:index 1, :type :ok, :process 0, :f :txn, :value [[:append 1 1]]}\n")
	write(t, dir, "results.edn", "{:valid? false, :anomaly-types [:G1c]}\n")
	page := filepath.Join(dir, "page.html")
	text := htmlOf(t, page, "report", edn, "-o", page)
	if want := "! warning</span> Jepsen said :valid? false, G1c"; !strings.Contains(text, want) {
		t.Errorf("the page lacks %q", want)
	}
}
