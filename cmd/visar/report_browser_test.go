package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const (
	postgres = "../../testdata/histories/postgresql-15.20-repeatable_read-list_append.edn.gz"
	mariadb  = "../../testdata/histories/mariadb-10.11.19-repeatable_read-rw_register.edn.gz"
	// galera is the front of a recording of MariaDB Galera on three nodes, cut off
	// while 20 transactions ran.
	galera = "testdata/galera.edn.gz"
)

// fits is true of a page that is no wider than the window.
const fits = `document.documentElement.scrollWidth <= innerWidth`

func reportOn(t testing.TB, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	runCommand(t, append(append([]string{"report"}, args...), "-o", path)...)
	return path
}

func runCommand(t testing.TB, args ...string) {
	t.Helper()
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
}

// postgresReport is the text of the page on postgres, which most tests look at.
var postgresReport = sync.OnceValues(func() ([]byte, error) {
	var text bytes.Buffer
	root := newRoot()
	root.SetArgs([]string{"report", postgres, "-o", "-"})
	root.SetOut(&text)
	err := root.Execute()
	return text.Bytes(), err
})

func postgresPage(t *testing.T) string {
	t.Helper()
	text, err := postgresReport()
	if err != nil {
		t.Fatal(err)
	}
	return write(t, t.TempDir(), "report.html", string(text))
}

func lookAtAnomalies(b *browser) {
	b.open(postgresPage(b.t), "")
	b.do(chromedp.KeyEvent("n"))
	b.holds("n steps to the first edge", `document.querySelectorAll("#anomaly-1 g[data-edge].on").length === 1 && !!document.querySelector("#anomaly-1 li.on")`)
	b.do(chromedp.KeyEvent("p"))
	b.holds("p steps back", `document.querySelectorAll("#anomaly-1 g[data-edge].on").length === 0`)
	b.do(chromedp.KeyEvent("j"))
	b.holds("j opens the next", `document.querySelector("#anomaly-2").open && location.hash === "#anomaly-2"`)
	b.holds("a picture that came packed is drawn", `document.querySelectorAll("#anomaly-2 svg.va g[data-txn] rect").length === 3 && document.querySelector("#anomaly-2 svg.va").getBoundingClientRect().height > 100 && !document.querySelector("#anomaly-2 svg.va [xmlns]")`)
	b.do(chromedp.KeyEvent("n"))
	b.holds("its edges light up", `document.querySelectorAll("#anomaly-2 g[data-edge].on path").length > 0`)
	b.do(chromedp.KeyEvent("k"))
	b.holds("k goes back", `location.hash === "#anomaly-1"`)
	b.do(chromedp.Click("#anomaly-1 .next"), chromedp.Click("#anomaly-1 details.why summary"))
	b.holds("the reason of an edge opens", `document.querySelector("#anomaly-1 details.why").open && document.querySelector("#anomaly-1 details.why p").textContent.length > 20`)
	b.holds("a derived edge is shown from others", `[...document.querySelectorAll(".why p")].some(p => /^T\d+ –WR→ T\d+ and T\d+ –WW→ T\d+ give T\d+ –RW→ T\d+$/.test(p.textContent))`)
	b.holds("there are a small timeline, versions with readers, and operations with lines",
		`["svg.mini rect", ".strip .v.hot a", ".ops b"].every(s => document.querySelector("#anomaly-1 " + s)) && /^\d+$/.test(document.querySelector("#anomaly-1 .ops tbody td:nth-child(3)").textContent)`)
	b.do(chromedp.Click("#anomaly-1 g[data-txn]"))
	b.holds("a box of the picture opens its transaction", `document.querySelector("#inspector h2").textContent === "T1619"`)
	b.do(chromedp.KeyEvent(kb.Escape))
	copySteps(b)
	b.quiet()
}

