package main

import (
	"errors"
	"io"
	"os"
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
