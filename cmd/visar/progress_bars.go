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
	name string
	done chan struct{} // closed to end the drawing
	over chan struct{} // closed when it has ended

	mu   sync.Mutex
	text string // what the line says after the name
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
	p.name, p.text = printable(filepath.Base(path)), ""
	p.done, p.over = make(chan struct{}), make(chan struct{})
	go p.run()
}

// run draws the line from time to time until done is closed, and takes it away.
func (p *progressBars) run() {
	defer close(p.over)
	wait, long := time.NewTimer(barDelay), 0
	defer wait.Stop()
	for {
		select {
		case <-wait.C:
			long = p.draw(long)
			wait.Reset(barPause)
		case <-p.done:
			if long > 0 {
				fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", long))
			}
			return
		}
	}
}

func (p *progressBars) read(done, total int64) {
	const mebi = 1 << 20
	text := fmt.Sprintf("%.1f MiB read", float64(done)/mebi)
	if total > 0 {
		text = fmt.Sprintf("%s %.1f of %.1f MiB read", bar(done, total), float64(done)/mebi, float64(total)/mebi)
	}
	p.say(text)
}

func (p *progressBars) stage(what string, done, total int) {
	p.say(fmt.Sprintf("%s %d of %d models, %s", bar(int64(done), int64(total)), done, total, what))
}

// bar returns a bar of which done of total are filled.
func bar(done, total int64) string {
	filled := int(barWidth * min(done, total) / max(total, 1))
	return "[" + strings.Repeat("=", filled) + strings.Repeat(" ", barWidth-filled) + "]"
}

func (p *progressBars) say(text string) {
	p.mu.Lock()
	p.text = text
	p.mu.Unlock()
}

// draw replaces the line, which was so long, and returns how long it is.
func (p *progressBars) draw(long int) int {
	p.mu.Lock()
	line := []rune(p.name + " " + p.text)
	p.mu.Unlock()
	if len(line) > barColumns {
		line = line[:barColumns]
	}
	fmt.Fprintf(p.w, "\r%s%s", string(line), strings.Repeat(" ", max(0, long-len(line))))
	return len(line)
}

func (p *progressBars) end() {
	close(p.done)
	<-p.over
}
