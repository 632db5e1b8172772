package main

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// xmllint returns the path of the validator of libxml2, which is independent of
// this program. Where it is not installed, Debian's package is.
func xmllint(t *testing.T) string {
	t.Helper()
	if path, err := exec.LookPath("xmllint"); err == nil {
		return path
	}
	for _, args := range [][]string{{"update", "-q"}, {"install", "-q", "-y", "--no-install-recommends", "libxml2-utils"}} {
		install := exec.Command("apt-get", args...)
		install.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := install.CombinedOutput(); err != nil {
			t.Logf("apt-get %s: %v\n%s", args[0], err, out)
		}
	}
	path, err := exec.LookPath("xmllint")
	if err != nil {
		t.Fatalf("%v; the package libxml2-utils has it, and apt-get could not install that", err)
	}
	return path
}

// junitSchemas are the two that are in use: that of Jenkins and that of Ant.
var junitSchemas = []string{"../../testdata/schema/junit-10.xsd", "../../testdata/schema/junit-ant.xsd"}

// TestJUnitFitsTheSchema validates reports in which every kind of case occurs, and
// texts that XML cannot hold.
func TestJUnitFitsTheSchema(t *testing.T) {
	lint := xmllint(t)
	out := filepath.Join(t.TempDir(), "junit.xml")
	var stdout, stderr bytes.Buffer
	for _, args := range reportRuns(t) {
		run(append([]string{"check", "-o", "junit=" + out}, args...), &stdout, &stderr)
		for _, schema := range junitSchemas {
			if out, err := exec.Command(lint, "--noout", "--schema", schema, out).CombinedOutput(); err != nil {
				t.Errorf("%s %v: %v\n%s", schema, args, err, out)
			}
		}
	}
	bad := filepath.Join(t.TempDir(), "bad.xml")
	if err := os.WriteFile(bad, []byte(`<testsuites><testsuite name="a"/></testsuites>`), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, schema := range junitSchemas {
		if err := exec.Command(lint, "--noout", "--schema", schema, bad).Run(); err == nil {
			t.Errorf("%s takes a suite without counts", schema)
		}
	}
}

// TestJUnitCounts reads a report as its consumers do.
func TestJUnitCounts(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "h.txt", skewed)
	write(t, dir, "solo.txt", "T1[a]: w(x,1)\nT2[a]: r(x,1)\n")
	write(t, dir, "bad.txt", "T1: w(\n")
	write(t, dir, "visar.yaml", allowing)
	t.Chdir(dir)
	out := filepath.Join(dir, "junit.xml")
	var stdout, stderr bytes.Buffer
	run([]string{"check", "-o", "junit=" + out, "h.txt", "solo.txt", "bad.txt"}, &stdout, &stderr)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	var got struct {
		Suites []struct {
			Name     string `xml:"name,attr"`
			Tests    int    `xml:"tests,attr"`
			Failures int    `xml:"failures,attr"`
			Errors   int    `xml:"errors,attr"`
			Skipped  int    `xml:"skipped,attr"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	// h.txt: snapshot isolation holds, serializable is violated as allowed. solo.txt has
	// one session, which is a warning. bad.txt cannot be read.
	want := [][4]int{{2, 0, 0, 1}, {2, 0, 0, 1}, {1, 0, 1, 0}}
	if len(got.Suites) != len(want) {
		t.Fatalf("%d suites, want %d\n%s", len(got.Suites), len(want), text)
	}
	for i, w := range want {
		if s := got.Suites[i]; [4]int{s.Tests, s.Failures, s.Errors, s.Skipped} != w {
			t.Errorf("%s: tests, failures, errors, skipped are %d %d %d %d, want %v", s.Name, s.Tests, s.Failures, s.Errors, s.Skipped, w)
		}
	}
	if !strings.Contains(string(text), `message="expected: serializable is violated by write-skew"`) {
		t.Errorf("the skipped case does not say what is expected:\n%s", text)
	}
}
