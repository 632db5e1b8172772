package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"visar/axioms"
	"visar/web"
)

// BenchmarkReport makes reports of generated runs of four operations a
// transaction: how long that takes after the check, how large the page is without
// and with the run, how long a browser takes until the whole is usable, and how
// long it then draws a frame of the timeline, at worst, over moves and zooms. A run
// of a million transactions needs some 3 GB; -benchtime 1x is enough.
func BenchmarkReport(b *testing.B) {
	for _, txns := range []int{10_000, 100_000, 250_000, 1_000_000} {
		b.Run(fmt.Sprint("txns=", txns), func(b *testing.B) {
			dir := b.TempDir()
			file := filepath.Join(dir, "run.jsonl")
			runCommand(b, "generate", "--txns", fmt.Sprint(txns), "--sessions", "20", "--keys", "1000", "--times", "--workload", "list-append", "-o", file)
			j := judge{models: []*axioms.Model{axioms.Serializable}, surveying: true}
			j.input.lists = "versioned"
			res := j.file(b.Context(), file)
			for b.Loop() {
				reportFigures(b, dir, res)
			}
		})
	}
}

func reportFigures(b *testing.B, dir string, res *judged) {
	var text bytes.Buffer
	began := time.Now()
	page := web.Page{Runs: []*web.Run{runOf(res)}}
	if err := page.Write(&text); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(time.Since(began).Seconds(), "s/page")
	b.ReportMetric(float64(text.Len())/1e6, "MB/page")
	b.ReportMetric(float64(bytes.Index(text.Bytes(), []byte(`<script type="application/gzip"`)))/1e3, "kB/plain")
	path := filepath.Join(dir, "report.html")
	if err := os.WriteFile(path, text.Bytes(), 0o666); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(b.Context(), chromedp.WithAllocatorOptions(chromedp.NoSandbox, chromedp.Flag("disable-dev-shm-usage", true)))
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1600, 900), chromedp.Navigate("about:blank")); err != nil {
		b.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		b.Fatal(err)
	}
	frames, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(async () => {
		while (!document.documentElement.dataset.ready) await new Promise(r => setTimeout(r, 10));
		const v = visarPage.current.timeline, ready = performance.now();
		let worst = 0, sum = 0, n = 0;
		for (let i = 0; i < 60; i++) {
			if (i % 3) v.zoom(i < 30 ? 0.8 : 1.25); else v.view(v.from + (v.to - v.from) / 9, v.to + (v.to - v.from) / 9);
			await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
			worst = Math.max(worst, v.frame); sum += v.frame; n++;
		}
		return [ready, sum / n, worst];
	})()`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(frames[0]/1e3, "s/usable")
	b.ReportMetric(frames[1], "ms/frame")
	b.ReportMetric(frames[2], "ms/worst-frame")
}
