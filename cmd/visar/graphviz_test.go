package main

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const skewed = "T1[a]: r(x,_) r(y,_) w(x,1)\nT2[b]: r(x,_) r(y,_) w(y,1)\n"

// skewedFile writes a history with a write skew and returns its path.
func skewedFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "h.txt")
	if err := os.WriteFile(path, []byte(skewed), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// buildGraphviz builds the real program and puts it alone on the PATH.
func buildGraphviz(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", dir, "../visar-graphviz")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Setenv("PATH", dir)
}

func TestGraphvizLaysOut(t *testing.T) {
	buildGraphviz(t)
	for _, what := range [][]string{{"-m", "serializable"}, {"--transactions", "T1"}} {
		var stdout, stderr bytes.Buffer
		args := append([]string{"draw", skewedFile(t), "-o", "graphviz"}, what...)
		if code := run(args, &stdout, &stderr); code != exitConsistent || stderr.Len() > 0 {
			t.Fatalf("%v: exit code %d\n%s", what, code, &stderr)
		}
		svg := stdout.String()
		if !strings.Contains(svg, "<svg") || !strings.Contains(svg, "RW y") || strings.Count(svg, "class=\"edge\"") != 2 {
			t.Errorf("%v: expected a picture with two edges, got\n%s", what, svg)
		}
		for d := xml.NewDecoder(strings.NewReader(svg)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%v: %v", what, err)
			}
		}
	}
}

// TestGraphvizIsAlwaysTheSame lays the same graph out twenty times.
func TestGraphvizIsAlwaysTheSame(t *testing.T) {
	buildGraphviz(t)
	path, first := skewedFile(t), ""
	for i := range 20 {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"draw", path, "-o", "graphviz", "-m", "serializable"}, &stdout, &stderr); code != exitConsistent {
			t.Fatalf("exit code %d\n%s", code, &stderr)
		}
		if i == 0 {
			first = stdout.String()
		} else if stdout.String() != first {
			t.Fatalf("run %d gave another picture", i+1)
		}
	}
}

func TestGraphvizRefuses(t *testing.T) {
	buildGraphviz(t)
	nodes := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "n%d;", i)
		}
		return "digraph g {" + b.String() + "}"
	}
	for dot, want := range map[string]string{
		nodes(201):                          "201 nodes: expected at most 200",
		"digraph g { a [label=\"\xff\"]; }": "not UTF-8",
		"digraph g { a -> ":                 "expected a graph in DOT",
		"":                                  "expected a graph in DOT",
	} {
		_, err := layOut(context.Background(), []byte(dot))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.30q: got %v, want %q", dot, err, want)
		}
	}
	if _, err := layOut(context.Background(), []byte(nodes(200))); err != nil {
		t.Errorf("200 nodes: %v", err)
	}
}

func TestWithoutGraphvizDOTIsWritten(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	path := filepath.Join(t.TempDir(), "a.svg")
	var stdout, stderr bytes.Buffer
	if code := run([]string{"draw", skewedFile(t), "-m", "serializable", "-o", "graphviz=" + path}, &stdout, &stderr); code != exitConsistent {
		t.Errorf("exit code %d, want %d", code, exitConsistent)
	}
	dot := strings.TrimSuffix(path, ".svg") + ".dot"
	if !strings.Contains(stderr.String(), "neither beside visar nor on the PATH; DOT is written to "+dot+" instead") {
		t.Errorf("the standard error says %q", &stderr)
	}
	if text, err := os.ReadFile(dot); err != nil || !bytes.HasPrefix(text, []byte("digraph anomaly")) {
		t.Errorf("%v: %.40q", err, text)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the SVG exists")
	}
}

// TestGraphvizIsStopped puts a program that never ends in the place of the real
// one.
func TestGraphvizIsStopped(t *testing.T) {
	dir := t.TempDir()
	script := "#!/bin/sh\nexec /bin/sleep 600\n"
	if err := os.WriteFile(filepath.Join(dir, graphvizProgram), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := layOut(ctx, []byte("digraph g {}"))
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begin) > 10*time.Second {
		t.Errorf("after %s: %v", time.Since(begin), err)
	}
}
