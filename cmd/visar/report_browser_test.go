package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a tab of a real browser without a network, and what its console said.
type browser struct {
	t    *testing.T
	ctx  context.Context
	mu   sync.Mutex
	said []string
}

func newBrowser(t *testing.T) *browser {
	t.Helper()
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(
		chromedp.NoSandbox, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"), chromedp.Flag("disable-dev-shm-usage", true)))
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	b.do(chromedp.Navigate("about:blank"))
	err := chromedp.Listen(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			b.said = append(b.said, ev.Entry.Text)
		case *runtime.EventExceptionThrown:
			b.said = append(b.said, ev.ExceptionDetails.Text)
		case *runtime.EventConsoleAPICalled:
			b.said = append(b.said, fmt.Sprint("console: ", ev.Type))
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends the browser a command.
func call[P, R any](b *browser, cmd cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, cmd, params); err != nil {
		b.t.Fatal(err)
	}
}

// open shows a page and waits until its script is done with loading.
func (b *browser) open(path, hash string) {
	b.t.Helper()
	at := url.URL{Scheme: "file", Path: path}
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(at.String()+hash))
	b.holds("the page is ready", `new Promise(done=>{const look=()=>document.documentElement.dataset.ready?done(true):setTimeout(look,20);look()})`)
}

// holds wants an expression of the page to be true.
func (b *browser) holds(what, expression string) {
	b.t.Helper()
	ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression, chromedp.EvalAwaitPromise))
	if err != nil || !ok {
		b.t.Errorf("%s: %v, %v\n%s", what, ok, err, expression)
	}
}

// quiet wants the console to be empty.
func (b *browser) quiet() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.said) > 0 {
		b.t.Errorf("the console says:\n%s", strings.Join(b.said, "\n"))
	}
	b.said = nil
}

func reportOn(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	root := newRoot()
	root.SetArgs(append(append([]string{"report"}, args...), "-o", path))
	if err := root.Execute(); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	postgres = "../../testdata/histories/postgresql-15.20-repeatable_read-list_append.edn.gz"
	mariadb  = "../../testdata/histories/mariadb-10.11.19-repeatable_read-rw_register.edn.gz"
)

// fits is true of a page that is no wider than the window.
const fits = `document.documentElement.scrollWidth <= innerWidth`

func TestReportInABrowser(t *testing.T) {
	path := reportOn(t, postgres)
	b := newBrowser(t)
	b.open(path, "")
	t.Run("anomalies", func(t *testing.T) { b.t = t; anomalySteps(b) })
	t.Run("timeline", func(t *testing.T) { b.t = t; timelineSteps(b) })
	t.Run("keys and search", func(t *testing.T) { b.t = t; searchSteps(b) })
	t.Run("permalinks", func(t *testing.T) {
		b.t = t
		b.open(path, "#anomaly-3")
		b.holds("#anomaly-3 opens it", `document.querySelector("#anomaly-3").open`)
		b.open(path, "#T1619")
		b.holds("#T1619 shows it", `document.querySelector("#inspector h2").textContent === "T1619"`)
		b.open(path, "#key-58")
		b.holds("#key-58 shows it", `!!document.querySelector("#keys h3#key-58")`)
		b.quiet()
	})
	t.Run("widths", func(t *testing.T) { b.t = t; widthSteps(b, path) })
}

func anomalySteps(b *browser) {
	b.do(chromedp.KeyEvent("n"))
	b.holds("n steps to the first edge", `document.querySelectorAll("#anomaly-1 g[data-edge].on").length === 1 && !!document.querySelector("#anomaly-1 li.on")`)
	b.do(chromedp.KeyEvent("p"))
	b.holds("p steps back", `document.querySelectorAll("#anomaly-1 g[data-edge].on").length === 0`)
	b.do(chromedp.KeyEvent("j"))
	b.holds("j opens the next", `document.querySelector("#anomaly-2").open && location.hash === "#anomaly-2"`)
	b.do(chromedp.KeyEvent("k"))
	b.holds("k goes back", `location.hash === "#anomaly-1"`)
	b.do(chromedp.Click("#anomaly-1 .next"), chromedp.Click("#anomaly-1 details.why summary"))
	b.holds("the reason of an edge opens", `document.querySelector("#anomaly-1 details.why").open && document.querySelector("#anomaly-1 details.why li").textContent.length > 20`)
	b.holds("there are a small timeline, versions and operations",
		`["svg.mini rect", ".strip .v.hot", ".ops b"].every(s => document.querySelector("#anomaly-1 " + s))`)
	b.holds("every copy says what the format says", `(async () => {
		let got = null;
		Object.defineProperty(navigator, "clipboard", {value: {writeText: async t => { got = t; }}, configurable: true});
		const begin = {text: "Read-only", Markdown: "### ", DOT: "digraph", JSON: "{", EDN: "{:", link: "file:"};
		for (const [name, start] of Object.entries(begin)) {
			document.querySelector('#anomaly-1 [data-copy="' + name + '"]').click();
			await new Promise(r => setTimeout(r, 10));
			if (!got || !got.startsWith(start)) return false;
			if (name === "JSON" && JSON.parse(got).name !== "read-only-transaction-anomaly") return false;
			got = null;
		}
		return true;
	})()`)
	b.holds("the minimal history is one", `(async () => {
		let blob = null; const make = URL.createObjectURL;
		URL.createObjectURL = x => { blob = x; return make(x); };
		HTMLAnchorElement.prototype.click = function () {};
		document.querySelector("#anomaly-1 .download").click();
		delete HTMLAnchorElement.prototype.click;
		URL.createObjectURL = make;
		return (await blob.text()).trim().split("\n").filter(l => JSON.parse(l).ops).length >= 3;
	})()`)
	b.quiet()
}

