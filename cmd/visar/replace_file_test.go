package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestInterruptedWriting interrupts the writing of a file in the middle: the old
// one stays, and nothing else.
func TestInterruptedWriting(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out")
	if err := replaceFile(path, []byte("old")); err != nil {
		t.Fatal(err)
	}
	err := replaceFileBy(path, func(w io.Writer) error {
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Signal(os.Interrupt)
		}
		for begin := time.Now(); err == nil && time.Since(begin) < 10*time.Second; {
			_, err = w.Write([]byte("new"))
		}
		return err
	})
	if !errors.Is(err, errInterrupted) {
		t.Errorf("got error %v, expected %v", err, errInterrupted)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("the file has %q, %v", text, err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("%v are left, expected one file", left)
	}
}

// TestInterruptedDirectory does the same to a directory of files.
func TestInterruptedDirectory(t *testing.T) {
	dir := t.TempDir()
	err := makeDir(filepath.Join(dir, "out"), func(ctx context.Context, out string) error {
		if err := os.WriteFile(filepath.Join(out, "0.log"), []byte("new"), 0o600); err != nil {
			return err
		}
		self, err := os.FindProcess(os.Getpid())
		if err == nil {
			err = self.Signal(os.Interrupt)
		}
		select {
		case <-ctx.Done():
		case <-time.After(10 * time.Second):
			t.Error("the context goes on after an interrupt")
		}
		return err
	})
	if !errors.Is(err, errInterrupted) {
		t.Errorf("got error %v, expected %v", err, errInterrupted)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v are left, expected nothing", left)
	}
}

// TestInterruptedReading interrupts the program while it waits for more of its
// standard input: it ends, and nothing is written.
func TestInterruptedReading(t *testing.T) {
	dir := t.TempDir()
	visar := exec.Command("visar", "convert", "-", "--to", "jepsen-edn", "-o", "out.edn")
	visar.Dir = dir
	var stderr bytes.Buffer
	visar.Stderr = &stderr
	in, err := visar.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := visar.Start(); err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	// More than a pipe holds: once it is written, visar is reading.
	if _, err := in.Write(bytes.Repeat([]byte(`{"ops":[["w",1,2]]}`+"\n"), 100_000)); err != nil {
		t.Fatal(err)
	}
	if err := visar.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(20*time.Second, func() { visar.Process.Kill() })
	var exit *exec.ExitError
	if err := visar.Wait(); !errors.As(err, &exit) || exit.ExitCode() <= 0 || stderr.String() != "visar: interrupted\n" || !late.Stop() {
		t.Errorf("the program ended with %v and %q, expected an exit code and that it was interrupted", err, stderr.String())
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%v are left, expected nothing", left)
	}
}
