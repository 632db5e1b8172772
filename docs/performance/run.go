package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// figures are what one check cost and said.
type figures struct {
	outcome, engine string
	reason          string  // why undecided
	user            float64 // seconds
	deciding        float64 // seconds of wall time, certification included
	peak            int64   // megabytes
}

// measure makes a history in the folder scratch, has it checked, and removes it.
func measure(m measured, scratch string, timeout time.Duration) (figures, error) {
	path := filepath.Join(scratch, "history.jsonl")
	defer os.Remove(path)
	generate := exec.Command("./visar", append(strings.Fields(m.generate())[1:], "-o", path)...)
	generate.Stderr = os.Stderr
	if err := generate.Run(); err != nil {
		return figures{}, err
	}
	if m.grouped {
		sort := exec.Command("sort", append(strings.Fields(group)[1:], "-o", path, path)...)
		sort.Stderr = os.Stderr
		if err := sort.Run(); err != nil {
			return figures{}, err
		}
	}
	check := exec.Command("./visar", append(strings.Fields(m.check())[1:], "-o", "json", "--timeout", timeout.String(), path)...)
	check.Stderr = os.Stderr
	out, err := check.Output()
	// A model that does not hold, or is not decided, has an exit code of its own.
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return figures{}, err
	}
	f, err := read(out)
	f.user = check.ProcessState.UserTime().Seconds()
	if usage, ok := check.ProcessState.SysUsage().(*syscall.Rusage); ok {
		f.peak = usage.Maxrss >> 10
	}
	return f, err
}

// read takes the verdict out of the report of a check.
func read(out []byte) (figures, error) {
	var report struct {
		Histories []struct {
			Outcome, Reason string
			Verdicts        []struct {
				Outcome, Engine, Reason string
				Seconds                 float64
			}
		}
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return figures{}, err
	}
	if len(report.Histories) != 1 {
		return figures{}, fmt.Errorf("%d histories in the report, expected 1", len(report.Histories))
	}
	h := report.Histories[0]
	if len(h.Verdicts) == 0 {
		return figures{outcome: h.Outcome, reason: h.Reason}, nil
	}
	v := h.Verdicts[0]
	return figures{outcome: v.Outcome, engine: v.Engine, reason: v.Reason, deciding: v.Seconds}, nil
}

// conditions says on what machine the figures were taken, and how busy it was.
func conditions() string {
	s := fmt.Sprintf("Go %s, %s/%s, %d processors", strings.TrimPrefix(runtime.Version(), "go"), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	load, err := os.ReadFile("/proc/loadavg")
	if first, _, ok := bytes.Cut(load, []byte(" ")); err == nil && ok && !bytes.HasPrefix(first, []byte("0.")) {
		s += fmt.Sprintf(". The machine was shared with other jobs: its load was %s when the run began", first)
	}
	return s
}
