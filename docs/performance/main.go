// Command performance measures visar on generated histories and writes the page
// and the picture of it.
//
//	performance [-txns N] [-others N] [-timeout D] DIR
//
// It writes performance.md and performance.svg to DIR. Each history is made by
// one ./visar and judged by another, in a process of its own, so that the figures
// are those of the program as users run it: the time in user mode over all
// processors, and the peak of resident memory, as the kernel has them.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"visar/docs/measure"
)

func main() {
	measure.Launch()
	txns := flag.Int("txns", 1_000_000, "most transactions of a history")
	others := flag.Int("others", 1_000_000, "most transactions of histories that are listed session by session, have times or need no search")
	timeout := flag.Duration("timeout", 5*time.Minute, "time for each check")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: performance [-txns N] [-others N] [-timeout D] DIR")
		os.Exit(2)
	}
	if err := write(flag.Arg(0), *txns, *others, *timeout); err != nil {
		fmt.Fprintln(os.Stderr, "performance:", err)
		os.Exit(1)
	}
}

func write(dir string, txns, others int, timeout time.Duration) error {
	scratch, err := os.MkdirTemp("", "visar-performance")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	beside, err := measure.Summaries(dir, "performance-*.md")
	if err != nil {
		return err
	}
	p := page{beside: beside, machine: measure.Machine(), timeout: timeout, txns: txns, others: others}
	for _, m := range cases(txns, others) {
		f, err := figuresOf(m, scratch, timeout)
		if err != nil {
			return fmt.Errorf("%s: %w", m.pipeline(), err)
		}
		fmt.Fprintf(os.Stderr, "%s, %d transactions of %s, %s: %s, %.2f s, %d MB\n",
			m.shape, m.txns, m.store, m.model, f.outcome, f.user, f.peak)
		p.rows = append(p.rows, row{m, f})
	}
	if err := os.WriteFile(filepath.Join(dir, "performance.md"), p.markdown(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "performance.svg"), picture(p.rows), 0o644)
}
