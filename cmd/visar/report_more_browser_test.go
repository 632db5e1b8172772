package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

func lookAtTwoRuns(b *browser) {
	path := reportOn(b.t, mariadb, galera)
	b.open(path, "")
	b.holds("one run shows", `!document.querySelector("#run-1").hidden && document.querySelector("#run-2").hidden && visarPage.current.run.txns === 5480 || ((() => { throw new Error(String(visarPage.current.run.txns)) })())`)
	b.do(chromedp.Click(`.runs a[href="#run-2"]`))
	b.holds("the other one is chosen", `document.querySelector("#run-1").hidden && !document.querySelector("#run-2").hidden`)
	b.holds("it is unpacked", `visarPage.loadRun(visarPage.current).then(() => visarPage.current.run.txns === 610 && `+note+`.startsWith("610 of 610"))`)
	b.do(chromedp.KeyEvent("j"))
	b.holds("j opens an anomaly of its own", `document.querySelector("#run-2 details.anomaly[open]").id === decodeURIComponent(location.hash.slice(1))`)
	b.search("T475")
	b.holds("it has its own permalinks", `location.hash === "#run-2:T475" && document.querySelector("#inspector h2").textContent === "T475"`)
	b.open(path, "#run-2:T474")
	b.holds("which lead there", `!document.querySelector("#run-2").hidden && document.querySelector("#inspector h2")?.textContent === "T474"`)
	b.quiet()
}

// lookAtBaseline compares the front of a recording with the whole of it.
func lookAtBaseline(b *browser) {
	old := filepath.Join(b.t.TempDir(), "old.json")
	runCommand(b.t, "classify", "-o", "json="+old, mariadb)
	b.open(reportOn(b.t, galera, "--baseline", old), "#baseline")
	text := `document.querySelector("#baseline").innerText.replace(/\s+/g, " ")`
	for _, want := range []string{"Compared with " + mariadb, "update-atomic violated consistent", "unchanged", "lost-update", "gone", "write-skew"} {
		b.holds("it says "+want, fmt.Sprintf(`%s.includes(%q) || ((() => { throw new Error(%s) })())`, text, want, text))
	}
	b.do(chromedp.Click(`#sections a[href="#baseline"]`))
	b.picture("compared", "baseline")
	b.holds("it fits", fits)
	b.quiet()
}

// lookWithoutScript: verdicts and anomalies are there before any script runs, with
// their reasons and permalinks.
func lookWithoutScript(b *browser) {
	path := reportOn(b.t, galera, mariadb)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate("file://"+path+"#run-2:T36"), chromedp.Click(`#anomaly-1 .why summary`))
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	b.holds("both verdicts and an anomaly show", `(() => { const text = document.body.innerText; return text.includes("It violates update-atomic") && text.includes("It violates serializable and obeys strong-snapshot-isolation") && text.includes("T36 came before T39"); })()`)
	b.holds("a permalink opens the anomaly of its transaction", `document.getElementById("run-2:T36").closest("details").open`)
	b.holds("a reason opened", `document.querySelector(".why[open] p").getBoundingClientRect().height > 0`)
	b.quiet()
}

const attack = `</script><script>hacked=1</script><img src=x onerror=hacked=1>"]]>`

// hostileFile is a history whose names attack a page.
func hostileFile(b *browser) string {
	long := strings.Repeat("k", 10<<10)
	ops := func(k string, w bool) string {
		if w {
			return fmt.Sprintf(`["w",%s,1]`, k)
		}
		return fmt.Sprintf(`["r",%s,null]`, k)
	}
	quote := func(s string) string { text, _ := json.Marshal(s); return string(text) }
	x, y := quote(attack), quote(long+"\u202e")
	text := fmt.Sprintf(`{"id":%s,"session":%s,"node":%s,"error":%s,"ops":[%s,%s]}`+"\n"+`{"id":"T2","session":"b","ops":[%s,%s]}`+"\n",
		quote(attack+"1"), quote(attack+"\u202e"), quote(attack), quote(attack), ops(x, false), ops(y, true), ops(y, false), ops(x, true))
	return write(b.t, b.t.TempDir(), "\xff<script>hacked=1<script>.jsonl", text)
}

