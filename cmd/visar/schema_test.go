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