// copySteps clicks every copy and the download.
func copySteps(b *browser) {
	b.t.Helper()
	b.holds("copies can be seen", `(Object.defineProperty(navigator, "clipboard", {value: {writeText: async t => { globalThis.copied = t; }}, configurable: true}), true)`)
	for _, c := range [][2]string{{"text", "Read-only"}, {"Markdown", "### "}, {"DOT", "digraph"}, {"JSON", "{"}, {"EDN", "{:"}, {"link", "file:"}} {
		name, begin := c[0], c[1]
		b.do(chromedp.Click(fmt.Sprintf(`#anomaly-1 [data-copy=%q]`, name)))
		b.holds(name+" is copied", fmt.Sprintf(`new Promise(r => setTimeout(r, 50)).then(() => copied.startsWith(%q) && document.querySelector(".toast").textContent === %q)`, begin, "Copied as "+name))
		if name == "JSON" {
			b.holds("it is JSON", `JSON.parse(copied).name === "read-only-transaction-anomaly"`)
		}
	}
	b.holds("downloads can be seen", `(() => { const make = URL.createObjectURL; URL.createObjectURL = x => { globalThis.blob = x; return make(x); };
		HTMLAnchorElement.prototype.click = function () { globalThis.file = this.download; }; return true; })()`)
	b.do(chromedp.Click("#anomaly-1 .download"))
	b.holds("the minimal history is one", `blob.text().then(t => file === "anomaly-1-read-only-transaction-anomaly.jsonl" && t.trim().split("\n").filter(l => JSON.parse(l).ops).length >= 3)`)
}

const note = `document.querySelector(".run:not([hidden]) .note").textContent`

// narrow is true while the timeline shows less than all.
const narrow = `visarPage.current.timeline.to - visarPage.current.timeline.from < visarPage.current.run.span`

func lookAtTimeline(b *browser) {
	b.open(postgresPage(b.t), "")
	b.holds("every transaction is there", note+`.startsWith("15,157 of 15,157")`)
	b.holds("something is drawn in colour", `(() => { const c = document.querySelector("#timeline canvas"), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		return new Set(Array.from({length: 5000}, (_, i) => d[4 * i * 37])).size > 4; })()`)
	b.do(chromedp.Click(`#timeline [aria-label="Zoom in"]`))
	b.holds("+ zooms in", narrow)
	b.do(chromedp.Click(`#timeline [aria-label="Zoom out"]`), chromedp.Click(`#timeline [aria-label="Zoom in"]`), chromedp.Click(`#timeline [aria-label="Show all"]`))
	b.holds("all shows all", "!("+narrow+")")
	b.do(chromedp.Focus("#timeline canvas"), chromedp.KeyEvent("+"), chromedp.KeyEvent("+"))
	b.holds("the key + zooms in", narrow+`&& (globalThis.left = visarPage.current.timeline.from, left > 0)`)
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	b.holds("an arrow moves it", `visarPage.current.timeline.from > left`)
	b.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.ArrowUp), chromedp.KeyEvent(kb.Home))
	b.holds("Home shows all", "!("+narrow+")")
	pointerSteps(b)
	b.do(chromedp.Click(`#timeline [aria-label="Jump to the next anomaly"]`))
	b.holds("it jumps to an anomaly", note+`.startsWith("Anomaly 1") && `+narrow)
	b.holds("throughput and latency are drawn", `(() => { const v = visarPage.current.timeline, c = v.canvas, k = devicePixelRatio, y = v.lanesTop + v.rows * 18 + 4;
		const d = v.c.getImageData(100 * k, y * k, (v.width - 110) * k, 60 * k).data, seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d[i] + "," + d[i+1] + "," + d[i+2]); return seen.size > 5; })()`)
	b.quiet()
}

