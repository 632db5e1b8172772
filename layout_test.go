package visar_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says for each package which packages of this module its own files
// may import: the arrows of ARCHITECTURE.md. What is not in it may not exist. A
// package's tests may import more, but nothing that imports the package's own
// dependents; see testsMayImport.
var mayImport = map[string][]string{
	"history":                {},
	"history/format":         {"history"},
	"history/dependency":     {"history"},
	"axioms":                 {"history", "history/dependency"},
	"history/generate":       {"history", "axioms"},
	"checker/order":          {},
	"checker/linear":         {"history", "history/dependency"},
	"checker/oracle":         {"history"},
	"checker":                {"history", "history/dependency", "axioms", "checker/order", "checker/linear"},
	"claims":                 {"history", "axioms", "checker", "checker/linear"},
	"anomalies":              {"history", "history/dependency", "axioms", "checker", "checker/linear"},
	"anomalies/draw":         {"history", "history/dependency", "axioms", "checker/linear", "anomalies"},
	"web":                    {"history", "history/format", "history/dependency", "axioms", "checker", "anomalies", "anomalies/draw"},
	"stats":                  {"history"},
	"gate":                   {"history", "axioms", "anomalies"},
	"cmd/visar":              {"stats", "gate", "history", "history/format", "history/dependency", "history/generate", "axioms", "checker", "checker/linear", "claims", "anomalies", "anomalies/draw", "web"},
	"visartest":              {"history", "history/format", "axioms", "checker", "anomalies", "anomalies/draw", "web", "gate"},
	"visartest/stores":       {"axioms", "gate", "visartest"},
	"visartest/stores/crash": {"history/format", "visartest"},
	"web/bundle":             {},
	"cmd/visar-graphviz":     {},
	"docs/realhistories":     {},
	"docs/writers":           {},
	"release":                {},
	"docs/measure":           {},
	"docs/performance":       {"docs/measure"},
	"docs/knownorders":       {"docs/measure"},
}

// oracle is imported by tests alone: what checks the engines must not become
// part of them.
const oracle = "checker/oracle"

// sourceFiles calls visit for every file of the repository that people write,
// by its path with slashes. It looks at the tree, not at the index of a version
// control system, so that a fresh copy without one passes as well.
func sourceFiles(t *testing.T, visit func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != "." && (d.Name() == ".git" || d.Name() == "out"):
			return filepath.SkipDir
		case !d.IsDir():
			visit(filepath.ToSlash(path))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// importsOf returns the packages of this module that a file imports.
func importsOf(t *testing.T, path string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, spec := range file.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if own, ok := strings.CutPrefix(name, "visar/"); ok {
			found = append(found, own)
		}
	}
	return found
}

func TestImportsRunOneWay(t *testing.T) {
	seen := map[string]bool{}
	sourceFiles(t, func(path string) {
		dir := filepath.ToSlash(filepath.Dir(path))
		if !strings.HasSuffix(path, ".go") || dir == "." {
			return
		}
		seen[dir] = true
		allowed, known := mayImport[dir]
		if !known {
			t.Errorf("%s: package %s has no place in the order of packages", path, dir)
			return
		}
		isTest := strings.HasSuffix(path, "_test.go")
		for _, imported := range importsOf(t, path) {
			switch {
			case isTest && (imported == oracle || imported == dir || comesBefore(imported, dir)):
			case !isTest && slices.Contains(allowed, imported):
			default:
				t.Errorf("%s imports %s, which %s may not", path, imported, dir)
			}
		}
	})
	for _, dir := range []string{"history", "history/format", "axioms", "checker", "cmd/visar"} {
		if !seen[dir] {
			t.Errorf("no file of package %s was seen: is the test run from the root?", dir)
		}
	}
}

// TestGraphvizStaysOutside: the library starts slowly and cannot be stopped, so
// that no other program may hold it, nor may a test.
func TestGraphvizStaysOutside(t *testing.T) {
	holders := 0
	sourceFiles(t, func(path string) {
		if !strings.HasSuffix(path, ".go") {
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			if !strings.HasPrefix(spec.Path.Value, `"github.com/goccy/go-graphviz`) {
				continue
			}
			holders++
			if !strings.HasPrefix(path, "cmd/visar-graphviz/") {
				t.Errorf("%s imports %s", path, spec.Path.Value)
			}
		}
	})
	if holders == 0 {
		t.Error("no file imports the library: does this test look for the right one?")
	}
}

// comesBefore reports whether package a may be built without package b: whether
// b, and nothing that a needs, comes later.
func comesBefore(a, b string) bool {
	for left, seen := []string{a}, map[string]bool{}; len(left) > 0; {
		p := left[len(left)-1]
		left = left[:len(left)-1]
		if p == b {
			return false
		}
		if !seen[p] {
			left = append(left, mayImport[p]...)
		}
		seen[p] = true
	}
	return true
}

// TestOrderHasNoCycle checks the table itself.
func TestOrderHasNoCycle(t *testing.T) {
	for p, imports := range mayImport {
		for _, i := range imports {
			if !comesBefore(i, p) {
				t.Errorf("%s may import %s, which may import %s", p, i, p)
			}
			if i == oracle {
				t.Errorf("%s may import %s, which is for tests", p, i)
			}
		}
	}
}

// vague are names that say nothing about what is in a file or folder.
var vague = regexp.MustCompile(`^(utils?|helpers?|misc|common|stuff)(\.go|_.*)?$`)

var goFileName = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*\.go$`)

// unfinished are the marks of work that was left for later.
var unfinished = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|X` + `XX)\b`)

func TestFileNamesSayWhatIsInside(t *testing.T) {
	sourceFiles(t, func(path string) {
		for part := range strings.SplitSeq(path, "/") {
			if vague.MatchString(part) {
				t.Errorf("%s: %q says nothing about what it holds", path, part)
			}
		}
		if base := filepath.Base(path); strings.HasSuffix(base, ".go") && !goFileName.MatchString(base) {
			t.Errorf("%s: want lower-case words joined by underscores", path)
		}
	})
}

func TestNothingIsLeftForLater(t *testing.T) {
	written := []string{".go", ".md", ".txtar", ".yml"}
	skipped := "t." + "Skip"
	sourceFiles(t, func(path string) {
		if !slices.Contains(written, filepath.Ext(path)) {
			return
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if unfinished.MatchString(line) || strings.Contains(line, skipped) {
				t.Errorf("%s:%d: %s", path, i+1, strings.TrimSpace(line))
			}
		}
	})
}

// namedPath is a path or a file name between backquotes.
var namedPath = regexp.MustCompile("`([a-zA-Z0-9_./-]+\\.(?:go|md|json|jsonl|txt))`")

// TestPagesNameFilesThatExist keeps the hand-written pages true to the tree.
func TestPagesNameFilesThatExist(t *testing.T) {
	exists := map[string]bool{}
	sourceFiles(t, func(path string) {
		exists[path] = true
		exists[filepath.Base(path)] = true
	})
	for _, page := range []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range namedPath.FindAllStringSubmatch(string(text), -1) {
			if !exists[m[1]] && !exists["docs/"+m[1]] {
				t.Errorf("%s names %s, which does not exist", page, m[1])
			}
		}
	}
	if text, err := os.ReadFile("ARCHITECTURE.md"); err != nil || strings.Count(string(text), "\n") > 150 {
		t.Errorf("ARCHITECTURE.md: %v; want at most 150 lines", err)
	}
}
