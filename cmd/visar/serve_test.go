package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const writeSkew = "T1: r(x,_) w(y,1)\nT2: r(y,_) w(x,1)\n"

// testServer serves a Jepsen store of one run, a history beside it, and links that
// lead outside.
func testServer(t *testing.T) *server {
	t.Helper()
	top := t.TempDir()
	dir := filepath.Join(top, "runs")
	run := filepath.Join(dir, "bank", "2024")
	if err := os.MkdirAll(run, 0o777); err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		filepath.Join(run, "history.edn"):     "{:index 0, :type :invoke, :process 0, :f :txn, :value [[:append 1 1]]}\n{:index 1, :type :ok, :process 0, :f :txn, :value [[:append 1 1]]}\n",
		filepath.Join(run, "results.edn"):     "{:a {:valid? true}\n :valid? false}\n",
		filepath.Join(dir, "skew.txt"):        writeSkew,
		filepath.Join(top, "secret.txt"):      writeSkew,
		filepath.Join(top, "secret.edn"):      "secret",
		filepath.Join(dir, "<script>x().txt"): writeSkew,
	} {
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(filepath.Join(top, "secret.txt"), filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	s := newServer()
	s.loopback = true
	s.judge.input.lists = "versioned"
	if err := s.open(dir); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.root.Close() })
	return s
}

func get(s *server, method, target, host string) (int, string) {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, target, nil)
	r.Host = host
	s.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestServeIndex(t *testing.T) {
	s := testServer(t)
	_, page := get(s, "GET", "/", "localhost:7357")
	for _, want := range []string{"3 runs", "bank/2024/history.edn", "✕ violated", "by Jepsen", "– unjudged", "&lt;script&gt;x().txt"} {
		if !strings.Contains(page, want) {
			t.Errorf("the index lacks %q\n%s", want, page[strings.Index(page, "<body"):])
		}
	}
	if strings.Contains(page, "link.txt") || strings.Contains(page, "<script>x") {
		t.Error("the index shows a link that leads outside, or a name as markup")
	}
	if code, page := get(s, "GET", "/run?path=skew.txt", "localhost"); code != 200 || !strings.Contains(page, "It violates <b>serializable</b>") {
		t.Errorf("the report of a run: %d", code)
	}
	if _, page = get(s, "GET", "/?q=write-skew&outcome=violated", "127.0.0.1"); !strings.Contains(page, "skew.txt") || strings.Contains(page, "bank/2024/history") {
		t.Error("what was judged is not found by its anomaly, alone")
	}
}

func TestServeRefuses(t *testing.T) {
	s := testServer(t)
	for _, c := range []struct {
		method, target, host string
		want                 int
	}{
		{"GET", "/run?path=../secret.txt", "localhost", http.StatusNotFound},
		{"GET", "/run?path=link.txt", "localhost", http.StatusNotFound},
		{"GET", "/run?path=/etc/passwd", "localhost", http.StatusNotFound},
		{"GET", "/run?path=bank", "localhost", http.StatusNotFound},
		{"GET", "/bank/2024/results.edn", "localhost", http.StatusNotFound},
		{"POST", "/", "localhost", http.StatusMethodNotAllowed},
		{"GET", "/", "evil.example", http.StatusForbidden},
	} {
		if code, page := get(s, c.method, c.target, c.host); code != c.want || strings.Contains(page, "secret") {
			t.Errorf("%s %s of %s: %d, want %d", c.method, c.target, c.host, code, c.want)
		}
	}
}