// pointerSteps moves the timeline by mouse, wheel and fingers.
func pointerSteps(b *browser) {
	b.t.Helper()
	x, y := b.timeline()
	b.wheel(x+500, y+150, 0.01, -200, 2)
	b.holds("Ctrl and the wheel zoom", narrow+`&& (globalThis.left = visarPage.current.timeline.from, true)`)
	b.drag(x+600, y+150, -200, 0)
	b.holds("dragging moves it", `visarPage.current.timeline.from > left && (globalThis.left = visarPage.current.timeline.from, true)`)
	b.wheel(x+500, y+150, 100, 0.01, 0)
	b.holds("the wheel moves it sideways", `visarPage.current.timeline.from > left`)
	b.drag(x+100, y+15, 300, 0)
	b.holds("the minimap moves it", `Math.abs(visarPage.current.timeline.from + visarPage.current.timeline.to - 2 * visarPage.current.run.span * 308 / (visarPage.current.timeline.width - 92)) < visarPage.current.run.span / 20 && (globalThis.left = visarPage.current.timeline.from, true)`)
	call(b, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	b.swipe(x+600, y+150, -200)
	b.holds("a finger moves it", `visarPage.current.timeline.from > left && (globalThis.span = visarPage.current.timeline.to - visarPage.current.timeline.from, true)`)
	b.pinch(x+500, y+150, 100, 300)
	b.holds("two fingers zoom", `visarPage.current.timeline.to - visarPage.current.timeline.from < span * 0.5`)
	call(b, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{})
	b.holds("a click on a transaction opens it", `(() => { const v = visarPage.current.timeline; v.show([1618]); globalThis.at = null; return new Promise(done => setTimeout(() => { const r = v.canvas.getBoundingClientRect(); v.canvas.scrollIntoView({block: "center", behavior: "instant"}); done(true); }, 60)); })()`)
	x, y = b.timeline()
	place, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](`(() => { const v = visarPage.current.timeline, r = visarPage.current.run; return [v.x((r.start[1618] + r.end[1618]) / 2), v.lanesTop + (r.lane[1618] - v.top) * 18 + 9]; })()`))
	if err != nil {
		b.t.Fatal(err)
	}
	b.do(chromedp.MouseClickXY(x+place[0], y+place[1]))
	b.holds("it is the one that was clicked", `document.querySelector("#inspector h2").textContent === "T1619"`)
	b.do(chromedp.KeyEvent(kb.Escape))
}

