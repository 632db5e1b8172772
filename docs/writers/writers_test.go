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

	"github.com/santhosh-tekuri/jsonschema/v6"

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
	schema, err := jsonschema.NewCompiler().Compile("../schema/history.schema.json")
	if err != nil {
		t.Fatal(err)
	}
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
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
			if err == nil {
				err = schema.Validate(value)
			}
			if err != nil {
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

// TestSchemaAgreesWithTheDecoder gives both the same lines.
func TestSchemaAgreesWithTheDecoder(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../schema/history.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for line, good := range map[string]bool{
		`{"visar":1,"initial":0}`:                      true,
		`{"visar":2}`:                                  false,
		`{"ops":[]}`:                                   true,
		`{"ops":[["r","x",null],["w",7,true]]}`:        true,
		`{"ops":[["append","y",2],["r","y",[1,"b"]]]}`: true,
		`{"id":"T1","session":3,"start":1,"end":4,"node":"n1","error":["x"],"other":{},"ops":[]}`: true,
		`{"arbitration":1,"visible":[],"ops":[]}`:                                                 true,
		`{"snapshot_ts":1,"commit_ts":2,"ops":[]}`:                                                true,
		`{"fault":"crash"}`: true,
		`{"fault":"crash","detail":"kill -9","start":7,"clock":900}`: true,
		`{"fault":"crash","ops":[]}`:                                 false,
		`{"fault":7}`:                                                false,
		`{"fault":"crash","start":"now"}`:                            false,
		`{"id":"T1"}`:                                                false,
		`{"ops":[["r","x"]]}`:                                        false,
		`{"ops":[["read","x",1]]}`:                                   false,
		`{"ops":[["w",null,1]]}`:                                     false,
		`{"ops":[["w","x",[1]]]}`:                                    false,
		`{"ops":[["append","x",null]]}`:                              false,
		`{"ops":[["r","x",[null]]]}`:                                 false,
		`{"ops":[["r","x",1.5]]}`:                                    false,
		`{"ops":[],"status":"ok"}`:                                   false,
		`{"ops":[],"start":"now"}`:                                   false,
		`{"ops":[],"visible":["T2"]}`:                                false,
		`{"ops":[],"id":""}`:                                         false,
		`{"ops":[],"arbitration":1,"snapshot_ts":1}`:                 false,
		`[]`: false,
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		if got := schema.Validate(value) == nil; got != good {
			t.Errorf("the schema says %v of %s", got, line)
		}
		_, err = format.Read(context.Background(), strings.NewReader(line), "h", format.Options{Format: "native"})
		if got := err == nil; got != good {
			t.Errorf("the decoder says %v of %s: %v", got, line, err)
		}
	}
}
