package gate

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

// TestSchemaAgreesWithParse gives both the same files.
func TestSchemaAgreesWithParse(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../docs/schema/expectations.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	entry := "histories:\n  - path: a\n    models: [causal]\n"
	allow := entry + "    allow:\n      - anomaly: lost-update\n        reason: x\n"
	for text, good := range map[string]bool{
		full:                                  true,
		entry:                                 true,
		allow:                                 true,
		"version: 1\n" + allow:                true,
		allow + "        expires: 2026-06-30": true,
		"{}":                                  false,
		"histories: []":                       false,
		"version: 2\n" + entry:                false,
		entry + "    mdoels: []\n":            false,
		entry + "    allow: x\n":              false,
		entry + "    on-vacuous: Fail\n":      false,
		entry + "    min-transactions: -1\n":  false,
		entry + "    min-transactions: 1.5\n": false,
		allow + "        max: 0":              false,
		allow + "        max: many":           false,
		allow + "        expires: June":       false,
		allow + "        until: 2026-06-30":   false,
		"histories:\n  - path: ''\n    models: [causal]\n": false,
		"histories:\n  - path: a\n    models: []\n":        false,
		"histories:\n  - path: a\n    models: causal\n":    false,
	} {
		if got := schema.Validate(asJSON(t, text)) == nil; got != good {
			t.Errorf("the schema says %v of %q", got, text)
		}
		if _, err := Parse("visar.yaml", []byte(text)); (err == nil) != good {
			t.Errorf("Parse says %v of %q", err, text)
		}
	}
}

// asJSON returns what an editor would show the schema of a text in YAML.
func asJSON(t *testing.T, text string) any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	undated(&doc)
	var value any
	if err := doc.Decode(&value); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	back, err := jsonschema.UnmarshalJSON(strings.NewReader(string(out)))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

// undated takes dates for what they are in YAML 1.2 and in JSON: strings.
func undated(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		undated(c)
	}
}