func lookAtKeys(b *browser) {
	b.open(postgresPage(b.t), "")
	b.do(chromedp.SendKeys(`#keys [aria-label="Find a key"]`, "58"))
	b.holds("keys are found by name", `[...document.querySelectorAll("#keys [data-key]")].every(k => k.textContent.includes("58"))`)
	b.do(chromedp.Click(`#keys [data-key]`))
	b.holds("a key shows its versions", `document.querySelectorAll("#keys .strip .v").length > 2 && location.hash === "#key-58"`)
	b.do(chromedp.Click(`#keys .strip a`))
	b.holds("a writer opens beside the page", `!document.querySelector("#inspector").hidden`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.holds("Esc closes it", `document.querySelector("#inspector").hidden`)
	b.search("T1620")
	b.holds("Enter goes there", `document.querySelector("#inspector h2").textContent === "T1620"`)
	b.do(chromedp.KeyEvent(kb.Escape), chromedp.KeyEvent("?"))
	b.holds("? opens the help", `document.querySelector('dialog[aria-label="Keys"]').open`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.holds("Esc closes that too", `!document.querySelector("dialog[open]")`)
	b.quiet()
}

func lookAtPermalinks(b *browser) {
	path := postgresPage(b.t)
	b.open(path, "#anomaly-3")
	b.holds("#anomaly-3 opens it", `document.querySelector("#anomaly-3").open`)
	b.open(path, "#T1042")
	b.holds("#T1042 shows it", `document.querySelector("#inspector h2").textContent === "T1042"`)
	b.holds("the address changes", `(location.hash = "#key-17", new Promise(done => setTimeout(() => done(true), 100)))`)
	b.holds("#key-17 shows it", `document.querySelector("#keys h3").textContent === "17"`)
	b.holds("the address changes again", `(location.hash = "#model-serializable", new Promise(done => setTimeout(() => done(true), 100)))`)
	b.holds("#model-serializable opens the table", `document.querySelector("#model-serializable").getBoundingClientRect().height > 0`)
	b.quiet()
}

// lookAtManner tries the theme, the order of the focus and what a reader prefers.
func lookAtManner(b *browser) {
	b.media("", "prefers-color-scheme", "light")
	b.open(reportOn(b.t, galera), "")
	const background = `getComputedStyle(document.body).backgroundColor`
	b.holds("nothing moves by itself", `getComputedStyle(document.documentElement).scrollBehavior === "auto"`)
	b.holds("light is light", background+` === "rgb(255, 255, 255)"`)
	b.do(chromedp.Click(`[aria-label="Light or dark"]`))
	b.holds("the switch makes it dark, the timeline too", background+` === "rgb(13, 17, 23)" && visarPage.current.timeline.color.bg === "#0d1117"`)
	b.do(chromedp.Reload())
	b.ready()
	b.holds("the choice is kept", background+` === "rgb(13, 17, 23)"`)
	b.do(chromedp.Click(`[aria-label="Light or dark"]`))
	b.holds("it switches back", background+` === "rgb(255, 255, 255)"`)
	b.media("", "prefers-reduced-motion", "no-preference")
	b.holds("else it scrolls smoothly", `getComputedStyle(document.documentElement).scrollBehavior === "smooth"`)
	b.holds("the focus goes back to the top", `(document.activeElement.blur(), scrollTo({top: 0, behavior: "instant"}), true)`)
	b.do(chromedp.MouseClickXY(10, 25), chromedp.KeyEvent(kb.Tab))
	for _, want := range []string{"Verdict", "Could have shown", "Anomalies", "Timeline", "Keys", "Search", "◐", "?"} {
		b.holds("the focus comes to "+want, fmt.Sprintf(`document.activeElement.textContent === %q && getComputedStyle(document.activeElement).outlineStyle !== "none"`, want))
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	scrollSteps(b)
	b.do(chromedp.Focus("#tools button:last-child"), chromedp.KeyEvent(kb.Tab))
	b.holds("then into the page", `document.querySelector("main").contains(document.activeElement)`)
	b.quiet()
}

// scrollSteps follows a link down the page and one back. The second waits for the
// end of the first scroll: Chromium may stop on the way when another scroll begins
// within a frame or two of the first, which no hand does.
func scrollSteps(b *browser) {
	b.t.Helper()
	b.holds("the ends of scrolls can be seen", `(globalThis.ends = 0, addEventListener("scrollend", () => ends++), true)`)
	b.do(chromedp.Click(`#sections a[href="#keys"]`))
	b.arrives(`ends === 1 && document.querySelector("#keys").getBoundingClientRect().top < innerHeight`)
	b.do(chromedp.Click(`#sections a[href="#verdict"]`))
	b.arrives(`(at => ends === 2 && at >= -1 && at < 60)(document.querySelector("#verdict").getBoundingClientRect().top - document.querySelector(".top").getBoundingClientRect().bottom)`)
}

func lookAtPrint(b *browser) {
	b.open(reportOn(b.t, galera), "")
	b.holds("all is closed before", `(document.querySelectorAll("details").forEach(d => d.open = false), true)`)
	paper := call(b, page.PrintToPDF, page.PrintToPDFParams{})
	if len(paper.Data) < 50_000 {
		b.t.Errorf("the print has %d bytes", len(paper.Data))
	}
	b.holds("printing opens the anomalies", `[...document.querySelectorAll("details.anomaly")].every(d => d.open)`)
	b.open(postgresPage(b.t), "")
	b.media("print")
	b.holds("it does so with many", `(dispatchEvent(new Event("beforeprint")), true)`)
	b.holds("every anomaly is open and drawn on paper", `[...document.querySelectorAll("details.anomaly")].every(d => d.open && d.querySelector("svg.va") && d.querySelector(".ops"))`)
	b.holds("what needs a hand is not", `[".top", "#timeline", "#keys", ".bar"].every(s => getComputedStyle(document.querySelector(s)).display === "none")`)
	b.quiet()
}

// lookAtWidths looks at the page on a phone, a tablet and a screen, light and dark,
// with the eyes of axe.
func lookAtWidths(b *browser) {
	path := postgresPage(b.t)
	for _, scheme := range []string{"light", "dark"} {
		b.media("", "prefers-color-scheme", scheme)
		b.do(chromedp.EmulateViewport(360, 900))
		b.open(path, "#anomaly-1")
		for _, width := range []int64{360, 800, 1600} {
			b.do(chromedp.EmulateViewport(width, 900))
			b.holds(fmt.Sprint("the page fits ", width), fits)
			b.picture(fmt.Sprintf("%s-%d", scheme, width), "verdict", "exposure", "anomalies", "anomaly-1", "timeline", "keys")
			if width == 1600 && scheme == "dark" {
				b.accessible()
			}
		}
	}
	b.media("", "prefers-color-scheme", "light")
	b.do(chromedp.EmulateViewport(1280, 820))
	b.holds("it is wide again", fits)
	b.picture("readme", "verdict", "anomaly-1", "timeline")
	b.do(chromedp.EmulateViewport(360, 800))
	b.open(reportOn(b.t, galera), "#model-serializable")
	b.do(chromedp.Click("#keys [data-key]"), chromedp.Click("#keys .strip a"))
	b.accessible()
	b.quiet()
}

// partitioned is the recording of galera with a partition put into it.
func partitioned(t *testing.T) string {
	t.Helper()
	f, err := os.Open(galera)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for i, line := range strings.SplitAfter(string(text), "\n") {
		out.WriteString(line)
		for at, what := range map[int]string{299: ":start-partition", 300: ":start-partition", 700: ":stop-partition", 701: ":stop-partition"} {
			if at == i {
				fmt.Fprintf(&out, "{:type :info, :process :nemesis, :f %s, :value :majority, :time %d}\n", what, i*370_000)
			}
		}
	}
	return write(t, t.TempDir(), "galera.edn", out.String())
}

// lookAtFilters looks at a run on several nodes with a partition and transactions
// whose end is not known.
func lookAtFilters(b *browser) {
	b.open(reportOn(b.t, partitioned(b.t)), "")
	b.holds("the partition is a band", `(() => { const f = visarPage.current.run.faults; return f.length === 1 && f[0].name === "start-partition" && f[0].end > f[0].start; })()`)
	color := func(x, y string) string {
		return `(() => { const v = visarPage.current.timeline, k = devicePixelRatio, hex = [...v.c.getImageData(` + x + ` * k, ` + y + ` * k, 1, 1).data].slice(0, 3).map(n => n.toString(16).padStart(2, "0")).join(""); return "#" + hex; })()`
	}
	b.holds("it is drawn", color(`(v.x(visarPage.current.run.faults[0].end) - 3)`, `(34 + 20 + 4)`)+` === visarPage.current.timeline.color.ww`)
	b.holds("a legend names it", `document.querySelector("#timeline .signs").textContent.includes("fault")`)
	b.holds("a tail is drawn behind an end that is not known", `(() => { const v = visarPage.current.timeline, k = devicePixelRatio, y = v.lanesTop + 18 - 4, d = v.c.getImageData((v.width - 30) * k, y * k, 24 * k, 2 * k).data, want = v.color.open;
		for (let i = 0; i < d.length; i += 4) if ("#" + [d[i], d[i+1], d[i+2]].map(n => n.toString(16).padStart(2, "0")).join("") === want) return true; return false; })()`)
	for _, c := range []struct{ filter, typed, note string }{
		{"status", "u", "20 of 610"}, {"status", "a", "389 of 610"}, {"status", "c", "201 of 610"}, {"status", "e", "610 of 610"},
		{"node", "n2", "217 of 610"}, {"node", "e", "610 of 610"}, {"error", "a", "389 of 610"}, {"error", "wr", "200 of 610"}, {"error", kb.Home, "610 of 610"},
		{"session", "7", "30 of 610"}, {"session", kb.Home, "610 of 610"},
	} {
		b.do(chromedp.Focus(fmt.Sprintf(`[data-filter=%s]`, c.filter)), chromedp.KeyEvent(c.typed))
		b.holds(fmt.Sprintf("%s typed into the filter by %s leaves %s", c.typed, c.filter, c.note), note+fmt.Sprintf(`.startsWith(%q)`, c.note))
		b.holds("the type-ahead ends", `new Promise(done => setTimeout(() => done(true), 1100))`)
	}
	b.do(chromedp.SendKeys(`[aria-label^="Only transactions"]`, "27"))
	// 33 mention key 27, but what the reads of those that failed returned is not known.
	b.holds("a filter by key counts", note+`.startsWith("24 of 610")`)
	b.do(chromedp.KeyEvent(kb.Backspace), chromedp.KeyEvent(kb.Backspace), chromedp.Focus(`[aria-label=Lanes]`), chromedp.KeyEvent(kb.ArrowDown))
	b.holds("nodes can be lanes", `visarPage.current.timeline.lanes.names.length === 20 && visarPage.current.timeline.lanes.names.every((n, i, all) => /^n[123] \d+$/.test(n) && (!i || all[i-1].slice(0, 2) <= n.slice(0, 2)))`)
	b.picture("filters", "timeline")
	b.do(chromedp.KeyEvent(kb.ArrowUp))
	b.holds("and sessions again", `visarPage.current.timeline.lanes.names[0] === "19"`)
	b.do(chromedp.Focus("#timeline canvas"))
	b.search("T610")
	b.holds("what was running shows node and end", `document.querySelector("#inspector").textContent.includes("not known") && /Noden\d/.test(document.querySelector("#inspector").textContent)`)
	b.quiet()
}
