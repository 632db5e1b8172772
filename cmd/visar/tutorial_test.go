package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTutorial runs what the tutorial shows, in an empty directory beside a link to
// the source, and wants what it shows. With -rewrite it writes that.
func TestTutorial(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(root, "docs", "tutorial.md")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(root, filepath.Join(dir, "visar")); err != nil {
		t.Fatal(err)
	}
	shop := filepath.Join(dir, "shop")
	if err := os.Mkdir(shop, 0o777); err != nil {
		t.Fatal(err)
	}
	t.Chdir(shop)
	got := transcripts(t, string(text))
	if *rewrite {
		writePage(t, path, got)
	} else if got != string(text) {
		t.Errorf("the tutorial shows something else than what happens; make rewrite writes it:\n%s", got)
	}
}

// transcripts returns the page with its console blocks run anew. A command begins at
// a line with a dollar; if it has a here-document, it goes on to the end of that.
func transcripts(t *testing.T, page string) string {
	t.Helper()
	var out strings.Builder
	blocks := strings.Split(page, "```console\n")
	out.WriteString(blocks[0])
	if len(blocks) < 6 {
		t.Fatalf("%d console blocks, want 6 at least", len(blocks)-1)
	}
	for _, block := range blocks[1:] {
		body, rest, _ := strings.Cut(block, "```\n")
		out.WriteString("```console\n")
		for _, command := range commandsIn(body) {
			out.WriteString("$ " + command + "\n" + shellOutput(t, command))
		}
		out.WriteString("```\n" + rest)
	}
	return out.String()
}

func commandsIn(body string) []string {
	var commands []string
	document := false
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		switch command, is := strings.CutPrefix(line, "$ "); {
		case is:
			commands = append(commands, command)
			document = strings.Contains(command, "<<'END'")
		case document:
			commands[len(commands)-1] += "\n" + line
			document = line != "END"
		}
	}
	return commands
}

func shellOutput(t *testing.T, command string) string {
	t.Helper()
	cmd := exec.Command("bash", "-c", command)
	cmd.Env = append(os.Environ(), "GITHUB_ACTIONS=", "GITHUB_STEP_SUMMARY=", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatalf("%s: %v", command, err)
	}
	return string(out)
}
