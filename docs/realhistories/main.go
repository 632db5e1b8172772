// Command realhistories judges recordings of real databases and writes the
// table of docs/real-histories.md.
//
//	realhistories DIR > docs/real-histories.md
//
// Each recording is classified by ./visar in a process of its own, so that the
// figures are those of the program as users run it: the time in user mode over
// all processors, and the peak of resident memory, as the kernel has them.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

const introduction = `# Real histories

What visar makes of recordings of real databases. The name of a file says which
database it was, in which version, at which isolation level, and what the
transactions did. ` + "`make real-histories HISTORIES=DIR`" + ` wrote this page, with each
recording classified against all models, reading and certification included.

`

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: realhistories DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "realhistories:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	fmt.Printf("%sGo %s, %s/%s, %d processors.\n\n", introduction, strings.TrimPrefix(runtime.Version(), "go"), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Println("| recording | committed | strongest that hold | weakest that fail | undecided | user s | peak MB |")
	fmt.Println("|---|---|---|---|---|---|---|")
	for _, e := range entries {
		r, err := classify(filepath.Join(dir, e.Name()))
		if err != nil {
			return fmt.Errorf("%s: %w", e.Name(), err)
		}
		name, _, _ := strings.Cut(e.Name(), ".edn")
		fmt.Printf("| %s | %s | %s | %s | %s | %.2f | %d |\n",
			name, r.committed, r.strongest, r.weakest, r.undecided, r.user, r.peak>>20)
	}
	return nil
}

// row is what the table says about one recording.
type row struct {
	committed, strongest, weakest, undecided string

	user float64 // seconds
	peak int64   // bytes
}

func classify(path string) (row, error) {
	cmd := exec.Command("./visar", "classify", path)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return row{}, err
	}
	r := row{
		committed: before(after(out, path+": "), " committed"),
		strongest: after(out, "  strongest that hold: "),
		weakest:   after(out, "  weakest that fail: "),
		undecided: after(out, "  undecided: "),
		user:      cmd.ProcessState.UserTime().Seconds(),
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = usage.Maxrss * 1024
	}
	return r, nil
}

// after returns the rest of the line that begins with prefix, or "".
func after(text []byte, prefix string) string {
	for line := range bytes.Lines(text) {
		if rest, ok := bytes.CutPrefix(line, []byte(prefix)); ok {
			return strings.TrimSpace(string(rest))
		}
	}
	return ""
}

func before(s, end string) string {
	s, _, _ = strings.Cut(s, end)
	return s
}
