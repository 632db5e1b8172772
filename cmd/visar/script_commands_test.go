package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/rogpeppe/go-internal/testscript"
)

// exits CODE ARG... runs visar and wants that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("visar", args[1:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// compress gzip|zstd FROM TO compresses a file.
func compressFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: compress gzip|zstd FROM TO")
	}
	var out bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&out)
	if args[0] == "zstd" {
		var err error
		w, err = zstd.NewWriter(&out)
		ts.Check(err)
	}
	_, err := io.WriteString(w, ts.ReadFile(args[1]))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), out.Bytes(), 0o666))
}

// nest DEPTH FILE writes an EDN operation whose value is a map of maps.
func nest(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: nest DEPTH FILE")
	}
	depth, err := strconv.Atoi(args[0])
	ts.Check(err)
	text := "{:index 0, :type :invoke, :process 0, :f :txn, :value " +
		strings.Repeat("{:a ", depth) + "1" + strings.Repeat("}", depth) + "}\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o666))
}

// spaces SIZE MAXRSS ARG... gives visar that many spaces in one line as its
// standard input, and wants it to need no more memory than MAXRSS bytes and to
// exit with 3. It reads the memory from the kernel, not from the runtime.
func spaces(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: spaces SIZE MAXRSS ARG...")
	}
	size, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	most, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	cmd := exec.Command("visar", args[2:]...)
	cmd.Stdin = io.LimitReader(blank{}, size)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	ts.Check(cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	rss := int64(0)
	for running := true; running; {
		select {
		case err = <-ended:
			running = false
		case <-time.After(10 * time.Millisecond):
			rss = max(rss, peakMemory(cmd.Process.Pid))
		}
	}
	if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exitUnusable {
		ts.Fatalf("%v, want exit code %d\n%s", err, exitUnusable, &out)
	}
	if rss == 0 || rss > most {
		ts.Fatalf("peak memory %d bytes, want at most %d", rss, most)
	}
}

// peakMemory returns the peak resident memory of a running process in bytes, 0 if
// it is not known. What a finished child reports is no use: it counts the memory
// of the process that it was forked from.
func peakMemory(pid int) int64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kilobytes, _ := strconv.ParseInt(number, 10, 64)
	return kilobytes * 1024
}

// blank is a reader of spaces without end.
type blank struct{}

func (blank) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = ' '
	}
	return len(b), nil
}
