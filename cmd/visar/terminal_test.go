//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// terminal is a program whose standard error, and output where nothing else is said, is a
// terminal of its own, in whose foreground it runs.
type terminal struct {
	visar *exec.Cmd
	keys  *os.File // what is written here is typed
	gone  chan struct{}

	mu   sync.Mutex
	text bytes.Buffer // what was written to it
}

// onTerminal starts visar in dir; it is killed when the test ends.
func onTerminal(t *testing.T, dir string, stdin io.Reader, args ...string) *terminal {
	t.Helper()
	s := &terminal{visar: exec.Command("visar", args...), gone: make(chan struct{})}
	s.visar.Dir, s.visar.Stdin = dir, stdin
	s.visar.Env = append(os.Environ(), "TERM=xterm")
	// Descriptor 2 is its controlling terminal.
	keys, err := pty.StartWithAttrs(s.visar, nil, &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 2})
	if err != nil {
		t.Fatal(err)
	}
	s.keys = keys
	go s.watch()
	t.Cleanup(func() {
		s.visar.Process.Kill()
		s.keys.Close()
	})
	return s
}

// watch keeps what is written until the terminal is closed.
func (s *terminal) watch() {
	defer close(s.gone)
	buf := make([]byte, 4096)
	for {
		n, err := s.keys.Read(buf)
		s.mu.Lock()
		s.text.Write(buf[:n])
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *terminal) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await waits until ready holds; what says for what, if it does not come.
func (s *terminal) await(t *testing.T, what string, ready func() bool) {
	t.Helper()
	for begin := time.Now(); !ready(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > time.Minute {
			t.Fatalf("no %s after a minute; the terminal shows %q", what, s.shown())
		}
	}
}

// awaitText waits until the terminal has shown a text.
func (s *terminal) awaitText(t *testing.T, pattern string) {
	t.Helper()
	re := regexp.MustCompile(pattern)
	s.await(t, pattern, func() bool { return re.MatchString(s.shown()) })
}

// interrupt types Ctrl-C.
func (s *terminal) interrupt(t *testing.T) {
	t.Helper()
	if _, err := s.keys.Write([]byte{3}); err != nil {
		t.Fatal(err)
	}
}

// end waits for the program, and returns its exit code and all that was shown.
func (s *terminal) end(t *testing.T) (code int, text string) {
	t.Helper()
	late := time.AfterFunc(time.Minute, func() { s.visar.Process.Kill() })
	defer late.Stop()
	var exit *exec.ExitError
	if err := s.visar.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	<-s.gone
	return s.visar.ProcessState.ExitCode(), s.shown()
}

// hard writes a history for which the search of a causal execution takes a minute.
func hard(t *testing.T, dir string) []byte {
	t.Helper()
	path := filepath.Join(dir, "hard.jsonl")
	err := exec.Command("visar", strings.Fields("generate -m causal --txns 3000 --ops 8 --sessions 50 --keys 300 --distribution zipf --reads 0.5 --blind 1 --values 300 -o "+path)...).Run()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What is read and then what is decided is shown on a terminal, and taken away
// before the verdict.
func TestBarsOnATerminal(t *testing.T) {
	dir := t.TempDir()
	text := hard(t, dir)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s := onTerminal(t, dir, r, "check", "-m", "ss-cc", "--color", "never", "-")
	r.Close()
	half := bytes.LastIndexByte(text[:len(text)/2], '\n') + 1
	if _, err := w.Write(text[:half]); err != nil {
		t.Fatal(err)
	}
	s.awaitText(t, `\r- 0\.\d MiB read`)
	if _, err := w.Write(text[half:]); err != nil {
		t.Fatal(err)
	}
	w.Close()
	s.awaitText(t, `\r- \[ {20}\] 0 of 1 models, \w+`)
	s.interrupt(t)
	code, shown := s.end(t)
	if code != exitUndecided {
		t.Errorf("exit code %d, expected %d: %q", code, exitUndecided, shown)
	}
	bars, verdict, ok := strings.Cut(shown, "-: 3000 committed")
	if !ok || !regexp.MustCompile(`\r +\r$`).MatchString(bars) || strings.Contains(verdict, "\r ") {
		t.Errorf("the line is not gone when the verdict is printed: %q", shown)
	}
}

// No bar is shown where the standard error is a pipe, however long it takes.
func TestNoBarsOnAPipe(t *testing.T) {
	dir := t.TempDir()
	hard(t, dir)
	visar := exec.Command("visar", "check", "-m", "ss-cc", "--timeout", "1s", "hard.jsonl")
	var stderr bytes.Buffer
	visar.Dir, visar.Stderr = dir, &stderr
	out, err := visar.Output()
	if code := visar.ProcessState.ExitCode(); code != exitUndecided || bytes.ContainsRune(out, '\r') || stderr.Len() > 0 {
		t.Errorf("%v, standard error %q, output %q: expected an undecided model and nothing on the standard error", err, stderr.String(), out)
	}
}

// Ctrl-C while a model is decided leaves it undecided; what was asked for is written as
// a whole.
func TestInterruptedJudging(t *testing.T) {
	dir := t.TempDir()
	hard(t, dir)
	s := onTerminal(t, dir, nil, "check", "-m", "ss-cc", "--color", "never", "-o", "json=out.json", "-o", "text", "hard.jsonl")
	s.awaitText(t, "0 of 1 models")
	s.interrupt(t)
	code, shown := s.end(t)
	if code != exitUndecided || !strings.Contains(shown, "undecided: interrupted") {
		t.Errorf("exit code %d, expected %d and why: %q", code, exitUndecided, shown)
	}
	text, err := os.ReadFile(filepath.Join(dir, "out.json"))
	var report struct {
		Histories []struct{ Outcome string }
	}
	if err == nil {
		err = json.Unmarshal(text, &report)
	}
	if err != nil || len(report.Histories) != 1 || report.Histories[0].Outcome != "undecided" {
		t.Errorf("the report is %q, %v, expected a whole one", text, err)
	}
	only(t, dir, "hard.jsonl", "out.json")
}

// Ctrl-C while a file is written leaves the old one, and nothing else.
func TestInterruptedFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.txt")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := onTerminal(t, dir, nil, "generate", "--txns", "100000", "--times", "--to", "jepsen-txt", "-o", "out.txt")
	s.await(t, "part of a file", func() bool {
		begun, _ := filepath.Glob(filepath.Join(dir, ".out.txt.*"))
		if len(begun) != 1 {
			return false
		}
		info, err := os.Stat(begun[0])
		return err == nil && info.Size() > 0
	})
	s.interrupt(t)
	if code, shown := s.end(t); code != exitUndecided || !strings.Contains(shown, "visar: interrupted\r\n") {
		t.Errorf("exit code %d, expected %d and that it was interrupted: %q", code, exitUndecided, shown)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("the file has %.40q, %v", text, err)
	}
	only(t, dir, "out.txt")
}

// only checks which files are in a directory.
func only(t *testing.T, dir string, want ...string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
	}
	if err != nil || strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("%q are in the directory, %v, expected %q", got, err, want)
	}
}
