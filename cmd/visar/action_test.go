package main

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// actionStep is a step of action.yml.
type actionStep struct {
	ID    string            `yaml:"id"`
	Shell string            `yaml:"shell"`
	Uses  string            `yaml:"uses"`
	Run   string            `yaml:"run"`
	Env   map[string]string `yaml:"env"`
}

type action struct {
	Inputs map[string]struct {
		Default  string `yaml:"default"`
		Required bool   `yaml:"required"`
	} `yaml:"inputs"`
	Runs struct {
		Using string       `yaml:"using"`
		Steps []actionStep `yaml:"steps"`
	} `yaml:"runs"`
}

// expression is what the runner replaces in the environment of a step.
var expression = regexp.MustCompile(`\$\{\{ (inputs|github|steps|strategy)\.([a-z_.-]+) \}\}`)

// runAction runs the steps of action.yml in root that are scripts, as a runner does, and
// returns the outputs of the steps, its exit code and what was printed.
func runAction(t *testing.T, root string, inputs map[string]string) (map[string]string, int, string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "action.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil || a.Runs.Using != "composite" {
		t.Fatalf("%v: %+v", err, a)
	}
	values := map[string]string{"github.action_path": root, "strategy.job-index": "3"}
	for name, input := range a.Inputs {
		values["inputs."+name] = input.Default
	}
	for name, value := range inputs {
		if _, ok := a.Inputs[name]; !ok {
			t.Fatalf("the action has no input %q", name)
		}
		values["inputs."+name] = value
	}
	outputs := map[string]string{}
	var printed bytes.Buffer
	code := 0
	for _, step := range a.Runs.Steps {
		if step.Run == "" || code != 0 {
			continue // a step of another action, or one after a failure
		}
		var added map[string]string
		added, code = runStep(t, step, values, &printed)
		maps.Copy(outputs, added)
	}
	return outputs, code, printed.String()
}

// runStep runs one script. Nothing but its environment may come from outside.
func runStep(t *testing.T, step actionStep, values map[string]string, printed *bytes.Buffer) (map[string]string, int) {
	t.Helper()
	if strings.Contains(step.Run, "${{") {
		t.Errorf("step %s: an expression in a script is a way in for whoever names a file: %s", step.ID, step.Run)
	}
	out := filepath.Join(t.TempDir(), "outputs")
	cmd := exec.Command(step.Shell, "-e", "-o", "pipefail", "-c", step.Run)
	cmd.Env = append(os.Environ(), "GITHUB_OUTPUT="+out, "RUNNER_TEMP="+t.TempDir())
	for name, value := range step.Env {
		cmd.Env = append(cmd.Env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
			m := expression.FindStringSubmatch(e)
			return values[m[1]+"."+m[2]]
		}))
	}
	cmd.Stdout, cmd.Stderr = printed, printed
	code := 0
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			t.Fatal(err)
		}
		code = exit.ExitCode()
	}
	text, _ := os.ReadFile(out) // a step that fails early has none
	outputs := map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		outputs[name] = value
		values["steps."+step.ID+".outputs."+name] = value
	}
	return outputs, code
}

// TestAction runs the action on a green and a red history, with the program of this
// test, and once with the one that it builds.
func TestAction(t *testing.T) {
	program, err := exec.LookPath("visar")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, dir, "a history.txt", "T1[a]: w(x,1)\nT2[b]: r(x,1)\n")
	write(t, dir, "$(touch evil).txt", skewed)
	t.Setenv("GITHUB_ACTIONS", "true")
	t.Setenv("GITHUB_RUN_ID", "17")
	t.Setenv("GITHUB_JOB", "nightly")
	t.Setenv("GITHUB_STEP_SUMMARY", filepath.Join(dir, "summary.md"))

	outputs, code, printed := runAction(t, root, map[string]string{"histories": "a history.txt\n", "binary": program, "working-directory": dir})
	if code != 0 || outputs["exit-code"] != "0" || outputs["artifact"] != "visar-nightly-17-1-3" {
		t.Fatalf("green: exit code %d, outputs %v\n%s", code, outputs, printed)
	}
	outputs, code, printed = runAction(t, root, map[string]string{
		"histories": "a history.txt\n$(touch evil).txt", "models": "snapshot-isolation\nserializable", "flags": "--min-transactions=2", "working-directory": dir})
	if code != 1 || outputs["exit-code"] != "1" || outputs["artifact"] != "visar-nightly-17-1-3-2" {
		t.Fatalf("red: exit code %d, outputs %v\n%s", code, outputs, printed)
	}
	if !strings.Contains(printed, "\n::error file=$(touch evil).txt,line=1,title=visar%3A serializable::") {
		t.Errorf("no annotation:\n%s", printed)
	}
	for _, name := range []string{"report.html", "results.json", "results.sarif", "junit.xml", "summary.md", "anomalies/write-skew-1.svg"} {
		if _, err := os.Stat(filepath.Join(outputs["results"], name)); err != nil {
			t.Error(err)
		}
	}
	summary, err := os.ReadFile(filepath.Join(dir, "summary.md"))
	if err != nil || strings.Count(string(summary), "## visar: ") != 2 {
		t.Errorf("%v: want a section for each run:\n%s", err, summary)
	}
	if _, err := os.Stat(filepath.Join(dir, "evil")); err == nil {
		t.Error("the name of a file was executed")
	}
	if _, code, printed = runAction(t, root, map[string]string{"histories": "x", "binary": "./nothing", "working-directory": dir}); code != 254 {
		t.Errorf("a program that does not exist: exit code %d\n%s", code, printed)
	}
	outputs, code, printed = runAction(t, root, map[string]string{"histories": "x", "binary": program, "models": "nonsense", "working-directory": dir})
	if code != 254 || outputs["exit-code"] != "254" || outputs["artifact"] != "" {
		t.Errorf("a model that does not exist: exit code %d, outputs %v\n%s", code, outputs, printed)
	}
	if _, code, printed = runAction(t, root, map[string]string{"histories": "missing", "binary": program, "working-directory": dir}); code != 3 {
		t.Errorf("a history that does not exist: exit code %d\n%s", code, printed)
	}
}
