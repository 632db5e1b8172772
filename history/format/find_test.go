package format

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree makes a directory with files; a name that ends in @ is a link to the
// content.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, filepath.FromSlash(strings.TrimSuffix(name, "@")))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		err := error(nil)
		if strings.HasSuffix(name, "@") {
			err = os.Symlink(content, path)
		} else {
			err = os.WriteFile(path, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestFind(t *testing.T) {
	const native = `{"ops":[]}`
	root := tree(t, map[string]string{
		"store/bank/20260101T000000.000Z/history.edn":               invoke0,
		"store/bank/20260101T000000.000Z/results.edn":               "{:valid? false :op {:type :ok}}",
		"store/bank/20260101T000000.000Z/independent/1/history.edn": invoke0,
		"store/bank/20260101T000000.000Z/independent/1/results.edn": "{:valid? true}",
		"store/bank/20260102T000000.000Z/history.edn":               invoke0,
		"store/bank/20260102T000000.000Z/jepsen.log":                "2026-01-02 INFO jepsen.util - 0 :invoke",
		"store/bank/20260102T000000.000Z/elle/G1c.txt":              "T1 : r(x, 1)",
		"store/bank/latest@":                                        "20260102T000000.000Z",
		"store/current@":                                            "bank/20260102T000000.000Z",
		"crashed/set/1/test.jepsen":                                 string(binaryOf(t, "lost_update.jepsen")),
		"crashed/set/1/history.txt":                                 "0\t:ok\t:txn\t[]",
		"crashed/set/2/history.txt":                                 "0\t:ok\t:txn\t[]",
		"crashed/set/2/jepsen.log":                                  "INFO  jepsen.util - 0\t:ok\t:txn\t[]",
		"other/b.jsonl":                                             native,
		"other/a.dat":                                               string(gzipped(t, strings.NewReader("r(1,0,0,0)"))),
		"other/broken.gz":                                           "\x1f\x8b oops",
		"other/link.jsonl@":                                         "b.jsonl",
		"other/dangling@":                                           "nothing",
		"other/notes.md":                                            "Note: w of x",
		"other/package.json":                                        `{"name":"no history"}`,
		"other/empty.edn":                                           "\n",
		"other/.hidden.jsonl":                                       native,
		"other/results.json":                                        `{"schema_version":1,"visar":"v1.0.0","histories":[` + "\n" + `{"ops":1}]}`,
		"other/results.jsonl":                                       `{"type":"run","visar":"devel"}` + "\n" + `{"type":"history","ops":4}`,
		"other/results.sarif":                                       "{\n \"$schema\": \"x\", \"ops\": 1}",
		"other/cut.jsonl":                                           `{"session":1,"ops":[["r"`,
		"other/header.jsonl":                                        `{"initial":0,"visar":1}`,
		"other/faults.jsonl":                                        `{"fault":"kill"}`,
		"other/config.edn":                                          "{:port 80}",
		"none/notes.txt":                                            "nothing here",
	})
	for _, test := range []struct{ paths, want []string }{
		{[]string{"store"}, []string{"store/bank/20260101T000000.000Z/history.edn", "store/bank/20260102T000000.000Z/history.edn"}},
		{[]string{"store/bank/latest"}, []string{"store/bank/latest/history.edn"}},
		{[]string{"store/current", "store"}, []string{"store/current/history.edn", "store/bank/20260101T000000.000Z/history.edn"}},
		{[]string{"store/bank/20260101T000000.000Z/independent"}, []string{"store/bank/20260101T000000.000Z/independent/1/history.edn"}},
		{[]string{"crashed"}, []string{"crashed/set/1/test.jepsen", "crashed/set/2/history.txt"}},
		{[]string{"other"}, []string{"other/a.dat", "other/b.jsonl", "other/broken.gz", "other/cut.jsonl",
			"other/faults.jsonl", "other/header.jsonl"}},
		{[]string{"other/notes.md", "-", "other/notes.md"}, []string{"other/notes.md", "-"}},
	} {
		var paths []string
		for _, p := range test.paths {
			if p != "-" {
				p = filepath.Join(root, p)
			}
			paths = append(paths, p)
		}
		got, err := Find(paths)
		for i := range got {
			got[i] = filepath.ToSlash(strings.TrimPrefix(got[i], root+string(filepath.Separator)))
		}
		if err != nil || !slices.Equal(got, test.want) {
			t.Errorf("%v:\n got %q, %v\nwant %q", test.paths, got, err, test.want)
		}
	}
	if _, err := Find([]string{filepath.Join(root, "none")}); err == nil || !strings.HasSuffix(err.Error(), "none: no history under this directory") {
		t.Errorf("error %v, want that there is no history", err)
	}
	if _, err := Find([]string{filepath.Join(root, "missing")}); !os.IsNotExist(err) {
		t.Errorf("error %v, want that there is no such file", err)
	}
}

// What is passed over is told where it looks like a history, and is not where it
// looks like nothing: a text, a picture.
func TestFindTelling(t *testing.T) {
	root := tree(t, map[string]string{"a.jsonl": `{"ops":[]}`, "b.json": `{"name":"x"}`, "c.edn": "{:port 80}", "d.md": "# Notes", "e.png": "\x89PNG"})
	var passed []string
	found, err := FindTelling([]string{root}, func(path string) { passed = append(passed, filepath.Base(path)) })
	if err != nil || len(found) != 1 || !slices.Equal(passed, []string{"b.json", "c.edn"}) {
		t.Errorf("found %q, %v, and passed over %q, expected b.json and c.edn", found, err, passed)
	}
}
