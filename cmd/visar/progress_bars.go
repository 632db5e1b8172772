package main

import (
	"io"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progressBars draws one bar at a time on a terminal: how much of the file is
// read, then how many of the models have a verdict and what is being done. What is
// over soon is not worth a bar, and none is left behind.
type progressBars struct {
	w         io.Writer
	container *mpb.Progress
	bar       *mpb.Bar
	delay     *time.Timer
	name      string
	doing     atomic.Value // string: the stage
}

// barDelay is how long a file may take before a bar appears.
const barDelay = 300 * time.Millisecond

func (p *progressBars) begin(path string) {
	p.name = printable(filepath.Base(path))
	shown := make(chan struct{})
	p.delay = time.AfterFunc(barDelay, func() { close(shown) })
	p.container = mpb.New(mpb.WithOutput(p.w), mpb.WithRenderDelay(shown), mpb.WithAutoRefresh())
}

func (p *progressBars) read(done, total int64) {
	if p.bar == nil {
		p.bar = p.container.AddBar(total, mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(p.name+" ")),
			mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f"), decor.Name(" read")))
	}
	p.bar.SetCurrent(done)
}

func (p *progressBars) stage(what string, done, total int) {
	if p.doing.Load() == nil {
		p.drop()
		p.bar = p.container.AddBar(int64(total), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(p.name+" ")),
			mpb.AppendDecorators(decor.CountersNoUnit("%d / %d models"),
				decor.Any(func(decor.Statistics) string { return ", " + p.doing.Load().(string) })))
	}
	p.doing.Store(what)
	p.bar.SetCurrent(int64(done))
}

// drop removes the bar, if there is one.
func (p *progressBars) drop() {
	if p.bar != nil {
		p.bar.Abort(true)
		p.bar = nil
	}
}

func (p *progressBars) end() {
	p.delay.Stop()
	p.drop()
	p.container.Wait()
	p.doing = atomic.Value{}
}
