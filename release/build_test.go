package release

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// maxSize is what a program may have at most, in bytes.
const maxSize = 15_000_000

// targets are those that the test builds: the one that it runs on and a foreign one.
// Of the six of a release the others differ in the system or in the processor alone.
var targets = []string{runtime.GOOS + "/" + runtime.GOARCH, "windows/arm64"}

// TestReleaseIsReproducible builds twice, from copies of the source in two
// directories, and wants the same bytes. Both builds share Go's cache, or the test
// would take minutes: it shows that nothing of the place where a program is built
// gets into it, since a package that the place matters to is compiled anew. That the
// compiler makes the same of the same, for all six targets and with the stamp of the
// commit, which a copy does not have, is what make release checks, with
// release/check.sh, and this test does not.
func TestReleaseIsReproducible(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	source := filepath.Join(t.TempDir(), "another place")
	copySource(t, "..", source)
	sums := build(t, filepath.Join(copied(t, ".."), "release/build.sh"), first)
	again := build(t, filepath.Join(source, "release/build.sh"), second)
	if sums != again {
		t.Errorf("built twice, the checksums are\n%s\nand\n%s", sums, again)
	}
	if n := strings.Count(sums, "\n"); n != len(targets) {
		t.Errorf("%d programs in SHA256SUMS:\n%s", n, sums)
	}
	for line := range strings.Lines(sums) {
		path := filepath.Join(first, strings.Fields(line)[1])
		info, err := os.Stat(path)
		if err != nil || info.Size() > maxSize {
			t.Errorf("%v: %s has %d bytes, want at most %d", err, path, info.Size(), maxSize)
		}
	}
	works(t, first)
}

// build runs the script and returns the list of checksums.
func build(t *testing.T, script, dir string) string {
	t.Helper()
	cmd := exec.Command(script, append([]string{dir}, targets...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	if err != nil {
		t.Fatal(err)
	}
	return string(sums)
}

// copied returns a copy of the source.
func copied(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "source")
	copySource(t, from, to)
	return to
}

// copySource copies what Go builds from.
func copySource(t *testing.T, from, to string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		name := d.Name()
		switch {
		case d.IsDir() && (name == ".git" || name == "out" || name == "testdata"):
			return filepath.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o777)
		case strings.HasSuffix(name, "_test.go") || !d.Type().IsRegular() || name == "visar" || name == "visar-graphviz":
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), text, info.Mode().Perm())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// works runs the program for this system: it must need no other file.
func works(t *testing.T, dir string) {
	t.Helper()
	program := filepath.Join(dir, "visar-"+runtime.GOOS+"-"+runtime.GOARCH)
	cmd := exec.Command(program, "check", "-m", "serializable", "-")
	cmd.Env = []string{}
	cmd.Stdin = strings.NewReader("T1[a]: r(x,_) w(x,1)\nT2[b]: r(x,_) w(x,2)\n")
	out, err := cmd.Output()
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 1 || !bytes.Contains(out, []byte("violated by lost-update")) {
		t.Errorf("%v\n%s", err, out)
	}
}
