package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"visar/history/format"
)

// want is what every example records, in the notation. Of what is unknown the end is
// not known either.
const want = `T1[a] @1-3: r(x,_) w(x,1)
T2[b] @2-4: r(x,_) w(x,2)
T3[a] @5- unknown: a(log,"café \"1\"\n") r(log,["café \"1\"\n"])`

// longest is how many lines an example may have, less one.
const longest = 60

// writer is an example and the ways to run it, of which the first that the machine
// has is taken.
type writer struct {
	file string
	ways [][]string
}

var writers = []writer{
	{"writer.go", [][]string{{"go", "run", "writer.go"}}},
	{"writer.py", [][]string{{"python3", "writer.py"}}},
	{"writer.rs", [][]string{{"rustc", "-o", "OUT", "writer.rs"}}},
	{"writer.ts", [][]string{{"tsx", "writer.ts"}, {"deno", "run", "writer.ts"}, {"bun", "writer.ts"}, {"node", "writer.ts"}}},
	{"Writer.java", [][]string{{"java", "Writer.java"}}},
	{"writer.clj", [][]string{{"clojure", "-M", "writer.clj"}, {"clj", "writer.clj"}, {"bb", "writer.clj"}}},
}

// TestWriters runs each example whose language the machine has, and says which (go
// test -v shows it). Go and Python must be among them. What
// one writes fits the schema, and is the history that all of them record.
func TestWriters(t *testing.T) {
	schema := historySchema(t)
	var ran, not []string
	for _, w := range writers {
		text, err := os.ReadFile(w.file)
		if err != nil || bytes.Count(text, []byte("\n")) >= longest {
			t.Errorf("%s: %v; want less than %d lines", w.file, err, longest)
		}
		out, ok := w.run(t)
		if !ok {
			not = append(not, w.file)
			continue
		}
		ran = append(ran, w.file)
		for line := range strings.Lines(out) {
			if err := fits(schema, line); err != nil {
				t.Errorf("%s: %v\n%s", w.file, err, line)
			}
		}
		f, err := format.Read(context.Background(), strings.NewReader(out), w.file)
		if err != nil {
			t.Errorf("%v\n%s", err, out)
		} else if got := strings.TrimSpace(f.History.String()); got != want {
			t.Errorf("%s records\n%s\nwant\n%s", w.file, got, want)
		}
	}
	t.Logf("ran: %s; not on this machine: %s", strings.Join(ran, ", "), strings.Join(not, ", "))
	for _, must := range []string{"writer.go", "writer.py"} {
		if !slices.Contains(ran, must) {
			t.Errorf("%s did not run; make test installs what it takes", must)
		}
	}
}

// run returns what the example writes, or false if the machine lacks its language.
func (w writer) run(t *testing.T) (string, bool) {
	t.Helper()
	for _, way := range w.ways {
		if _, err := exec.LookPath(way[0]); err != nil || way[0] == "node" && !nodeTakesTypes() {
			continue
		}
		way = append([]string{}, way...)
		program := filepath.Join(t.TempDir(), "writer")
		for i := range way {
			if way[i] == "OUT" {
				way[i] = program
			}
		}
		out, err := exec.Command(way[0], way[1:]...).Output()
		if _, compiled := os.Stat(program); compiled == nil && err == nil {
			out, err = exec.Command(program).Output()
		}
		if err != nil {
			t.Errorf("%v: %v", way, err)
		}
		return string(out), true
	}
	return "", false
}

// nodeTakesTypes reports whether node runs TypeScript as it is, as from 22.18 on.
func nodeTakesTypes() bool {
	out, err := exec.Command("node", "-p", "process.features.typescript || ''").Output()
	return err == nil && regexp.MustCompile(`strip|transform`).Match(out)
}
