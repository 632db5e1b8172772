package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// patience is how long the tutorial promises to take, from the clone to the red
// build. What a test takes is less: what Go downloads and compiles once is there.
const patience = 5 * time.Minute

// TestTutorial does what the tutorial says, in its order: it clones and builds, runs
// every console block and wants what is shown there, runs the workflow through the
// steps of the action, and opens the report. With -rewrite it writes what is shown.
func TestTutorial(t *testing.T) {
	path, err := filepath.Abs("../../docs/tutorial.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	began := time.Now()
	dir := t.TempDir()
	cloneFrom(t, publishedSource(t))
	shell(t, dir, blockOf(t, page, "sh"))
	t.Setenv("PATH", filepath.Join(dir, "visar")+string(os.PathListSeparator)+os.Getenv("PATH"))
	shop := filepath.Join(dir, "shop")
	if err := os.Mkdir(shop, 0o777); err != nil {
		t.Fatal(err)
	}
	t.Chdir(shop)
	got := transcripts(t, page)
	if *rewrite {
		writePage(t, path, got)
	} else if got != page {
		t.Errorf("the tutorial shows something else than what happens; make rewrite writes it:\n%s", got)
	}
	reportIsOpened(t, filepath.Join(shop, "out", "latest", "report.html"))
	workflowIsRed(t, blockOf(t, page, "yaml"), dir)
	if took := time.Since(began); took > patience {
		t.Errorf("it took %v, and the tutorial promises %v", took, patience)
	}
}

// blockOf returns the first code block in a language.
func blockOf(t *testing.T, page, language string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, "```"+language+"\n")
	block, _, closed := strings.Cut(rest, "```\n")
	if !ok || !closed {
		t.Fatalf("no block of %s", language)
	}
	return block
}

// workflowIsRed runs the steps of a workflow in a directory like that of a runner:
// its own by a shell, and the one that uses visar through action.yml. The lost update
// must make it red, and be there as an annotation and in a report that opens.
func workflowIsRed(t *testing.T, text, dir string) {
	t.Helper()
	var flow struct {
		Jobs map[string]struct {
			Steps []struct {
				Uses, Run string
				With      map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(text), &flow); err != nil {
		t.Fatal(err)
	}
	checkout := filepath.Join(dir, "checkout")
	if err := os.Mkdir(checkout, 0o777); err != nil {
		t.Fatal(err)
	}
	t.Chdir(checkout)
	write(t, checkout, "visar.yaml", "histories:\n  - path: runs/**\n    models: [snapshot-isolation]\n")
	record := write(t, checkout, "record-a-run.sh", "#!/bin/sh\nmkdir -p \"$1\" && go run ../visar/docs/writers/writer.go > \"$1/counter.jsonl\"\n")
	if err := os.Chmod(record, 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(dir, "step-summary.md"))
	code, used := 0, 0
	for _, step := range flow.Jobs["consistency"].Steps {
		switch {
		case step.Run != "":
			shell(t, checkout, step.Run)
		case strings.HasPrefix(step.Uses, "OWNER/visar@"):
			used++
			var outputs map[string]string
			var printed string
			outputs, code, printed = runAction(t, filepath.Join(dir, "visar"), step.With)
			if !strings.Contains(printed, "\n::error file=runs/counter.jsonl,line=1,title=visar%3A snapshot-isolation::") {
				t.Errorf("no annotation:\n%s", printed)
			}
			reportIsOpened(t, filepath.Join(outputs["results"], "report.html"))
		}
	}
	if used != 1 || code != exitViolated {
		t.Errorf("the workflow uses the action %d times and ends with %d, want once and %d", used, code, exitViolated)
	}
}

// reportIsOpened opens a report in a browser, and wants the lost update in it.
func reportIsOpened(t *testing.T, path string) {
	t.Helper()
	b := newTab(t, newChromium(t))
	b.open(path, "")
	b.holds("the verdict is there", `document.querySelector("#verdict h1").innerText.includes("violated")`)
	b.holds("so is the anomaly, opened", `document.querySelector("#anomaly-1").open && document.querySelector("#anomaly-1").innerText.includes("a lost update")`)
	b.quiet()
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
