package main

import (
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"visar/gate"
)

// TestPagesOfTheGate wants examples in pages that can be copied, and every format.
func TestPagesOfTheGate(t *testing.T) {
	page, err := os.ReadFile("../../docs/gate.md")
	if err != nil {
		t.Fatal(err)
	}
	tutorial, err := os.ReadFile("../../docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page)+string(tutorial), "```yaml\n")[1:]
	expectations := 0
	for _, block := range blocks {
		text, _, _ := strings.Cut(block, "```\n")
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Errorf("%v:\n%s", err, text)
		}
		if strings.HasPrefix(text, "version: 1\n") {
			expectations++
			if _, err := gate.Parse("visar.yaml", []byte(text)); err != nil {
				t.Error(err)
			}
		}
	}
	if len(blocks) < 4 || expectations != 1 {
		t.Errorf("%d blocks of YAML, %d of them expectations", len(blocks), expectations)
	}
	for _, f := range outputFormats {
		if !strings.Contains(string(page), "| `"+f.name+"` |") {
			t.Errorf("docs/gate.md does not have the format %s", f.name)
		}
	}
}
