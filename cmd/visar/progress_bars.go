package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// progressBars draws one line at a time on a terminal: how much of the file is
// read, then how many of the models have a verdict and what is being done. What is
// over soon is not worth a line, and none is left behind.
//
// Libraries for progress bars bring tables of Unicode that would take the program
// beyond the size that a static build may have.
type progressBars struct {
	w    io.Writer
	mu   sync.Mutex
	name string
	next time.Time // when to draw again
	long int       // how long the line on the terminal is
}

const (
	// barDelay is how long a file may take before a line appears.
	barDelay = 300 * time.Millisecond
	// barPause is the time between two drawings.
	barPause = 100 * time.Millisecond
	// barColumns bounds a line, so that it never wraps.
	barColumns = 79
	// barWidth is that of the bar itself.
	barWidth = 20
)

func (p *progressBars) begin(path string) {
	p.name = printable(filepath.Base(path))
	p.next = time.Now().Add(barDelay)
}

func (p *progressBars) read(done, total int64) {
	const mebi = 1 << 20
	text := fmt.Sprintf("%.1f MiB read", float64(done)/mebi)
	if total > 0 {
		text = fmt.Sprintf("%s %.1f of %.1f MiB read", bar(done, total), float64(done)/mebi, float64(total)/mebi)
	}
	p.draw(text)
}

func (p *progressBars) stage(what string, done, total int) {
	p.draw(fmt.Sprintf("%s %d of %d models, %s", bar(int64(done), int64(total)), done, total, what))
}

// bar returns a bar of which done of total are filled.
func bar(done, total int64) string {
	filled := int(barWidth * min(done, total) / max(total, 1))
	return "[" + strings.Repeat("=", filled) + strings.Repeat(" ", barWidth-filled) + "]"
}

// draw replaces the line, if it is time.
func (p *progressBars) draw(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(barPause)
	line := []rune(p.name + " " + text)
	if len(line) > barColumns {
		line = line[:barColumns]
	}
	fmt.Fprintf(p.w, "\r%s%s", string(line), strings.Repeat(" ", max(0, p.long-len(line))))
	p.long = len(line)
}

// end takes the line away.
func (p *progressBars) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.long > 0 {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.long))
	}
	p.long = 0
}
