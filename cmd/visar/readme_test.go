package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"visar/axioms"
	"visar/history/format"
)

const consoleBlock = "```console\n$ "

// TestReadmeExamples runs the console blocks of the README in the root of the
// repository and wants what they show. With -rewrite it writes them.
func TestReadmeExamples(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(readme), consoleBlock)
	if len(parts) < 4 {
		t.Fatalf("%d examples, want 3 at least", len(parts)-1)
	}
	for i, part := range parts[1:] {
		block, rest, _ := strings.Cut(part, "```")
		command, want, _ := strings.Cut(block, "\n")
		got := output(t, strings.Fields(command))
		if got != want && !*rewrite {
			t.Errorf("%s prints\n%s\nand not\n%s", command, got, want)
		}
		parts[i+1] = command + "\n" + got + "```" + rest
	}
	if *rewrite {
		writePage(t, "README.md", strings.Join(parts, consoleBlock))
	}
}

func output(t *testing.T, command []string) string {
	t.Helper()
	switch command[0] {
	case "cat":
		text, err := os.ReadFile(command[1])
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	case "visar":
		var stdout, stderr bytes.Buffer
		run(command[1:], &stdout, &stderr)
		return stdout.String() + stderr.String()
	}
	t.Fatalf("an example of what? %v", command)
	return ""
}

func TestReadmeNamesEverything(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{fmt.Sprintf("**%d models**", len(axioms.Models))}
	for _, f := range format.Formats {
		want = append(want, "| `"+f.Name+"` |")
	}
	for _, c := range newRoot().Commands() {
		want = append(want, "[`visar "+c.Name())
	}
	for _, w := range want {
		if !bytes.Contains(text, []byte(w)) {
			t.Errorf("README.md does not have %q", w)
		}
	}
}
