package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	// graphvizProgram lays graphs out. It is a program of its own because its
	// library takes a second to start, leaks, and cannot be stopped.
	graphvizProgram = "visar-graphviz"
	graphvizTime    = 30 * time.Second
)

// layingOut holds back a second layout while one runs: each takes a whole core and
// hundreds of megabytes.
var layingOut sync.Mutex

// layOut returns the SVG of a DOT graph, from a child process that is killed if it
// takes too long.
func layOut(ctx context.Context, dot []byte) ([]byte, error) {
	path, err := findGraphviz()
	if err != nil {
		return nil, err
	}
	layingOut.Lock()
	defer layingOut.Unlock()
	ctx, cancel := context.WithTimeoutCause(ctx, graphvizTime, fmt.Errorf("the time limit of %s ran out", graphvizTime))
	defer cancel()
	var svg, stderr bytes.Buffer
	child := exec.CommandContext(ctx, path)
	child.Stdin, child.Stdout, child.Stderr = bytes.NewReader(dot), &svg, &stderr
	child.WaitDelay = time.Second
	switch err := child.Run(); {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("%s was stopped: %w", graphvizProgram, context.Cause(ctx))
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %s", graphvizProgram, err, strings.TrimSpace(stderr.String()))
	}
	return svg.Bytes(), nil
}

// findGraphviz returns the path of the program: beside this one, or on the PATH.
func findGraphviz() (string, error) {
	if own, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(own), graphvizProgram)
		if info, err := os.Stat(beside); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return beside, nil
		}
	}
	path, err := exec.LookPath(graphvizProgram)
	if err != nil {
		return "", fmt.Errorf("%s is neither beside visar nor on the PATH", graphvizProgram)
	}
	return path, nil
}
