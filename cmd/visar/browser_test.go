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
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestPages looks at pages in a real browser that reaches nothing but this machine,
// each in a tab of its own.
func TestPages(t *testing.T) {
	chromium := newChromium(t)
	for _, page := range []struct {
		name string
		look func(*browser)
	}{
		{"anomalies", lookAtAnomalies}, {"timeline", lookAtTimeline}, {"keys and search", lookAtKeys}, {"permalinks", lookAtPermalinks},
		{"manner", lookAtManner}, {"print", lookAtPrint}, {"widths", lookAtWidths}, {"filters", lookAtFilters}, {"two runs", lookAtTwoRuns},
		{"baseline", lookAtBaseline}, {"without script", lookWithoutScript}, {"calls", lookAtCalls}, {"hostile", lookAtHostile}, {"index", lookAtIndex},
	} {
		t.Run(page.name, func(t *testing.T) { page.look(newTab(t, chromium)) })
	}
}

// newChromium starts a browser that reaches nothing but this machine.
func newChromium(t *testing.T) context.Context {
	t.Helper()
	chromium, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(
		chromedp.NoSandbox, chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"), chromedp.Flag("disable-dev-shm-usage", true)))
	t.Cleanup(cancel)
	if err := chromedp.Do(chromium, chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	return chromium
}

// browser is a tab of a browser, and what its console said.
type browser struct {
	t    *testing.T
	ctx  context.Context
	mu   sync.Mutex
	said []string
}

func newTab(t *testing.T, chromium context.Context) *browser {
	t.Helper()
	ctx, cancel := chromedp.NewContext(chromium)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1200, 900), chromedp.Navigate("about:blank")); err != nil {
		t.Fatal(err)
	}
	b.media("")
	err := chromedp.Listen(ctx, func(ev any) {
		b.mu.Lock()
		defer b.mu.Unlock()
		switch ev := ev.(type) {
		case *log.EventEntryAdded:
			if !strings.Contains(ev.Entry.Text, "willReadFrequently") { // it is the test that reads
				b.said = append(b.said, ev.Entry.Text)
			}
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

// do takes steps, a minute for all of them.
func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends the browser a command.
func call[P, R any](b *browser, cmd cdp.Command[P, R], params P) *R {
	b.t.Helper()
	out, err := chromedp.Call(b.ctx, cmd, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return &out
}

// open shows a page and waits until its script is done with loading.
func (b *browser) open(path, hash string) {
	b.t.Helper()
	at := url.URL{Scheme: "file", Path: path}
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(at.String()+hash))
	b.ready()
}

func (b *browser) ready() {
	b.t.Helper()
	b.holds("the page is ready", `new Promise(done=>{const look=()=>document.documentElement.dataset.ready?done(true):setTimeout(look,20);look()})`)
}

// holds wants an expression of the page to be true.
func (b *browser) holds(what, expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 20*time.Second)
	defer cancel()
	ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression, chromedp.EvalAwaitPromise))
	if err != nil || !ok {
		b.t.Errorf("%s: %v, %v\n%s", what, ok, err, expression)
	}
}

// arrives waits for a page of which an expression is true.
func (b *browser) arrives(expression string) {
	b.t.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(20 * time.Millisecond) {
		ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)) // an error is a page that is not there yet
		if err == nil && ok {
			return
		}
	}
	b.t.Fatalf("no page is so that %s", expression)
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

// media makes the page believe in a medium and in what the reader prefers: as few
// movements as can be, unless features say otherwise.
func (b *browser) media(medium string, features ...string) {
	b.t.Helper()
	params := emulation.SetEmulatedMediaParams{Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
	for i := 0; i < len(features); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	call(b, emulation.SetEmulatedMedia, params)
}

// timeline scrolls the timeline into view and returns its upper left corner.
func (b *browser) timeline() (x, y float64) {
	b.t.Helper()
	at, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](`(() => { const c = document.querySelector(".run:not([hidden]) canvas"); c.scrollIntoView({behavior: "instant", block: "center"}); const r = c.getBoundingClientRect(); return [r.left, r.top]; })()`))
	if err != nil {
		b.t.Fatal(err)
	}
	return at[0], at[1]
}

// drag moves the mouse over the page with its left button down.
func (b *browser) drag(x, y, dx, dy float64) {
	b.t.Helper()
	for _, step := range []struct {
		kind  input.DispatchMouseEventType
		share float64
	}{{input.DispatchMouseEventTypeMousePressed, 0}, {input.DispatchMouseEventTypeMouseMoved, 0.5}, {input.DispatchMouseEventTypeMouseMoved, 1}, {input.DispatchMouseEventTypeMouseReleased, 1}} {
		call(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: step.kind, X: x + step.share*dx, Y: y + step.share*dy, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
	}
}

// search types a text into the search and goes to what it finds first. The browser
// is told of keys and of characters apart, so that the / itself lands in the field.
func (b *browser) search(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent("/"))
	b.holds("/ opens the search", `document.querySelector('dialog[aria-label="Search"]').open && (document.querySelector("dialog[open] input").value = "", true)`)
	b.do(chromedp.KeyEvent(text))
	b.holds("it finds "+text, `!!document.querySelector(".results a")`)
	b.do(chromedp.KeyEvent(kb.Enter))
}

// wheel turns the wheel over a place. Neither way may be 0, for the browser's sake.
func (b *browser) wheel(x, y, dx, dy float64, modifiers int64) {
	b.t.Helper()
	call(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: x, Y: y, DeltaX: dx, DeltaY: dy, Modifiers: modifiers})
}

// pinch moves two fingers apart, from a distance to another.
func (b *browser) pinch(x, y, from, to float64) {
	b.t.Helper()
	fingers := func(apart float64) []*input.TouchPoint {
		one, two := 1.0, 2.0
		return []*input.TouchPoint{{X: x - apart/2, Y: y, ID: &one}, {X: x + apart/2, Y: y, ID: &two}}
	}
	call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: fingers(from)})
	for share := 0.25; share <= 1; share += 0.25 {
		call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchMove, TouchPoints: fingers(from + share*(to-from))})
	}
	call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
}

// swipe moves a finger.
func (b *browser) swipe(x, y, dx float64) {
	b.t.Helper()
	one := 1.0
	at := func(x float64) []*input.TouchPoint { return []*input.TouchPoint{{X: x, Y: y, ID: &one}} }
	call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: at(x)})
	for share := 0.25; share <= 1; share += 0.25 {
		call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchMove, TouchPoints: at(x + share*dx)})
	}
	call(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
}

// picture writes what the page looks like where VISAR_PICTURES says, scrolled to the
// elements with the given ids.
func (b *browser) picture(name string, ids ...string) {
	b.t.Helper()
	dir := os.Getenv("VISAR_PICTURES")
	if dir == "" {
		return
	}
	for _, id := range ids {
		b.holds("it scrolls", fmt.Sprintf(`new Promise(done => { document.getElementById(%q)?.scrollIntoView({behavior: "instant"}); setTimeout(() => done(true), 700); })`, id))
		shot, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			b.t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+"-"+id+".png"), shot, 0o666); err != nil {
			b.t.Fatal(err)
		}
	}
}

// accessible wants axe to find nothing serious.
func (b *browser) accessible() {
	b.t.Helper()
	axe, err := os.ReadFile("../../out/axe.min.js")
	if err != nil {
		b.t.Fatalf("%v; .ci/browser brings it", err)
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[chromedp.Void](string(axe))); err != nil {
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
