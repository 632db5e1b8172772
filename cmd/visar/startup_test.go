package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// startUps are what must be over before anyone waits for it.
var startUps = map[string][]string{
	"help":  {"--help"},
	"check": {"check", "h.txt"},
}

// inDirectoryOfThree returns a directory with a history of three transactions.
func inDirectoryOfThree(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "h.txt"), []byte("T1[a]: w(x,1)\nT2[b]: r(x,1) w(x,2)\nT3[a]: r(x,2)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestStartUp holds what the packages make before the first line of main runs: a table
// or a pattern that few commands need is made when it is needed. The time that it takes
// says as much of the machine: the benchmark has it.
func TestStartUp(t *testing.T) {
	const most = 128 << 10
	dir := inDirectoryOfThree(t)
	for name, args := range startUps {
		visar := exec.Command("visar", args...)
		visar.Dir, visar.Env = dir, append(os.Environ(), "GODEBUG=inittrace=1")
		var trace strings.Builder
		visar.Stderr = &trace
		if err := visar.Run(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, trace.String())
		}
		packages, sum := 0, 0
		for line := range strings.Lines(trace.String()) {
			var path string
			var at, took float64
			var bytes int
			if _, err := fmt.Sscanf(line, "init %s @%f ms, %f ms clock, %d bytes", &path, &at, &took, &bytes); err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if strings.HasPrefix(path, "visar/") {
				packages, sum = packages+1, sum+bytes
			}
		}
		if packages < 5 || sum > most {
			t.Errorf("%s: %d packages make %d bytes before main, at most %d expected", name, packages, sum, most)
		}
	}
}

// BenchmarkStartUp reports the wall's time and the processor's, in the kernel too, of the
// program as it is released.
func BenchmarkStartUp(b *testing.B) {
	dir := inDirectoryOfThree(b)
	program := filepath.Join(dir, "visar")
	build := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	for name, args := range startUps {
		b.Run(name, func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				visar := exec.Command(program, args...)
				visar.Dir = dir
				if out, err := visar.CombinedOutput(); err != nil {
					b.Fatalf("%v: %v\n%s", args, err, out)
				}
				cpu += visar.ProcessState.UserTime() + visar.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms/start")
			b.ReportMetric(float64(cpu.Microseconds())/1000/float64(b.N), "cpu-ms/start")
		})
	}
}
