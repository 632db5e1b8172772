package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
)

// replaceFile writes a file so that it is at any moment the old one or the new
// one as a whole.
func replaceFile(path string, text []byte) error {
	return replaceFileBy(path, func(w io.Writer) error {
		_, err := w.Write(text)
		return err
	})
}

// replaceFileBy is replaceFile for a text that write writes. An interrupt ends the
// writing and leaves the old file.
func replaceFileBy(path string, write func(io.Writer) error) (err error) {
	ctx, stop := interruptible(context.Background())
	defer stop()
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err = write(interruptedWriter{ctx, f}); err != nil {
		return err
	}
	if err = f.Chmod(0o644); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = context.Cause(ctx); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// interruptedWriter fails once its context is done.
type interruptedWriter struct {
	ctx context.Context
	w   io.Writer
}

func (w interruptedWriter) Write(p []byte) (int, error) {
	if err := context.Cause(w.ctx); err != nil {
		return 0, err
	}
	return w.w.Write(p)
}