func timelineSteps(b *browser) {
	b.holds("every transaction is there", `document.querySelector("#timeline p").textContent.startsWith("15,157 of 15,157")`)
	b.holds("something is drawn in colour", `(() => { const c = document.querySelector("#timeline canvas"), d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		return new Set(Array.from({length: 5000}, (_, i) => d[4 * i * 37])).size > 4; })()`)
	const zoomed = `visarPage.current.timeline.to - visarPage.current.timeline.from < visarPage.current.run.span`
	b.do(chromedp.Click(`#timeline [aria-label="Zoom in"]`))
	b.holds("+ zooms in", zoomed)
	b.do(chromedp.Click(`#timeline [aria-label="Show all"]`))
	b.holds("all shows all", "!("+zoomed+")")
	b.holds("keys move it", `(() => { const v = visarPage.current.timeline, c = v.canvas, press = key => c.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
		press("+"); const a = v.from; press("ArrowRight"); const moved = v.from > a; press("Home"); return moved && v.from === 0; })()`)
	b.holds("dragging and pinching move it", `(() => { const v = visarPage.current.timeline, c = v.canvas, r = c.getBoundingClientRect(); c.setPointerCapture = () => {};
		const at = (type, id, x, y) => c.dispatchEvent(new PointerEvent(type, {pointerId: id, clientX: r.left + x, clientY: r.top + y, bubbles: true}));
		v.zoom(0.25); const a = v.from; at("pointerdown", 1, 400, 150); at("pointermove", 1, 300, 150); at("pointerup", 1, 300, 150); const moved = v.from > a;
		const s = v.to - v.from; at("pointerdown", 1, 300, 150); at("pointerdown", 2, 400, 150); at("pointermove", 2, 600, 150); at("pointerup", 1, 300, 150); at("pointerup", 2, 600, 150);
		const closer = v.to - v.from < s; at("pointerdown", 3, 300, 10); at("pointerup", 3, 300, 10); return moved && closer; })()`)
	b.do(chromedp.Click(`#timeline [aria-label="Jump to the next anomaly"]`))
	b.holds("it jumps to an anomaly", `document.querySelector("#timeline p").textContent.startsWith("Anomaly 1")`)
	b.holds("a filter by status counts", `(() => { const s = document.querySelector('[data-filter=status]'); s.value = "1"; s.dispatchEvent(new Event("change")); const ok = document.querySelector("#timeline p").textContent.startsWith("8,423 of"); s.value = ""; s.dispatchEvent(new Event("change")); return ok; })()`)
	b.holds("a filter by session counts", `(() => { const s = document.querySelector('[data-filter=session]'); s.value = "0"; s.dispatchEvent(new Event("change")); const n = parseInt(document.querySelector("#timeline p").textContent.replace(",", "")); s.value = ""; s.dispatchEvent(new Event("change")); return n > 0 && n < 15157; })()`)
	b.holds("a filter by key counts", `(() => { const s = document.querySelector('[aria-label^="Only transactions"]'); s.value = "17"; s.dispatchEvent(new Event("input")); const n = parseInt(document.querySelector("#timeline p").textContent.replace(",", "")); s.value = ""; s.dispatchEvent(new Event("input")); return n > 0 && n < 1000; })()`)
	b.quiet()
}

func searchSteps(b *browser) {
	b.do(chromedp.Click(`#keys [data-key="3"]`))
	b.holds("a key shows its versions", `document.querySelectorAll("#keys .strip .v").length > 2`)
	b.do(chromedp.Click(`#keys .strip a`))
	b.holds("a writer opens beside the page", `!document.querySelector("#inspector").hidden`)
	b.do(chromedp.KeyEvent("\x1b"))
	b.holds("Esc closes it", `document.querySelector("#inspector").hidden`)
	b.do(chromedp.KeyEvent("/"))
	b.holds("/ opens the search", `document.querySelector('dialog[aria-label="Search"]').open`)
	b.holds("the field can be emptied", `(document.querySelector("dialog[open] input").value = "", true)`)
	b.do(chromedp.KeyEvent("T1620"))
	b.holds("it finds a transaction", `[...document.querySelectorAll(".results a")].some(a => a.textContent.startsWith("T1620 (tr"))`)
	b.do(chromedp.KeyEvent("\r"))
	b.holds("Enter goes there", `document.querySelector("#inspector h2").textContent === "T1620"`)
	b.do(chromedp.KeyEvent("\x1b"), chromedp.KeyEvent("?"))
	b.holds("? opens the help", `document.querySelector('dialog[aria-label="Keys"]').open`)
	b.do(chromedp.KeyEvent("\x1b"))
	b.quiet()
}

