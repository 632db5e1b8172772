// Command knownorders measures visar where the order of versions is known or
// does not matter, and writes the page and the picture of it.
//
//	knownorders [-txns N] [-timeout D] [-runs N] [-beside NAME -release N -command COMMAND [-memory MB]] DIR
//
// It writes performance-known.md and performance-known.svg to DIR. Histories are
// made and judged by ./visar, each in a process of its own; figures are those of
// the kernel for the whole process, reading and certifying included. With another program,
// awdit, plume or elle, which COMMAND runs, it writes performance-NAME.md alone, which
// has both side by side.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"visar/docs/measure"
)

func main() {
	measure.Launch()
	txns := flag.Int("txns", 1_000_000, "most transactions of a history")
	timeout := flag.Duration("timeout", 5*time.Minute, "time for each check")
	runs := flag.Int("runs", 1, "how often each check runs, and more often where growth is judged; the median counts")
	name := flag.String("beside", "", "program to run beside visar: awdit, plume or elle")
	command := flag.String("command", "", "command that runs it")
	release := flag.String("release", "", "release of that program, for the page")
	memory := flag.Int("memory", 6000, "megabytes that it may take")
	flag.Parse()
	if flag.NArg() != 1 || *name != "" && (strings.TrimSpace(*command) == "" || *release == "") {
		fmt.Fprintln(os.Stderr, "usage: knownorders [-txns N] [-timeout D] [-runs N] [-beside NAME -release N -command COMMAND [-memory MB]] DIR")
		os.Exit(2)
	}
	var err error
	if *name != "" {
		b := &beside{command: strings.Fields(*command), release: *release, txns: *txns, timeout: *timeout, memory: *memory, machine: measure.Machine()}
		if b.rival, err = rivalNamed(*name); err == nil {
			err = b.write(flag.Arg(0))
		}
	} else {
		err = write(flag.Arg(0), &page{txns: *txns, timeout: *timeout, runs: max(1, *runs), machine: measure.Machine()})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "knownorders:", err)
		os.Exit(1)
	}
}

func write(dir string, p *page) error {
	scratch, err := os.MkdirTemp("", "visar-known-orders")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for _, s := range shapes {
		if err := p.measure(s, scratch); err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "performance-known.md"), p.markdown(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "performance-known.svg"), p.picture(), 0o644)
}
