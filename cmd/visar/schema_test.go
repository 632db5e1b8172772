package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

const schemaPath = "../../docs/schema/result.schema.json"

// histories are inputs that between them bring out every part of a result.
var schemaHistories = map[string]string{
	"cycle.txt":       "T1[a]: r(x,_) r(y,_) w(x,1)\nT2[b]: r(x,_) r(y,_) w(y,1)\n",
	"proof.txt":       "T1: r(x,_) w(x,1)\nT2: r(x,_) w(x,2)\n",
	"read.txt":        "T1: r(x,7)\n",
	"realtime.txt":    "T1 @1-2: w(x,1)\nT2 @3-4: r(x,_)\n",
	"list.txt":        "T1: a(x,1)\nT2: a(x,2)\nT3: r(x,[1])\nT4: r(x,[2])\n",
	"vacuous.txt":     "T1 aborted: w(x,1)\n",
	"broken.jsonl":    "{\"id\":\n",
	"ambiguous.jsonl": "{\"ops\":[[\"w\",\"x\",1]]}\n{\"ops\":[[\"w\",\"x\",1]]}\n{\"ops\":[[\"r\",\"x\",1]]}\n",
	"crash.jsonl":     "{\"start\":1,\"end\":2,\"ops\":[[\"w\",\"x\",1],[\"w\",\"z\",1]]}\n{\"start\":3,\"end\":4,\"ops\":[[\"r\",\"x\",1],[\"w\",\"y\",1]]}\n{\"fault\":\"crash\",\"start\":5}\n{\"start\":6,\"end\":7,\"ops\":[[\"r\",\"x\",null],[\"r\",\"y\",1]]}\n",
	"duplicates.txt":  "T1[a]: w(x,1)\nT2[a]: w(x,1)\nT3[a]: w(x,2)\nT4[a]: r(x,1)\n",
	"overlap.jsonl":   "{\"session\":1,\"start\":1,\"end\":5,\"ops\":[[\"w\",\"x\",1]]}\n{\"session\":1,\"start\":2,\"end\":6,\"ops\":[[\"w\",\"x\",2]]}\n",
}

func TestResultsFitTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var paths []string
	for name, text := range schemaHistories {
		path := filepath.Join(dir, name)
		paths = append(paths, path)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		append([]string{"check", "-m", "si", "-m", "linearizable", "--axioms", "INT,EXT,NOCONFLICT", "-o", "json"}, paths...),
		{"check", "-o", "json", "--claims", "durable", filepath.Join(dir, "crash.jsonl")},
		{"check", "-o", "json", "--claims", "buffered-durable", "--crash-at", "5", filepath.Join(dir, "crash.jsonl")},
		append([]string{"classify", "-o", "json"}, paths...),
		append([]string{"classify", "-o", "json", "--lists", "log"}, paths...),
		append([]string{"check", "-o", "json", "--timeout", "1ns"}, paths...),
		{"check", "-o", "json", filepath.Join(dir, "missing")},
	} {
		var stdout, stderr bytes.Buffer
		run(args, &stdout, &stderr)
		result, err := jsonschema.UnmarshalJSON(&stdout)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, &stderr)
		}
		if err := schema.Validate(result); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestGatedResultsFitTheSchema does so for what gates add.
func TestGatedResultsFitTheSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	whole, err := compiler.Compile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.Open(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	defer text.Close()
	shared, err := jsonschema.UnmarshalJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if err := compiler.AddResource("https://visar.invalid/schema/result.schema.json", shared); err != nil {
		t.Fatal(err)
	}
	line, err := compiler.Compile("../../docs/schema/result-line.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range reportRuns(t) {
		conforms(t, whole, "json", args)
		conforms(t, line, "jsonl", args)
	}
}

// conforms validates each line, or the whole, of an output.
func conforms(t *testing.T, schema *jsonschema.Schema, format string, args []string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer
	run(append([]string{"check", "-o", format + "=" + out}, args...), &stdout, &stderr)
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, &stderr)
	}
	parts := [][]byte{text}
	if format == "jsonl" {
		if parts = bytes.Split(bytes.TrimSpace(text), []byte("\n")); len(parts) < 3 {
			t.Errorf("%v: %d lines, want 3 at least", args, len(parts))
		}
	}
	for _, part := range parts {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(part))
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, part)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s %v: %v", format, args, err)
		}
	}
}

// TestSARIFFitsTheSchema validates logs against the schema of OASIS.
func TestSARIFFitsTheSchema(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("../../testdata/schema/sarif-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range reportRuns(t) {
		conforms(t, schema, "sarif", args)
	}
	bad, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(`{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}`)))
	if err != nil || schema.Validate(bad) == nil {
		t.Errorf("%v: the schema takes a log of a tool without a name", err)
	}
}

// TestSchemaRefuses makes sure that the schema says anything at all.
func TestSchemaRefuses(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	for what, text := range map[string]string{
		"nothing":         `{}`,
		"another version": `{"schema_version":2,"outcome":"consistent","command":"check","visar":"","histories":[]}`,
		"another outcome": `{"schema_version":1,"outcome":"fine","command":"check","visar":"","histories":[]}`,
		"half a history":  `{"schema_version":1,"outcome":"consistent","command":"check","visar":"","histories":[{"path":"h"}]}`,
	} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(value) == nil {
			t.Errorf("the schema takes %s: %s", what, text)
		}
	}
}