// widthSteps looks at the page on a phone, a tablet and a screen, light and dark,
// with the eyes of axe.
func widthSteps(b *browser, path string) {
	axe, err := os.ReadFile("../../out/axe.min.js")
	if err != nil {
		b.t.Fatalf("%v; .ci/browser brings it", err)
	}
	for _, scheme := range []string{"light", "dark"} {
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		for _, width := range []int64{360, 800, 1600} {
			b.do(chromedp.EmulateViewport(width, 900))
			b.open(path, "#anomaly-1")
			b.holds(fmt.Sprint("the page fits ", width), fits)
			b.picture(fmt.Sprintf("%s-%d", scheme, width))
			if (width == 360) == (scheme == "dark") && width != 800 {
				b.accessible(string(axe))
			}
		}
	}
	b.quiet()
}

// picture writes what the page looks like where VISAR_PICTURES says.
func (b *browser) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("VISAR_PICTURES")
	if dir == "" {
		return
	}
	for _, hash := range []string{"verdict", "anomaly-1", "timeline"} {
		b.holds("it scrolls", fmt.Sprintf(`(document.getElementById(%q)?.scrollIntoView({behavior: "instant"}), true)`, hash))
		shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			b.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"-"+hash+".png"), shot, 0o666); err != nil {
			b.t.Fatal(err)
		}
	}
}

// accessible wants axe to find nothing serious.
func (b *browser) accessible(axe string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](axe)); err != nil {
		b.t.Fatal(err)
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[json.RawMessage](`axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"], resultTypes: ["violations"]}).then(r =>
		r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 120) + " " + n.failureSummary.slice(0, 200)).join(" | ")))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	if string(found) != "[]" {
		b.t.Errorf("axe: %s", found)
	}
}

// TestHostileReport: whatever a recording contains stays text.
func TestHostileReport(t *testing.T) {
	long := strings.Repeat("k", 10<<10)
	attack := `</script><script>hacked=1</script><img src=x onerror=hacked=1>"]]>`
	ops := func(k string, w bool) string {
		if w {
			return fmt.Sprintf(`["w",%s,1]`, k)
		}
		return fmt.Sprintf(`["r",%s,null]`, k)
	}
	quote := func(s string) string { text, _ := json.Marshal(s); return string(text) }
	x, y := quote(attack), quote(long+"\u202e")
	history := fmt.Sprintf(`{"id":%s,"session":%s,"node":%s,"error":%s,"ops":[%s,%s]}`+"\n"+`{"id":"T2","session":"b","ops":[%s,%s]}`+"\n",
		quote(attack+"1"), quote(attack+"\u202e"), quote(attack), quote(attack), ops(x, false), ops(y, true), ops(y, false), ops(x, true))
	file := filepath.Join(t.TempDir(), "\xff<script>hacked=1<script>.jsonl")
	if err := os.WriteFile(file, []byte(history), 0o666); err != nil {
		t.Fatal(err)
	}
	b := newBrowser(t)
	b.do(chromedp.EmulateViewport(360, 800))
	b.open(reportOn(t, file), "#anomaly-1")
	b.holds("it is a write skew", `document.querySelector("#anomaly-1").open && document.body.textContent.includes("Write skew")`)
	b.do(chromedp.KeyEvent("n"), chromedp.KeyEvent("j"))
	b.holds("its keys and transactions open", `(() => { const p = visarPage.current; p.keys.show(0); p.keys.show(1); p.inspect.show(0); p.inspect.show(1); p.inspect.hide(); return true; })()`)
	b.holds("nothing ran, and no markup came of it", `typeof hacked === "undefined" && !document.querySelector("img")`)
	b.holds("nothing turns text around", `!document.documentElement.textContent.includes("\u202e")`)
	b.holds("it fits", fits)
	b.quiet()
}

// TestReportWithoutScript: verdicts and anomalies are there before any script runs.
func TestReportWithoutScript(t *testing.T) {
	path := reportOn(t, mariadb, postgres)
	b := newBrowser(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(chromedp.Navigate("file://" + path))
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	b.holds("both verdicts and an anomaly show", `(() => { const text = document.body.innerText; return text.includes("It violates update-atomic") && text.includes("It violates serializable and obeys strong-snapshot-isolation") && text.includes("T36 came before T39"); })()`)
}
