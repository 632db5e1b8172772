package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// row returns the row of the index that begins with a name.
func row(t *testing.T, page, name string) string {
	t.Helper()
	for _, part := range strings.Split(page, "<tr>")[1:] {
		if text, _, _ := strings.Cut(part, "<td>"); strings.Contains(text, ">"+name) {
			return part
		}
	}
	t.Fatalf("the index lacks %s\n%s", name, page[strings.Index(page, "<tbody"):])
	return ""
}

// TestServeEarlierResults: what checks left under the directory is shown for their
// histories, as long as those did not change, and by itself where those are
// elsewhere.
func TestServeEarlierResults(t *testing.T) {
	dir := t.TempDir()
	for _, sub := range []string{"runs/first", "runs/second", "elsewhere"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	hold := "T1[a]: w(x,1)\nT2[b]: r(x,1)\n"
	first := write(t, dir, "runs/first/history.txt", writeSkew)
	second := write(t, dir, "runs/second/history.txt", hold)
	write(t, dir, "elsewhere/results.json", `{"valid?": true}`)
	for path, out := range map[string]string{first: "runs/first", second: "runs/second"} {
		root := newRoot()
		root.SetArgs([]string{"check", "-m", "serializable", "--on-vacuous", "pass", "-o", "json=" + filepath.Join(dir, out, "results.json"), path})
		root.Execute() // the exit code is the verdict
	}
	far := write(t, t.TempDir(), "far.txt", writeSkew)
	root := newRoot()
	root.SetArgs([]string{"check", "-m", "serializable", "-q", "-o", "text=" + filepath.Join(dir, "log"), "--artifacts", filepath.Join(dir, "kept"), "--run", "r1", far})
	root.Execute()
	later := time.Now().Add(time.Hour)
	s := newServer()
	s.judge.input.lists = "versioned"
	if err := s.open(dir); err != nil {
		t.Fatal(err)
	}
	defer s.root.Close()
	_, page := get(s, "GET", "/", "localhost")
	if r := row(t, page, "runs/first/history.txt"); !strings.Contains(r, "✕ violated") || !strings.Contains(r, "by visar") || !strings.Contains(r, "write-skew") {
		t.Errorf("the first run: %s", r)
	}
	if r := row(t, page, "runs/second/history.txt"); !strings.Contains(r, "✓ consistent") {
		t.Errorf("the second run: %s", r)
	}
	r := row(t, page, "kept/r1/far.txt")
	if !strings.Contains(r, "✕ violated") || !strings.Contains(r, "kept?path=kept%2Fr1%2Freport.html") {
		t.Errorf("the run whose history is elsewhere: %s", r)
	}
	if strings.Count(page, "<tr>") != 1+3 { // the head, and no anomalies, logs, others' results
		t.Errorf("the index has %d rows\n%s", strings.Count(page, "<tr>")-1, page[strings.Index(page, "<tbody"):])
	}
	if err := os.Chtimes(second, later, later); err != nil {
		t.Fatal(err)
	}
	_, page = get(s, "GET", "/", "localhost")
	if r := row(t, page, "runs/second/history.txt"); !strings.Contains(r, "unjudged") {
		t.Errorf("the second run after a change: %s", r)
	}
	get(s, "GET", "/run?path=runs/second/history.txt", "localhost")
	_, page = get(s, "GET", "/", "localhost")
	if r := row(t, page, "runs/second/history.txt"); !strings.Contains(r, "✓ consistent") || strings.Contains(r, "by visar") {
		t.Errorf("the second run, judged: %s", r)
	}
	keptPages(t, s)
}

// keptPages: reports that were kept are sent, in a sandbox, and no other file.
func keptPages(t *testing.T, s *server) {
	t.Helper()
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "/kept?path=kept/r1/report.html", nil))
	if w.Code != 200 || !strings.Contains(w.Body.String(), "violates <b>serializable</b>") || !strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "sandbox allow-scripts") {
		t.Errorf("the report that was kept: %d, %v", w.Code, w.Header())
	}
	for _, path := range []string{"kept/r1/results.json", "../report.html", "/etc/report.html", "kept/report.html", ""} {
		if code, _ := get(s, "GET", "/kept?path="+path, "localhost"); code != 404 {
			t.Errorf("%s is answered with %d", path, code)
		}
	}
}
