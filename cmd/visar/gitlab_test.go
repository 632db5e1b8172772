package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestGitLabJob runs the script of the documented job as a runner of GitLab does: all
// lines in one shell, which ends at the first that fails. A store with a lost update
// must make it red, with the artifacts that the job names.
func TestGitLabJob(t *testing.T) {
	page, err := os.ReadFile("../../docs/gate.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## GitLab\n")
	var jobs map[string]struct {
		Script    []string
		Artifacts struct {
			Paths   []string
			Reports map[string]string
		}
	}
	if err := yaml.Unmarshal([]byte(blockOf(t, section, "yaml")), &jobs); err != nil {
		t.Fatal(err)
	}
	job := jobs["consistency"]
	project := filepath.Join(t.TempDir(), "project")
	run := filepath.Join(project, "store", "counter", "20260101T000000.000Z")
	if err := os.MkdirAll(run, 0o777); err != nil {
		t.Fatal(err)
	}
	write(t, run, "history.edn", lostUpdateEDN)
	write(t, run, "results.edn", "{:valid? false}\n")
	cloneFrom(t, publishedSource(t))
	cmd := exec.Command("bash", "-eo", "pipefail", "-c", strings.Join(job.Script, "\n"))
	cmd.Dir = project
	cmd.Env = append(os.Environ(), "CI_PROJECT_DIR="+project, "CI_JOB_ID=4711")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exitViolated {
		t.Fatalf("%v, want exit code %d\n%s", err, exitViolated, out)
	}
	for _, want := range []string{"strong-session-serializable: violated by lost-update", "Jepsen said :valid? false"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("the log does not say %q:\n%s", want, out)
		}
	}
	kept := append([]string{job.Artifacts.Reports["junit"], "out/4711/report.html", "out/latest/results.json"}, job.Artifacts.Paths...)
	for _, name := range kept {
		if _, err := os.Stat(filepath.Join(project, name)); err != nil {
			t.Error(err)
		}
	}
}

const lostUpdateEDN = `{:index 0, :type :invoke, :process 0, :f :txn, :value [[:r 1 nil] [:w 1 1]]}
{:index 1, :type :invoke, :process 1, :f :txn, :value [[:r 1 nil] [:w 1 2]]}
{:index 2, :type :ok, :process 0, :f :txn, :value [[:r 1 nil] [:w 1 1]]}
{:index 3, :type :ok, :process 1, :f :txn, :value [[:r 1 nil] [:w 1 2]]}
`

// publishedSource returns a repository of git with the source as it stands here, so
// that pages which begin with a clone can be followed without a network.
func publishedSource(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	listed, err := exec.Command("git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		t.Fatalf("%v: the source is not a checkout of git", err)
	}
	to := filepath.Join(t.TempDir(), "published")
	for name := range strings.SplitSeq(strings.TrimSuffix(string(listed), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(root, name))
		if os.IsNotExist(err) {
			continue // deleted, and not committed yet
		}
		info, err2 := os.Stat(filepath.Join(root, name))
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		path := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, info.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	shell(t, to, `git init -q && git add -A && git -c user.name=visar -c user.email=visar@example.com -c commit.gpgsign=false commit -q -m source`)
	return to
}

// cloneFrom lets what the pages clone come from a directory.
func cloneFrom(t *testing.T, source string) {
	t.Helper()
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", fmt.Sprintf("url.%s.insteadOf", source))
	t.Setenv("GIT_CONFIG_VALUE_0", "https://example.com/visar")
}

// shell runs a script that must succeed.
func shell(t *testing.T, dir, script string) {
	t.Helper()
	cmd := exec.Command("bash", "-eo", "pipefail", "-c", script)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, script, out)
	}
}