// lookAtHostile: whatever a recording contains stays text.
func lookAtHostile(b *browser) {
	path := reportOn(b.t, hostileFile(b))
	for i, width := range []int64{360, 800, 1600} {
		b.media("", "prefers-color-scheme", []string{"light", "dark"}[i%2])
		b.do(chromedp.EmulateViewport(width, 800))
		b.open(path, "#anomaly-1")
		b.holds("it is a write skew", `document.querySelector("#anomaly-1").open && document.body.textContent.includes("Write skew")`)
		b.do(chromedp.KeyEvent("n"), chromedp.KeyEvent("j"), chromedp.Click("#keys [data-key='0']"), chromedp.Click("#keys [data-key='1']"))
		b.search("script")
		b.do(chromedp.Click("#keys .strip a"))
		b.holds("a transaction of such a name opens", `!document.querySelector("#inspector").hidden`)
		b.do(chromedp.KeyEvent(kb.Escape))
		b.holds("nothing ran, and no markup came of it", `typeof hacked === "undefined" && !document.querySelector("img")`)
		b.holds("nothing turns text around", `!document.documentElement.textContent.includes("\u202e")`)
		b.holds(fmt.Sprint("it fits ", width), fits)
		b.picture(fmt.Sprint("hostile-", width), "verdict", "anomaly-1", "keys")
	}
	broken := write(b.t, b.t.TempDir(), "b.jsonl", "{\"id\":\"\xff\xfe"+attack)
	page := filepath.Join(b.t.TempDir(), "report.html")
	root := newRoot()
	root.SetArgs([]string{"report", broken, "-o", page})
	root.SetErr(io.Discard)
	if err := root.Execute(); err == nil {
		b.t.Error("what is no text is judged")
	}
	b.open(page, "")
	b.holds("what cannot be read is said to be unusable", `document.querySelector("h1").textContent.includes("unusable") && typeof hacked === "undefined" && !document.querySelector("img")`)
	b.quiet()
}

// lookAtIndex searches and filters the index of a directory and opens a run.
func lookAtIndex(b *browser) {
	s := testServer(b.t)
	server := httptest.NewServer(s)
	b.t.Cleanup(server.Close)
	b.do(chromedp.Navigate(server.URL))
	b.holds("every run is there", `document.querySelectorAll("tbody tr").length === 3`)
	b.accessible()
	b.do(chromedp.SendKeys("input[name=q]", "skew"), chromedp.KeyEvent(kb.Enter))
	b.arrives(`document.readyState === "complete" && location.search.includes("q=skew")`)
	b.holds("the search leaves one", `document.querySelectorAll("tbody tr").length === 1 && document.querySelector("input[name=q]").value === "skew"`)
	b.do(chromedp.Click(`a[href="run?path=skew.txt"]`))
	b.arrives(`document.documentElement.dataset.ready === "yes"`)
	b.holds("its report opens", `document.querySelector("h1").textContent.includes("violates serializable")`)
	b.quiet()
	b.do(chromedp.Navigate(server.URL), chromedp.Focus("select"), chromedp.KeyEvent("viol"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.arrives(`document.readyState === "complete" && location.search.includes("outcome=violated")`)
	b.holds("the outcome leaves what is violated, by visar and by Jepsen", `document.querySelectorAll("tbody tr").length === 2 && document.body.textContent.includes("write-skew")`)
	for _, width := range []int64{360, 800, 1600} {
		b.do(chromedp.EmulateViewport(width, 800))
		b.holds(fmt.Sprint("it fits ", width), fits)
	}
	b.do(chromedp.Navigate(server.URL))
	b.picture("index", "top")
	b.quiet()
}
