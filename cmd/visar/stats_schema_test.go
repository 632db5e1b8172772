package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestStatsFitTheSchema measures histories with and without times, faults and
// anything at all.
func TestStatsFitTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/stats.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	paths := []string{
		"../../testdata/crashes/postgresql-15.18-synchronous_commit-off.jsonl.gz",
		"../../testdata/histories/mariadb-10.11.19-repeatable_read-rw_register.edn.gz",
		"../../testdata/histories/postgresql-15.20-repeatable_read-list_append.edn.gz",
	}
	for name, text := range map[string]string{
		"timeless.txt": "T1[a]: w(x,1)\nT2[b] aborted: r(x,1)\n",
		"units.txt":    "T1[a] @1-2: w(x,1)\nT2[b] @3-9: r(x,_)\nT3[b] unknown: w(x,2)\n",
		"queue.txt":    "T1[a] @1-2: enqueue(q,1)\nT2[b] @3-9: dequeue(q,1)\n",
		"empty.jsonl":  "{\"visar\":1}\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	for _, path := range paths {
		for _, windows := range []string{"1", "60"} {
			var stdout, stderr bytes.Buffer
			if code := run([]string{"stats", "-o", "json", "--windows", windows, path}, &stdout, &stderr); code != 0 {
				t.Fatalf("%s: exit code %d: %s", path, code, &stderr)
			}
			result, err := jsonschema.UnmarshalJSON(&stdout)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(result); err != nil {
				t.Errorf("%s in %s windows: %v", path, windows, err)
			}
		}
	}
}

// TestStatsSchemaRefuses changes one thing each in what the schema takes.
func TestStatsSchemaRefuses(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../docs/schema/stats.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	const good = `{"schema_version":1,"path":"h","unit":"ns","from":0,"to":9,` +
		`"transactions":[{"name":"read","ok":1,"fail":0,"unknown":0,"availability":1,"latency":{"count":1,"p50":2,"p90":2,"p99":2,"p999":2,"max":2}}],` +
		`"operations":[],"processes":[],"staleness":{"reads":1,"stale_reads":1,"versions":1,"age":3},` +
		`"keys":[],"windows":[],"faults":[{"name":"crash","from":1,"to":2}]}`
	takes := func(text string) bool {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value) == nil
	}
	if !takes(good) {
		t.Fatal("the schema refuses what it should take")
	}
	for old, changed := range map[string]string{
		`"schema_version":1`: `"schema_version":2`,
		`"unit":"ns"`:        `"unit":"hours"`,
		`"availability":1`:   `"availability":1.5`,
		`"p999":2,`:          ``,
		`"stale_reads":1`:    `"stale_reads":-1`,
		`"windows":[]`:       `"windows":[{"from":1,"to":2}]`,
		`"keys":[]`:          `"keys":null`,
		`"name":"crash"`:     `"name":7`,
		`"to":9,`:            `"to":9,"extra":1,`,
	} {
		bad := strings.Replace(good, old, changed, 1)
		if bad == good || takes(bad) {
			t.Errorf("the schema takes %s for %s", changed, old)
		}
	}
}
