package main

import (
	"encoding/json"
	"io"
	"math"
)

// progressJSON prints a line of JSON for each event, for machines: that a file is
// begun, each twentieth of it that is read, each stage, and that it is done.
type progressJSON struct {
	w    io.Writer
	path string
	next int64 // how much must have been read for the next line
}

// progressEvent is a line of --progress=json.
type progressEvent struct {
	File  string `json:"file"`
	Event string `json:"event"` // reading, judging or done
	Stage string `json:"stage,omitempty"`
	Done  int64  `json:"done"`
	Total int64  `json:"total,omitempty"` // bytes, or models; left out if not known
}

// readStep is how much is read between two lines where the size is not known.
const readStep = 64 << 20

func (p *progressJSON) begin(path string) { p.path, p.next = path, 0 }

func (p *progressJSON) read(done, total int64) {
	if done < p.next {
		return
	}
	switch {
	case total == 0:
		p.next = done + readStep
	case done < total:
		p.next = min(total, done+max(1, total/20))
	default:
		p.next = math.MaxInt64 // all is read
	}
	p.print(progressEvent{Event: "reading", Done: done, Total: total})
}

func (p *progressJSON) stage(what string, done, total int) {
	p.print(progressEvent{Event: "judging", Stage: what, Done: int64(done), Total: int64(total)})
}

func (p *progressJSON) end() { p.print(progressEvent{Event: "done"}) }

// print writes a line. That it cannot be written is no reason to judge nothing.
func (p *progressJSON) print(e progressEvent) {
	e.File = p.path
	if line, err := json.Marshal(e); err == nil {
		p.w.Write(append(line, '\n'))
	}
}
