// Package measure runs programs and says what they cost, for the commands that write
// the pages about performance.
package measure

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// Cost is what a process took, as the kernel counts it.
type Cost struct {
	User float64 // seconds in user mode, over all processors
	Peak int64   // megabytes, the most that was resident at once
}

// Result is the end of a process.
type Result struct {
	Cost
	Out  []byte `json:"-"` // what it printed
	Code int    // its exit code, -1 where a signal ended it
	Late bool   // it was killed when its time was up
}

// Run runs a command to its end, or until it has taken the time; 0 is for no limit.
// Its standard error is that of the caller. The error is not about what the
// command made of its work, which Code tells, but that it could not be run.
//
// The kernel lets a process begin with the peak of the one that started it. So a
// small one starts it, this program over again: see Launch.
func Run(timeout time.Duration, command ...string) (Result, error) {
	self, err := os.Executable()
	if err != nil {
		return Result{}, err
	}
	read, write, err := os.Pipe()
	if err != nil {
		return Result{}, err
	}
	defer read.Close()
	launcher := exec.Command(self, append([]string{launched, timeout.String()}, command...)...)
	launcher.Stderr = os.Stderr
	launcher.ExtraFiles = []*os.File{write}
	out, err := launcher.Output()
	write.Close()
	if err != nil {
		return Result{}, fmt.Errorf("running %q: %w", command, err)
	}
	r := Result{Out: out}
	return r, json.NewDecoder(read).Decode(&r)
}

// Machine says where figures are taken, and how busy it is now.
func Machine() string {
	s := fmt.Sprintf("%s, %s/%s, %d processors", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if load, err := os.ReadFile("/proc/loadavg"); err == nil {
		first, _, _ := strings.Cut(string(load), " ")
		s += fmt.Sprintf("; the load of the machine was %s when the run began", first)
	}
	return s
}
